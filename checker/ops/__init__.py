"""How it is run: ``settings`` (every ``CHECKER_`` variable), ``server``, ``limits``, ``metrics``, ``gunicorn_log``."""
