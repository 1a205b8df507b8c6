"""What speaks for the rules beside proof: worked cases, and made-up people. Neither is data about patients.

``worked_cases`` walks the stories of a questionnaire. ``population`` is a file of chances (``population_file`` reads
it), ``sampling`` draws people by it, ``simulation`` counts what they are told, ``tier_moves`` who of them another
version tells otherwise, and ``simulation_report`` puts both in words.
"""
