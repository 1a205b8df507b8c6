"""What does a clinician need to see before signing, and who has signed?

``parts`` names every part and gives its fingerprint. ``signoff`` keeps signatures and says which of them stand,
``obstacles`` what keeps one from standing. Everything about one questionnaire is gathered in ``material`` and drawn as
``pages`` that need no server: ``overview``, ``flow``, ``questions``, ``rules``, ``tables``, ``scores``, ``results``,
``cases``, ``people``, ``proofs``, ``hazards``, ``changes``, ``signatures``, and ``downloads`` beside them. ``paper``
makes a PDF of a page. ``trial`` walks any answers.

What reviewers say of each part is in ``notes``, and ``notes_kept`` keeps it; ``reading`` says in which order one reads
and how far one is, ``articles`` draws one part alone. ``checker review`` writes the pages to a folder, or lets one work
in them; ``checker serve --review`` shows the very same.
"""
