"""How it is run.

``settings`` (every ``CHECKER_`` variable), ``seeds`` (the keys of each hour), ``ended`` (the list of cleared
journeys), ``recall`` (what is out of service), ``counts`` (how much a clinic is used, with noise), ``server``,
``worker``, ``answering``, ``large_bodies``, ``limits``, ``metrics``, ``scratch`` (folders that go at the end),
``outage_page`` (what the proxy in front says meanwhile).
"""
