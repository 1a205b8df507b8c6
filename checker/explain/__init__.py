"""A questionnaire in words and pictures, for people who read no YAML.

``plain_english`` says conditions, answers and rules as sentences, ``decision_tables`` rules as tables; ``flow`` is the
order of questions and where they may end, ``flow_picture`` draws it; ``clinical_summary`` is the page for a doctor,
``then_and_now`` what a re-check compares;
``bibliography`` is what each part rests on. ``readability`` measures how hard a text is, ``wording`` knows the words
that no patient reads.
"""
