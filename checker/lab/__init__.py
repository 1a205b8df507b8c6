"""What few need, and nothing but its commands imports: answer sheets that take everything, mutants, closest changes.

``covering_sheets`` finds a few sheets that take every option, rule and band; ``mutants`` are the one-token faults
that they must catch; ``closest_change`` is the fewest answers by which one person would get another tier.
"""
