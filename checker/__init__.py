"""A branching health questionnaire from one YAML file: asked, scored, explained and proved.

Nothing stands here: ``docs/api.md`` names the rooms from which other programs import, and what.
"""
