"""Each folder holds the tests of the room of that name; ``browser``, ``content``, ``docs`` and ``fuzz`` have none.

A file is named after the module whose promises it tests, or after the promise where several modules keep it:
``proofs/test_differential.py`` holds all of ``proofs`` to trying every answer sheet. The files beside this one are what
tests share: ``pages`` (a person at a browser), ``people`` and ``sheets`` (answers), ``small`` and ``strategies``
(questionnaires), ``brute_force``, ``second_opinion`` and ``reference`` (the same by other means), ``running`` and
``tools`` (servers and programs).
"""
