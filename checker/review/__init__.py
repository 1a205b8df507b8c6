"""What does a clinician need to see before signing, and who has signed?

``parts`` names every part and gives its fingerprint. ``signoff`` keeps signatures and says which of them stand,
``obstacles`` what keeps one from standing, ``notes`` what reviewers say of each part. Everything about one
questionnaire is gathered in ``material`` and drawn as ``pages`` that need no server: ``overview``, ``flow``,
``questions``, ``scores``, ``rules``, ``results``, ``proofs``, ``people``, ``cases``, ``hazards``, ``changes``,
``signatures``, and ``downloads`` beside them. ``paper`` makes a PDF of a page. ``trial`` walks any answers.
``checker review`` writes them to a folder; ``checker serve --review`` shows the very same, and
``checker review --serve`` lets one work in them.
"""
