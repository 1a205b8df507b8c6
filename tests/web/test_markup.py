"""Every kind of page in both languages is sound HTML: the Nu HTML checker finds nothing at all."""

import re
from pathlib import Path
from urllib.parse import unquote

from tests.html import findings
from tests.kinds import ALL, address
from tests.pages import app_of
from tests.seeds import SEED

LANGUAGES = ("en", "es")


def fetched(kind: str, language: str) -> str:
    path = address(kind, language).partition("#")[0]
    return app_of(keys=(SEED,)).test_client().get(path).text


def test_the_markup_of_every_page_is_sound(tmp_path: Path) -> None:
    files = []
    for kind in ALL:
        for language in LANGUAGES:
            files.append(tmp_path / f"{kind} {language}.html")
            files[-1].write_text(fetched(kind, language), encoding="utf-8")
    assert findings(files) == []


MOVING = ("audio", "video", "object", "embed", "canvas", "marquee", "blink", "animate")


def test_no_page_holds_sound_or_moving_pictures() -> None:
    for kind in ALL:
        found = re.findall(rf"<({'|'.join(MOVING)})\b", fetched(kind, "en"))
        assert found == [], kind


PLANTED = {
    "a heading closed as another": ("</h1>", "</h2>"),
    "no such state": ("<main ", '<main aria-hidden="perhaps" '),
    "a section without a heading": (
        '<footer class="foot">',
        '<footer class="foot"><section><p>No heading</p></section>',
    ),
    "no such language": ('lang="en"', 'lang="english words"'),
}


def test_the_checker_sees_every_fault_that_is_planted(tmp_path: Path) -> None:
    page = fetched("mild", "en")
    for name, (words, other) in PLANTED.items():
        assert words in page
        (tmp_path / f"{name}.html").write_text(page.replace(words, other, 1), encoding="utf-8")
    found = {Path(unquote(message["url"])).stem for message in findings(sorted(tmp_path.iterdir()))}
    assert found == set(PLANTED)
