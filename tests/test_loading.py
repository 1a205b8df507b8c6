"""Every mistake of an author is answered at once, with its place and its mend."""

from checker.loading import load_text


def test_a_sound_text_becomes_a_questionnaire() -> None:
    assert load_text(SORE_THROAT).questions[0].id == "breathing"


SORE_THROAT = """\
id: throat
version: "1"
languages: [en, es]
title: {en: Sore throat, es: Garganta}
start:
  - {en: A short check.}
help:
  - {id: emergency, text: {en: Call 911}, href: "tel:911"}
emergency_signs:
  title: {en: Go now}
  items:
    - {en: Blue lips}
tiers:
  - id: now
    title: {en: Call 911 now}
    within: {en: now}
    action: [{en: Call.}]
    card: emergency
  - id: home
    title: {en: Stay home}
    within: {en: days}
    action: [{en: Rest.}]
    card: calm
sections:
  - id: safety
    title: {en: Safety}
    questions:
      - id: breathing
        kind: one
        label: {en: Breathing}
        ask: {en: Is it hard to breathe?}
        options:
          - {id: no, text: {en: "No"}}
          - {id: yes, text: {en: "Yes"}}
guidance:
  - id: air
    tier: now
    when: breathing is yes
    because: {en: breathing is hard}
    then: stop
"""
