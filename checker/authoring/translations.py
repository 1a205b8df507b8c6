"""Which words of another language stand for which words of the first, and which do not count?

A translation is a PO file beside the questionnaire: ``questions.es.po``. An entry says where its words stand, by ids
(``msgctxt``), what they were made from (``msgid``), and the words (``msgstr``). It counts for exactly the words it was
made from: once those are others, people read them in the first language until somebody has looked again.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from gettext import c2py
from io import StringIO
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, unescape

from checker.authoring.hidden_characters import escaped
from checker.authoring.problems import LoadError, Problem, SourceText, did_you_mean, one_line
from checker.authoring.yaml_tree import text_of
from checker.engine.questionnaire import KeyPath, Link, Part, Question, Questionnaire, Text
from checker.explain.wording import base
from checker.memoisation import memoised
from checker.page_words import plural_form

_PartOf = TypeVar("_PartOf", bound=Part)
Key: TypeAlias = tuple[str, str]
"""Where words stand, and what they are in the first language."""
PAGE = "page"
"""Where the words stand that pages say by themselves, whatever the questionnaire."""
BACK, BY, SOURCE = "Back: ", "Read by: ", "Source: "
"""How a remark begins that says words in the first language again, who read them, or where published ones are from."""
MOST_TIMES, MOST_MORE = 3, 40
"""A translation has at most so many times the letters of its source, and so many more."""
MOST_FORMS = 6
"""No language has more plural forms."""
_NUMERAL = re.compile(r"\d[\d-]*\d")
_DIGIT = re.compile(r"(?<![\d-])\d(?![\d-])")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
_NUMBER = "%(num)s"
_TAG = re.compile(r"</?[^<>]*>|[<>]")
_PREVIOUS = re.compile(r"\|\s*(?:msgctxt\b|msgid\b|msgid_plural\b|\")")
_LINE = re.compile(r'#.*|(?:msgctxt |msgid |msgid_plural |msgstr |msgstr\[\d\] )?\s*"(?:[^"\\]|\\.)*"', re.DOTALL)
_QUOTED = r'"(?:[^"\\]|\\.)*"'


@dataclass(frozen=True)
class Translation:
    """A file of words in another language."""

    language: str
    file: str
    head: Mapping[str, str]
    """What the file says of itself, such as who translated it."""
    catalogue: Catalog
    comment: str = ""
    """The remark above all."""
    twice: tuple[Message, ...] = ()
    """Entries that are written again; the first of each counts."""

    def messages(self) -> list[Message]:
        """Return every entry but the head of the file."""
        return [message for message in self.catalogue if message.id]

    def entry(self, place: str, source: str) -> Message | None:
        """Return the entry of a text, by where it stands and its words in the first language."""
        found: Message | None = self.catalogue.get(source, place)
        return found

    def problem(self, message: Message | None, what: str) -> Problem:
        """Return a problem at an entry, or of the whole file."""
        return Problem(self.file, (message and message.lineno) or 1, 1, what, warning=True)


def locale_of(language: str) -> Locale | None:
    """Return what is known of a language, such as its plural forms; None where nothing is."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


class _Catalogue(Catalog):
    """What is read of a file: beside what Babel keeps, all that it says of itself, and entries written twice."""

    def __init__(self, language: str) -> None:
        super().__init__(locale=locale_of(language))
        self.head = dict[str, str]()
        self.comment = ""
        self.twice = list[Message]()

    def __setitem__(self, id: Any, message: Message) -> None:
        """Take an entry, or the head, of which Babel itself needs the plural forms alone."""
        if message.id:
            if self.get(message.id, message.context):
                self.twice.append(message)
                return
            super().__setitem__(id, _with_previous(message))
            return
        self.comment = "\n".join(message.user_comments)
        self.head = dict(re.findall(r"^([\w-]+): *(.*?) *$", str(message.string), re.MULTILINE))
        self.mime_headers = [pair for pair in self.head.items() if pair[0] == "Plural-Forms"]
        if not 0 < self.num_plurals <= MOST_FORMS:
            raise ValueError(f"it has {self.num_plurals} plural forms, and no language has more than {MOST_FORMS}")


def _with_previous(message: Message) -> Message:
    """Return an entry that knows what its words were made from, where its file says so: Babel leaves it in remarks."""
    lines = "\n".join(each[1:].strip() for each in message.user_comments if _PREVIOUS.match(each))
    for quoted in re.findall(rf"msgid(?:_plural)?((?:\s*{_QUOTED})+)", lines):
        message.previous_id.append("".join(map(unescape, re.findall(_QUOTED, quoted))))
    message.user_comments = [each for each in message.user_comments if not _PREVIOUS.match(each)]
    return message


State: TypeAlias = Literal["missing", "untranslated", "changed", "refused", "gone", "twice"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A text that has no words in a language, or an entry that is of no text."""

    state: State
    """missing: no entry; untranslated: an empty one, or a guess; changed: made from other words; refused: with a
    mistake; gone: of a text that is no longer there; twice: an entry that is written again."""
    place: str
    """Where the words stand, by ids."""
    source: str
    """What they are in the first language."""
    entry: Message | None = None
    why: str = ""

    @property
    def words(self) -> str:
        """What the entry says, whether it counts or not."""
        return forms_of(self.entry.string)[0] if self.entry else ""

    def __str__(self) -> str:
        """Return what is the matter, and how to mend it."""
        where, words = self.place, one_line(self.source)
        match self.state:
            case "missing":
                return f"{where}: '{words}' is not in this file. Take it in: checker translate export"
            case "untranslated":
                return f"{where}: '{words}' has no words here. Write its msgstr"
            case "changed":
                old = one_line(former(self.entry)) if self.entry else ""
                return f"{where}: says '{words}' now, and this was made from '{old}'. Look at it again"
            case "gone":
                return f"{where}: '{words}' is no text of the questionnaire. Delete it"
            case "twice":
                return f"{where}: '{words}' is written twice, and the first counts. Delete one of them"
        return f"{where}: {self.why}"


def former(entry: Message) -> str:
    """Return the words of the first language that an entry was made from."""
    return str(entry.previous_id[0]) if entry.previous_id else key_of(entry)[1]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A translation beside what there is to translate."""

    words: Mapping[Key, str]
    """What counts."""
    findings: tuple[Finding, ...]
    texts: int
    """How many there are."""

    def of(self, *states: State) -> list[Finding]:
        """Return what was found of some kinds."""
        return [found for found in self.findings if found.state in states]


def file_of(questions: Path, language: str) -> Path:
    """Return where the translation of a questionnaire's file stands."""
    return questions.with_suffix(f".{language}.po")


def beside(questions: Path) -> list[SourceText]:
    """Return the text of every translation beside a questionnaire's file."""
    files = sorted(questions.parent.glob(f"{_literal(questions.stem)}.*.po"))
    return [_text(file) for file in files if "." not in file.name[len(questions.stem) + 1 : -len(".po")]]


def _text(file: Path) -> SourceText:
    try:
        return SourceText(text_of(file), str(file))
    except LoadError as error:
        return SourceText("", str(file), error.problems)


def _literal(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)


def language_of(name: str) -> str:
    """Return the language of a translation, by the name of its file."""
    return name.removesuffix(".po").rpartition(".")[2]


def spoken(
    languages: Collection[str], drafts: Collection[str], sources: Iterable[SourceText]
) -> tuple[list[Translation], list[Problem]]:
    """Return the translations into the languages of a questionnaire, and warnings of what is not read.

    A draft that is no translation has no words. Raise LoadError for any other that is none.
    """
    found, warnings = list[Translation](), list[Problem]()
    for source in sources:
        language = language_of(source.name)
        if language not in (*languages, *drafts):
            guess = did_you_mean(language.replace("_", "-"), (*languages, *drafts))
            message = f"'{language}' is not among the `languages` or `drafts`, so this file is not read{guess}"
            warnings.append(Problem(source.name, 1, 1, message, warning=True))
            continue
        try:
            found.append(_by_its_name(read(source)))
        except LoadError as error:
            if language not in drafts:
                raise
            said = (f"{each.message}. Until then this draft has no words" for each in error.problems)
            warnings += map(lambda each, message: replace(each, message=message, warning=True), error.problems, said)
            found.append(Translation(language, source.name, {}, _Catalogue(language)))
    return found, warnings


def _by_its_name(translation: Translation) -> Translation:
    """Return a translation; raise LoadError where its head names another language than its file."""
    said = translation.head.get("Language", "").strip()
    if said and base(said.replace("_", "-")) != base(translation.language):
        message = f"its head says that it is in {one_line(said)}, and its name that it is in {translation.language}"
        raise LoadError([Problem(translation.file, 1, 1, message)])
    return translation


def translation_beside(questions: Path, language: str) -> Translation | None:
    """Return the translation beside a questionnaire's file, if there is one; raise LoadError where it is none."""
    file = file_of(questions, language)
    return read(SourceText(text_of(file), str(file))) if file.exists() else None


def read(source: SourceText) -> Translation:
    """Return the translation that a text is, whose name ends in ``.LANGUAGE.po``; raise LoadError where it is none."""
    if source.refused:
        raise LoadError(source.refused)
    language = language_of(source.name)
    lines = re.split(r"\r\n?|\n", source.text.removeprefix("\ufeff"))
    for place, line in enumerate(lines, 1):
        if line.strip() and not _LINE.fullmatch(line.strip()):
            message = f"this line is no whole line of a PO file: {one_line(line)}. Is the file cut off?"
            raise LoadError([Problem(source.name, place, 1, message)])
    try:
        catalogue = _Catalogue(language)
        PoFileParser(catalogue, abort_invalid=True).parse(StringIO("\n".join(lines)))
    except PoFileError as error:
        message = f"this is no PO file: {one_line(str(error))}. Open it with a program for translators"
        raise LoadError([Problem(source.name, error.lineno + 1, 1, message)]) from None
    except Exception as error:  # Babel raises whatever a head, a plural or a quotation mark leads it to
        message = f"this is no PO file: {one_line(str(error))}. Open it with a program for translators"
        raise LoadError([Problem(source.name, 1, 1, message)]) from None
    return Translation(language, source.name, catalogue.head, catalogue, catalogue.comment, tuple(catalogue.twice))


def places(questionnaire: Questionnaire) -> Iterator[tuple[str, KeyPath, Text]]:
    """Yield every text with where it stands by ids, and by the keys and places of the YAML."""
    return ((place_of(questionnaire, path), path, text) for path, text in questionnaire.texts())


def published(questionnaire: Questionnaire, path: KeyPath) -> bool:
    """Return whether a text is published wording: the stem, the question or an option of a `verbatim` question."""
    match path:
        case ("sections", int(section), "questions", int(question), "ask" | "stem" | "options", *_):
            return questionnaire.sections[section].questions[question].verbatim
    return False


def place_of(questionnaire: Questionnaire, path: KeyPath) -> str:
    """Return where a text stands, such as ``question right_now: options.chest_pain.text``; an order has no part in it.

    A way to help is the same wherever it stands, and texts of a list have one place: their words tell them apart.
    """
    found: Any = questionnaire
    whole, within = "", list[str]()
    for step in path:
        if isinstance(step, str):
            names = {field.alias or name: name for name, field in type(found).model_fields.items()}
            found = getattr(found, names[step])
            within.append(step)
            continue
        found = found[step]
        if isinstance(found, Part) and (id_ := getattr(found, "id", "")):
            if isinstance(found, Question | Link) or not whole:
                whole, within = f"{type(found).__name__.lower()} {id_}: ", []
            else:
                within.append(id_)
    return whole + ".".join(within)


def compare(questionnaire: Questionnaire, translation: Translation) -> Comparison:
    """Return what of a translation counts, and what is the matter with the rest of it, in the order of the texts."""
    entries = {key_of(each): each for each in translation.messages() if each.context != PAGE}
    first = questionnaire.languages[0]
    wanted = {(place, text.root[first]): published(questionnaire, path) for place, path, text in places(questionnaire)}
    unused = defaultdict[str, list[Message]](list)
    for key, each in entries.items():
        if key not in wanted:
            unused[key[0]].append(each)
    words, findings = dict[Key, str](), list[Finding]()
    for key, is_published in wanted.items():
        message: Message | None = entries.get(key)
        said = "".join(forms_of(message.string)) if message and not message.fuzzy else ""
        if message and message.fuzzy and message.previous_id:
            findings.append(Finding("changed", *key, message))
        elif message and not said.strip():
            findings.append(Finding("untranslated", *key, message))
        elif message and (why := text_refusal(message, key[1], is_published=is_published)):
            findings.append(Finding("refused", *key, message, why))
        elif message:
            words[key] = said
        elif unused[key[0]]:
            findings.append(Finding("changed", *key, unused[key[0]].pop(0)))
        else:
            findings.append(Finding("missing", *key))
    gone = (Finding("gone", *key_of(message), message) for left in unused.values() for message in left)
    twice = (Finding("twice", *key_of(message), message) for message in translation.twice if message.context != PAGE)
    return Comparison(words, (*findings, *gone, *twice), len(wanted))


def key_of(message: Message) -> Key:
    """Return where the words of an entry stand, and what they are in the first language, of one thing."""
    source = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", source


def text_refusal(message: Message, source: str, *, is_published: bool) -> str:
    """Return why an entry's words cannot stand for a text of the questionnaire; nothing where they can."""
    if message.pluralizable:
        return "a text of the questionnaire counts nothing, so it has no plural forms. Write one msgstr"
    if is_published and not any(each.startswith(SOURCE) for each in message.user_comments):
        return f"this is published wording. Say where its official words are from, in a remark: {SOURCE}..."
    return refusal(source, forms_of(message.string)[0])


def of_new_words(remarks: Iterable[str]) -> list[str]:
    """Return the remarks that are true of new words too.

    What the old ones mean translated back, who read them, and where published ones are from, is not.
    """
    return [each for each in remarks if not each.startswith((BACK, BY, SOURCE))]


def doubt(source: str, words: str) -> str:
    """Return what somebody should look at in words that can stand for their source; nothing where nothing is odd.

    Languages put words in another order, and say some numbers by a word: another order may be right, and a digit less.
    """
    if _all(_NUMERAL, source) != _all(_NUMERAL, words):
        return f"its numbers are in another order: {_all(_NUMERAL, words)}. Is each where it belongs?"
    asked, said = ({*_DIGIT.findall(each)} for each in (source, words))
    if asked - said and said - asked:
        return f"it says {_all(_DIGIT, words)}, and its source {_all(_DIGIT, source)}. Is that right?"
    return ""


def refusal(source: str, words: str) -> str:
    """Return why words cannot stand for those of the first language; nothing where they can."""
    if found := escaped(words):
        return found[1]
    if "\n" in words.strip() and "\n" not in source:
        return "there is a line break in it. Write it on one line"
    for pattern, what in ((_PLACEHOLDER, "placeholders"), (_TAG, "tags")):
        if sorted(pattern.findall(source)) != sorted(pattern.findall(words)):
            return f"its {what} are {_all(pattern, words)}, and those of its source are {_all(pattern, source)}"
    if set(_NUMERAL.findall(source)) != set(_NUMERAL.findall(words)):
        numbers = _all(_NUMERAL, source)
        return f"its numbers of two digits and more are {_all(_NUMERAL, words)}, and those of its source {numbers}"
    if len(words) > (most := MOST_TIMES * len(source) + MOST_MORE):
        return f"it has {len(words)} letters, and its source {len(source)}. Write at most {most}"
    return ""


def kept_as_is(source: str) -> list[str]:
    """Return what of a text stands in every translation of it too: placeholders, tags and numbers to call."""
    found = (each for pattern in (_PLACEHOLDER, _TAG, _NUMERAL) for each in pattern.findall(source))
    return list(dict.fromkeys(found))


def _all(pattern: re.Pattern[str], words: str) -> str:
    return ", ".join(dict.fromkeys(pattern.findall(words))) or "none"


def page_refusal(message: Message, catalogue: Catalog) -> str:
    """Return why an entry's words cannot be said by pages; nothing where they can.

    Pages fill in numbers, so each form of words that count things is read, and a stray percent sign would break them.
    """
    sources, said = forms_of(message.id), forms_of(message.string)
    if len(sources) > 1 and not _counts(catalogue):
        return f"the Plural-Forms of the head cannot be worked out: {one_line(catalogue.plural_forms)}"
    if len(sources) > 1 and len(said) != catalogue.num_plurals:
        return f"it has {len(said)} plural forms, and the head of the file says {catalogue.num_plurals}"
    return next(filter(None, (_form_refusal(sources, form) for form in said)), "")


def _form_refusal(sources: tuple[str, ...], words: str) -> str:
    """Return why one form cannot be said: it may leave out the number where it is that of one number alone."""
    if "%" in re.sub(r"%%|%\(\w+\)[sd]", "", words):
        return "a percent sign stands alone in it. Write %%"
    if '"' in words and '"' not in "".join(sources):
        return "there is a straight quotation mark in it. Write those of the language, such as “ and ”"
    bare = len(sources) > 1 and _NUMBER not in words
    whys = [refusal(each.replace(_NUMBER, "") if bare else each, words) for each in sources]
    return whys[-1] if all(whys) else ""


def forms_of(words: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the plural forms of words that count things; of other words, the one form there is."""
    return (words or "",) if isinstance(words, str | None) else tuple(words)


def _counts(catalogue: Catalog) -> bool:
    """Return whether each number has one of the forms."""
    try:
        form = c2py(catalogue.plural_expr)
        return all(0 <= form(number) < catalogue.num_plurals for number in (*range(200), 1000, 1_000_000))
    except (ValueError, ArithmeticError):
        return False


def page_words(translation: Translation) -> dict[str, tuple[str, ...]]:
    """Return what a translation has pages say by themselves, by the English words, in the language's plural forms.

    What is a guess, empty in one of its forms, or refused is not in it.
    """
    entries = (each for each in translation.messages() if each.context == PAGE and not each.fuzzy)
    said = (each for each in entries if all(map(str.strip, forms_of(each.string))))
    sayable = (each for each in said if not page_refusal(each, translation.catalogue))
    return {key_of(each)[1]: fitting(each, translation) for each in sayable}


def fitting(message: Message, translation: Translation) -> tuple[str, ...]:
    """Return an entry's words in the plural forms of the language, whichever forms its file counts by; else nothing."""
    words = forms_of(message.string)
    if len(forms_of(message.id)) == 1:
        return words
    numbers = numbers_of(translation.language)
    try:
        form = c2py(translation.catalogue.plural_expr)
        return tuple(words[form(next(filter(None, each), 0))] for each in numbers)
    except (ValueError, ArithmeticError, IndexError):
        return ("",) * len(numbers)


@cache
def numbers_of(language: str) -> tuple[tuple[int, ...], ...]:
    """Return some of the numbers for which each plural form of a language stands."""
    form = plural_form(language)
    found = defaultdict[int, list[int]](list)
    for number in _SOME:
        found[form(number)].append(number)
    return tuple(tuple(found[place]) for place in sorted(found))


_SOME = (*range(130), 1000, 1_000_000)
"""Numbers among which each plural form of each language has one."""


def translated(
    questionnaire: Questionnaire, translations: Iterable[Translation]
) -> tuple[Questionnaire, tuple[Problem, ...]]:
    """Return a questionnaire with the words of its translations, and warnings of what has none, but for drafts."""
    words, warnings = dict[str, Mapping[Key, str]](), list[Problem]()
    own = {**questionnaire.page_words}
    for translation in translations:
        if said := page_words(translation):
            own[translation.language] = said
        if translation.language == questionnaire.languages[0]:
            of_texts = [each for each in translation.messages() if each.context != PAGE]
            message = "the questionnaire is written in this language: of this file only the pages' own words count"
            warnings += [translation.problem(of_texts[0], message)] if of_texts else []
            continue
        compared = compare(questionnaire, translation)
        words[translation.language] = compared.words
        warnings += [translation.problem(found.entry, str(found)) for found in compared.of("refused")]
        unsaid = compared.of("missing", "untranslated", "changed", "gone", "twice")
        if unsaid and translation.language in questionnaire.languages:
            warnings.append(translation.problem(None, _counted(compared, unsaid, translation.language)))

    def said_by_all(path: KeyPath, text: Text) -> Text:
        first = questionnaire.languages[0]  # where any other language is missing, this one comes first
        key = place_of(questionnaire, path), text.root[first]
        said = {language: some[key] for language, some in words.items() if key in some}
        kept = not said and next(iter(text.root)) == first
        return text if kept else Text.model_construct({first: key[1], **text.root, **said})

    return _reworded(questionnaire.model_copy(update={"page_words": own}), said_by_all, ()), tuple(warnings)


@memoised
def without_drafts(questionnaire: Questionnaire) -> Questionnaire:
    """Return a questionnaire with the words of the languages alone that it offers."""
    drafts = {*questionnaire.drafts}
    if not drafts:
        return questionnaire

    def offered(_: KeyPath, text: Text) -> Text:
        return Text.model_construct({code: words for code, words in text.root.items() if code not in drafts})

    own = {language: words for language, words in questionnaire.page_words.items() if language not in drafts}
    return _reworded(questionnaire.model_copy(update={"drafts": (), "page_words": own}), offered, ())


def _counted(compared: Comparison, unsaid: list[Finding], language: str) -> str:
    counts = {state: len(compared.of(state)) for state in dict.fromkeys(found.state for found in unsaid)}
    listed = ", ".join(f"{count} {state}" for state, count in counts.items())
    return f"of {compared.texts} texts: {listed}. `checker check --language {language}` names them"


def _reworded(part: _PartOf, spoken: Callable[[KeyPath, Text], Text], path: KeyPath) -> _PartOf:
    """Return a part of a questionnaire with other words in its texts."""
    fields: dict[str, Any] = {
        name: _reworded_value(getattr(part, name), spoken, (*path, field.alias or name))
        for name, field in type(part).model_fields.items()
    }
    return type(part).model_construct(**fields)


def _reworded_value(value: object, spoken: Callable[[KeyPath, Text], Text], path: KeyPath) -> object:
    match value:
        case Text():
            return spoken(path, value)
        case Part():
            return _reworded(value, spoken, path)
        case tuple():
            return tuple(_reworded_value(item, spoken, (*path, place)) for place, item in enumerate(value))
    return value
