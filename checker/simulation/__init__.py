"""What becomes of many ordinary people? Made-up people, drawn by chance and walked by the engine."""

from checker.simulation.comparing import Move, Moves, compare
from checker.simulation.counting import Aim, Alarm, Simulation, Spread, simulate
from checker.simulation.drawing import people
from checker.simulation.telling import HOW_COUNTED, aim_words, caveat, lines, move_data, move_lines, rule_table

__all__ = [
    "HOW_COUNTED",
    "Aim",
    "Alarm",
    "Move",
    "Moves",
    "Simulation",
    "Spread",
    "aim_words",
    "caveat",
    "compare",
    "lines",
    "move_data",
    "move_lines",
    "people",
    "rule_table",
    "simulate",
]
