"""What translators are handed, and what is taken back: they never see the YAML.

``places`` says where people see a text, how long it may be and which wording is published; ``page_places`` says it of
the pages' own words. ``handout`` is all that there is to translate into a language, with what is translated already.
``spreadsheet`` and ``xliff`` write it in two formats beside PO, and read them; ``formats`` tells the three apart.
``intake`` takes back what is right, and names the rest. ``gaps`` says what a language lacks.
"""
