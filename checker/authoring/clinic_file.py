"""Can a clinic's words and looks be used with this questionnaire?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from checker.authoring.draft import Draft, Finding, repeated
from checker.authoring.language_checks import languages, untranslated
from checker.authoring.problems import LoadError, Problem, SourceText, did_you_mean, in_order, listed
from checker.authoring.schema_checks import structural
from checker.authoring.sound_parts import remains
from checker.authoring.yaml_tree import YamlNode, compose, text_of
from checker.clinic.files import FileError, read
from checker.clinic.frame_origins import unfit
from checker.clinic.legibility import illegible, unseen
from checker.clinic.models import Clinic, ClinicLinks, Location, Theme
from checker.clinic.wording_limits import GUARDED, doubtful, forbidden, is_help, numbers, texts
from checker.engine.questionnaire import Part, Questionnaire
from checker.explain.wording import base

MOST_THEMES = 32


class _File(Part):
    clinic: Clinic


class _Run(Questionnaire):
    """A questionnaire beside the clinic that runs it."""

    clinic: Clinic


_ELSEWHERE = {
    "sections": "this is a questionnaire. A clinic has a file of its own: begin one with `name: ...`",
    "clinic": "this whole file is the clinic. Delete this `clinic:`, and begin what is below it at the left",
}
"""Keys with which a file is another kind of file."""


def load_clinics(folder: Path, questionnaire: Questionnaire) -> dict[str, Clinic]:
    """Return the clinic of every file in a folder, by the file's name; raise LoadError with what is wrong in any."""
    files = sorted(folder.glob("*.y*ml"))
    if not files:
        raise LoadError(
            [Problem(str(folder), 1, 1, "there is no clinic here. Write one file for each, such as city.yaml")]
        )
    found: dict[str, Clinic] = {}
    wrong: list[Problem] = []
    by_host: dict[str, Path] = {}
    for file in files:
        try:
            clinic = found[file.stem] = load_clinic(file, questionnaire)
        except LoadError as error:
            wrong += error.problems
            continue
        if not re.fullmatch(PLACE, file.stem):
            wrong.append(Problem(str(file), 1, 1, "this name is part of an address. Write small letters, digits and -"))
        for host in clinic.hosts:
            if (other := by_host.setdefault(host, file)) != file:
                wrong.append(Problem(str(file), 1, 1, f"'{host}' stands under `hosts` of {other.name} too. Keep one"))
    if wrong:
        raise LoadError(wrong)
    return found


PLACE = r"[a-z0-9][a-z0-9-]*"
"""What the file of a clinic among many may be called, less its ending: the first part of its addresses."""


def load_clinic(path: Path, questionnaire: Questionnaire) -> Clinic:
    """Return the clinic of a file of its own; raise LoadError with all of its problems at once."""
    clinic, problems = inspect_clinic(path, questionnaire)
    if clinic is None:
        raise LoadError(problem for problem in problems if not problem.warning)
    return clinic


def inspect_clinic(path: Path, questionnaire: Questionnaire) -> tuple[Clinic | None, tuple[Problem, ...]]:
    """Return the clinic of a file, if it is sound, and what is wrong or could be better; or raise LoadError."""
    source = SourceText(text_of(path).removeprefix("\ufeff"), str(path))
    root, problems = compose(source)
    if root is None or not isinstance(root.data, dict):
        raise source.refusal(root.start if root else 0, "a clinic is keys and values. Begin with `name: ...`")
    if other := next((key for key in _ELSEWHERE if key in root.data), None):
        raise source.refusal(root.keys[other], _ELSEWHERE[other])
    whole = YamlNode({"clinic": root.data}, root.start, root.end, {"clinic": root}, {"clinic": root.start})
    draft, clinic, unsound = _draft(source, whole, questionnaire)
    findings = [*_clinics(draft), *(found for found in languages(draft) if found[0][0] == "clinic")]
    wrong = [*problems, *unsound, *(draft.problem(path, message) for path, message in findings)]
    found = in_order([*wrong, *_could_be_better(draft), *untranslated(draft, "clinic")])
    return None if wrong else clinic, found


def _draft(source: SourceText, whole: YamlNode, questionnaire: Questionnaire) -> tuple[Draft, Clinic, list[Problem]]:
    """Return the questionnaire beside what is sound of the clinic, the clinic, and every problem of shape."""
    problems: list[Problem] = []
    try:
        clinic = _File.model_validate(whole.data, strict=True).clinic
    except ValidationError as error:
        mistakes = structural(source, whole, error, _File)
        problems = [replace(problem, message=problem.message.removeprefix("clinic.")) for problem in mistakes]
        clinic = remains(Clinic, whole.children["clinic"])
    offering = tuple(statement for statement in questionnaire.statements if statement.clinic)[:1]
    bare = {**dict.fromkeys(_NOT_READ, ()), "statements": offering, "clinic": clinic}
    return Draft(source, whole, _Run.model_construct(**{**dict(questionnaire), **bare})), clinic, problems


_NOT_READ = ("tiers", "sections", "scores", "guidance", "promises", "cases", "sources", "benchmarks")
"""What no check of a clinic reads: a hundred clinics would walk all of it each."""


def _clinics(draft: Draft) -> Iterator[Finding]:
    """Yield every problem of the clinic."""
    yield from draft.judged(Clinic, _language, _words, _phone, _addresses, _logo, _hosts, _sites, _themes)
    yield from draft.judged(Location, _phone, _addresses)
    yield from draft.judged(ClinicLinks, _addresses)
    yield from draft.judged(Theme, _unseen, _illegible, _font_file)


def _could_be_better(draft: Draft) -> Iterator[Problem]:
    """Yield a warning for words that no page shows, or that could keep somebody from help."""
    for path, message in draft.judged(Clinic, _unheard, _unexplained, _unoffered, _doubtful, _unjudged, _unsaid):
        yield replace(draft.problem(path, message), warning=True)


def _unheard(_: Draft, clinic: Clinic) -> Iterator[Finding]:
    if clinic.phone_note and clinic.phone is None:
        yield ("phone_note",), "phone_note: it is never shown, since there is no `phone`. Write one, or delete it"


def _unexplained(_: Draft, clinic: Clinic) -> Iterator[Finding]:
    if clinic.phone and clinic.phone_note is None:
        mend = "Say what it is for, such as phone_note: {en: Not for emergencies}"
        yield ("phone",), f"phone: without a note people could take it for help at once. {mend}"


def _unoffered(draft: Draft, clinic: Clinic) -> Iterator[Finding]:
    if clinic.booking and not any(statement.clinic for statement in draft.sound.statements):
        yield ("booking",), "booking: it is never shown, since no statement of place who says `clinic: true`"


def _doubtful(draft: Draft, clinic: Clinic) -> Iterator[Finding]:
    yield from ((doubt.path, doubt.why) for doubt in doubtful(clinic, draft.sound))


def _unjudged(draft: Draft, clinic: Clinic) -> Iterator[Finding]:
    """Yield, once for each language that no list here knows, what was not looked for in its words."""
    listed = (*draft.sound.languages, *draft.sound.drafts)
    found = {str(path[-1]): path for path, _ in reversed([*texts(clinic)]) if path[-1] in listed}
    why = "keep somebody from help: only numbers of help were looked for, in digits"
    mend = "Have a clinician read them who grew up with the language"
    for language, path in found.items():
        if base(language) not in GUARDED:
            yield path, f"nothing here can tell whether {language} words {why}. {mend}"


def _unsaid(_: Draft, clinic: Clinic) -> Iterator[Finding]:
    said = {words for _, words in texts(clinic)}
    for place, each in enumerate(clinic.accepted):
        if each.words not in said:
            yield (
                ("accepted", place),
                "these words stand nowhere. Write the whole text that is accepted, or delete this",
            )


def _words(draft: Draft, clinic: Clinic) -> Iterator[Finding]:
    return forbidden(clinic, numbers(draft.sound.help))


def _logo(draft: Draft, clinic: Clinic) -> Iterator[Finding]:
    return _file(draft, "logo", clinic.logo)


def _font_file(draft: Draft, theme: Theme) -> Iterator[Finding]:
    return _file(draft, "font_file", theme.font_file)


def _file(draft: Draft, key: str, name: str | None) -> Iterator[Finding]:
    """Yield why a file that lies beside this one cannot be sent."""
    try:
        if name:
            read(Path(draft.source.name).parent / name)
    except FileError as error:
        yield (key,), str(error)


def _hosts(_: Draft, clinic: Clinic) -> Iterator[Finding]:
    twice = repeated(clinic.hosts)
    return ((("hosts", place), f"'{host}' is listed twice. Keep one") for place, host in twice)


def _sites(_: Draft, clinic: Clinic) -> Iterator[Finding]:
    """Yield every site that is listed twice, that is no place, or that is many people's."""
    twice = repeated(clinic.frame_origins)
    yield from ((("frame_origins", place), f"'{site}' is listed twice. Keep one") for place, site in twice)
    for place, origin in enumerate(clinic.frame_origins):
        yield from ((("frame_origins", place), why) for why in unfit(origin))


def _themes(_: Draft, clinic: Clinic) -> Iterator[Finding]:
    ids = [str(vars(theme).get("id", "")) for theme in clinic.themes]
    yield from ((("themes", place, "id"), f"'{id_}' is used twice. Rename one") for place, id_ in repeated(ids))
    if len(ids) > MOST_THEMES:
        yield ("themes",), f"a clinic has at most {MOST_THEMES} themes"


def _unseen(_: Draft, theme: Theme) -> Iterator[Finding]:
    return unseen(theme)


def _illegible(_: Draft, theme: Theme) -> Iterator[Finding]:
    return illegible(theme)


def _language(draft: Draft, clinic: Clinic) -> Iterator[Finding]:
    known = (*draft.sound.languages, *draft.sound.drafts)
    if clinic.language and clinic.language not in known:
        guess = did_you_mean(clinic.language, known) or f": {listed(known)}"
        yield ("language",), f"'{clinic.language}' is not among the `languages` of the questionnaire{guess}"


def _phone(draft: Draft, where: Clinic | Location) -> Iterator[Finding]:
    """Yield a line that would be taken for help at once, or that cannot be one."""
    digits = re.sub(r"\D", "", where.phone or "")
    if where.phone and is_help(digits, numbers(draft.sound.help)):
        yield ("phone",), f"{where.phone} is a line for help at once. Write the clinic's own number, or leave it out"
    elif where.phone and not 7 <= len(digits) <= 15:
        yield ("phone",), f"a telephone number has 7 to 15 digits, not {len(digits)}. Write all of it"


_SITE = r"https://[^/?#@\\]+\.[^\W\d_][\w-]+(:\d{1,5})?([/?#]|$)"


def _addresses(_: Draft, where: Clinic | Location | ClinicLinks) -> Iterator[Finding]:
    """Yield every address of a site that has no full name."""
    for key in type(where).model_fields:
        if isinstance(value := getattr(where, key), str) and value.startswith("https:") and not re.match(_SITE, value):
            yield (key,), "its site has no full name. Write an address such as https://www.example-clinic.com/visit"
