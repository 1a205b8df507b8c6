"""How does what FHIR cannot say travel there and back?

Guidance, tiers, promises and all the rest ride along as text in one extension that other software keeps or ignores. On
the way back it gives the very same questionnaire; whatever was changed on the way is listed, and not taken over.
"""

import json

from checker.authoring.translations import without_drafts
from checker.authoring.writer import plain
from checker.engine.questionnaire import Questionnaire
from checker.fhir.canonical import CARRIED, Json

LONGEST = 1_000_000
"""Characters in one string of FHIR, which allows 1,048,576 bytes or characters, as one reads it."""


def carried(questionnaire: Questionnaire) -> list[Json]:
    """Return the extensions that hold everything an author wrote, but for translations that are drafts."""
    text = json.dumps(plain(without_drafts(questionnaire)), ensure_ascii=True, separators=(",", ":"))
    return [{"url": CARRIED, "valueString": text[start : start + LONGEST]} for start in range(0, len(text), LONGEST)]
