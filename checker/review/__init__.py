"""What does a clinician need to see before signing, and who has signed?

``parts`` names every part and gives its fingerprint. ``keys`` and ``passkeys`` check who made a signature,
``statement`` is what is signed, ``signers`` lists who may, ``signoff`` keeps it; ``files`` writes so that nothing is
lost. ``obstacles`` says what keeps any signature from standing, ``standing`` which of them do, ``signing`` what is to
be signed and what is missing.
Everything about one questionnaire is gathered in ``material`` and drawn as ``pages`` that need no server:
``overview``, ``flow``, ``questions``, ``rules``, ``tables``, ``scores``, ``results``, ``cases``, ``people``,
``proofs``, ``hazards``, ``changes``, ``signatures`` with the ``differences`` since, and ``downloads`` beside them:
``sheets`` for spreadsheets, all of these as one ``workbook``. ``paper`` makes a PDF of a page. ``side_by_side`` is a
translation beside what it was made from, with ``pictures`` of where each text stands.
``trial`` walks any answers.

What reviewers say of each part is in ``notes``, and ``notes_kept`` keeps it; ``reading`` says in which order one reads
and how far one is, ``articles`` draws one part alone. ``trying`` finds what a change would do, ``consequences`` says
it; ``fields`` are what of a part can be changed, ``proposals`` keeps and makes changes. ``checker review`` writes the
pages to a folder, or lets one work in them; ``checker serve --review`` shows the very same.
"""
