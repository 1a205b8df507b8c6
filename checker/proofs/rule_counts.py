"""How many answer sheets make each rule hold? Exact, by counting a questionnaire of two tiers per rule.

A diagram of where the rule holds, counted as ``equivalence`` does, gives the same on small files; at 300 questions
``counting`` still counts most rules, and such diagrams fewer than half.
"""

from collections.abc import Mapping
from time import monotonic

from checker.engine.questionnaire import Questionnaire, Rule
from checker.proofs.counting import Count, count
from checker.proofs.decision_diagrams import Diagrams, UndecidedError
from checker.proofs.encoding import Logic
from checker.proofs.variables import whole

MOST_STATES = 60_000


def sheets_per_rule(questionnaire: Questionnaire, timeout: float = 60.0) -> Mapping[str, Count | None]:
    """Return the answer sheets at whose end each rule holds, None where there is none.

    A rule that was not counted in time, or that is too entangled to count, is left out.
    """
    deadline, space = monotonic() + timeout, whole(questionnaire)
    diagrams = Diagrams(space.sizes, deadline)
    found: dict[str, Count | None] = {}
    for rule in questionnaire.guidance:
        try:
            diagrams.check()
            logic = Logic(_alone(questionnaire, rule), space, diagrams)
            found[rule.id] = count(logic, most_states=MOST_STATES).get(0)
        except UndecidedError:
            diagrams = Diagrams(space.sizes, deadline)
    return found


def _alone(questionnaire: Questionnaire, rule: Rule) -> Questionnaire:
    """Return a questionnaire whose first tier is the result exactly where the rule holds.

    Rules that end the questions still do, since they decide which answer sheets there are.
    """
    first, last = questionnaire.tiers[0], questionnaire.tiers[-1].model_copy(update={"id": "other"})
    stops = [each.model_copy(update={"tier": last.id}) for each in questionnaire.guidance if each.then == "stop"]
    here = rule.model_copy(update={"tier": first.id})
    guidance = (here, *(each for each in stops if each.id != rule.id))
    fields = {name: getattr(questionnaire, name) for name in Questionnaire.model_fields}
    fields |= {"tiers": (first, last), "guidance": guidance, "statements": ()}
    return Questionnaire.model_construct(**fields)
