"""Answer sheets for any questionnaire, as hypothesis strategies."""

from random import Random

from hypothesis import strategies as st

from checker.engine.conditions import Answer
from checker.engine.journey import walk
from checker.engine.questionnaire import Question, Questionnaire


def answer_to(question: Question) -> st.SearchStrategy[Answer]:
    """Draw any whole and possible answer to a question."""
    ids = [option.id for option in question.options]
    match question.kind:
        case "one":
            return st.sampled_from(ids)
        case "scale":
            return st.sampled_from(question.numbers)
        case "many":
            return st.frozensets(st.sampled_from(ids), min_size=1, max_size=3).filter(question.accepts)


def calm_answer(question: Question) -> Answer:
    """Return the least worrying answer, which lets a journey go on."""
    if question.kind == "scale":
        return question.numbers[0]
    exclusive = next((option.id for option in question.options if option.exclusive), question.options[0].id)
    return exclusive if question.kind == "one" else frozenset({exclusive})


def calm_or_any(question: Question) -> st.SearchStrategy[Answer]:
    """Draw a calm answer half of the time, so that journeys become long."""
    return st.just(calm_answer(question)) | answer_to(question)


def whole_sheets(questionnaire: Questionnaire) -> st.SearchStrategy[dict[str, Answer]]:
    """Draw an answer to every question, those on branches not reached included."""
    return st.fixed_dictionaries({question.id: calm_or_any(question) for question in questionnaire.questions})


def partial_sheets(questionnaire: Questionnaire) -> st.SearchStrategy[dict[str, Answer]]:
    """Draw answers to some of the questions."""
    return st.fixed_dictionaries({}, optional={q.id: calm_or_any(q) for q in questionnaire.questions})


def random_sheet(random: Random, questionnaire: Questionnaire) -> dict[str, Answer]:
    """Return an answer to every question, half of them calm, so that journeys become long."""
    return {
        question.id: calm_answer(question) if random.random() < 0.5 else random_answer(random, question)
        for question in questionnaire.questions
    }


def random_answer(random: Random, question: Question) -> Answer:
    """Return any whole and possible answer to a question."""
    if question.kind == "scale":
        return random.choice(question.numbers)
    ids = [option.id for option in question.options]
    if question.kind == "one":
        return random.choice(ids)
    several = frozenset(random.sample(ids, random.randint(1, min(3, len(ids)))))
    return several if question.accepts(several) else frozenset([random.choice(ids)])


def people(questionnaire: Questionnaire, random: Random, count: int) -> list[dict[str, Answer]]:
    """Return sheets of random answers, calm ones mixed in so that journeys become long, and some broken off."""
    return [_broken_off(questionnaire, random, person(questionnaire, random)) for _ in range(count)]


def person(questionnaire: Questionnaire, random: Random) -> dict[str, Answer]:
    """Return an answer to every question; how many of them are calm is by chance, too."""
    calm = random.choice([0.1, 0.5, 0.9])
    return {
        question.id: calm_answer(question) if random.random() < calm else random_answer(random, question)
        for question in questionnaire.questions
    }


def _broken_off(questionnaire: Questionnaire, random: Random, sheet: dict[str, Answer]) -> dict[str, Answer]:
    """Return the sheet, or now and then only the answers that were given before the person stopped."""
    if random.random() < 0.7:
        return sheet
    asked = walk(questionnaire, sheet).asked
    return {name: sheet[name] for name in asked[: random.randint(0, len(asked))]}
