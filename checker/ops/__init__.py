"""How it is run.

``settings`` (every ``CHECKER_`` variable), ``seeds`` (the keys of each hour), ``ended`` (the list of cleared journeys),
``server``, ``worker``, ``answering``, ``limits``, ``metrics``, ``scratch`` (folders that go at the end).
"""
