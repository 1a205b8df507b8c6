"""A branching health questionnaire from one YAML file: asked, scored, explained and proved."""
