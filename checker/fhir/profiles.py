"""What differs between the exports for the renderers that are tested? All of it stands here."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Profile:
    """What an export may count on."""

    name: str
    values: Literal["variables", "item", "in place"]
    """Where what others are worked out of stands: each a variable; or one text, in an item or in each condition."""
    enable_when: bool = False
    """Whether conditions are said by ``enableWhen``, on hidden items too; else by ``enableWhenExpression``."""
    draws_calculated: bool = True
    """Whether a calculated item can be seen: a number that Medplum draws would stay when another answer changes it."""
    advises: bool = True
    """Whether tiers and scores are in it."""
    holds_saved_tier: bool = False
    """Whether a record is worked out anew when it is opened, so that its tier has to be held."""

    @property
    def has_variables(self) -> bool:
        """Whether each value is a variable; else they are in one text."""
        return self.values == "variables"


PLAIN = Profile("plain", "in place", advises=False)
"""The export for any renderer. It gives no advice, since not all would show the right one."""
LHC_FORMS = Profile("lhc-forms", "variables", enable_when=True)
SMART_FORMS = Profile("smart-forms", "variables", holds_saved_tier=True)
MEDPLUM = Profile("medplum", "item", draws_calculated=False)
PROFILES = {profile.name: profile for profile in (PLAIN, LHC_FORMS, SMART_FORMS, MEDPLUM)}
"""All of them by name, the one that counts where none is named first."""
RECORDED = LHC_FORMS
"""The form that a record of ours answers. LHC-Forms works nothing out anew when it opens one, so a record has
whatever a condition there waits for; others pass over what they do not have."""
