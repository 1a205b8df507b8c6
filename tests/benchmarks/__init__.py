"""How fast is it? ``python -m tests.benchmarks [NAME...]`` prints the tables; nothing here is asserted.

A benchmark is a module with a function ``tables``, listed in ``__main__``.
"""
