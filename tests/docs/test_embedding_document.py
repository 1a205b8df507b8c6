"""The guide for a clinic's web person is true: its examples work, and it names every key and every test there is."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from checker.authoring import load
from checker.authoring.clinic_file import load_clinic
from checker.clinic.models import Clinic, ClinicLinks, Location, Theme
from checker.clinic.themes import FONTS
from checker.resources import shipped
from tests.logos import SVG
from tests.pages import SECOND, app_of

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL)


def test_the_snippets_are_those_of_the_page_itself() -> None:
    element, frame, link = (block.strip() for block in _blocks("html"))
    assert element == _shown("inline") and link == _shown("link")
    assert frame.replace("\n ", "").split() == _shown("frame").partition("\n<a ")[0].split()


def _shown(way: str) -> str:
    page = app_of().test_client().get(f"/embed?lang=en&way={way}", base_url="https://check.example").text
    return unescape(re.findall(r'<textarea id="snippet"[^>]*>(.*?)</textarea>', page, re.DOTALL)[0])


def test_the_example_of_a_clinic_is_a_sound_one(tmp_path: Path) -> None:
    (block,) = _blocks("yaml")
    file = tmp_path / "clinic.yaml"
    file.write_text(block, encoding="utf-8")
    (tmp_path / "city.svg").write_text(SVG, encoding="utf-8")
    (tmp_path / "city.woff2").write_bytes(b"wOF2")
    clinic = load_clinic(file, load(shipped("questions.yaml")))
    assert clinic.model_fields_set == set(Clinic.model_fields)


def test_every_key_and_every_choice_is_named() -> None:
    for name in [*Clinic.model_fields, *Theme.model_fields, *FONTS, *Location.model_fields, *ClinicLinks.model_fields]:
        assert f"`{name}`" in GUIDE, name


def test_the_example_of_another_app_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = _blocks("python")
    app = Flask("host")
    shutil.copy(SECOND, tmp_path / "knee.yaml")
    monkeypatch.chdir(tmp_path)
    exec(block, {"app": app})
    assert [app.test_client().get(f"/{name}/").status_code for name in ("check", "knee")] == [200, 200]
    assert "knee.patient" in app.blueprints


def test_the_tests_that_it_names_are_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)`", GUIDE)
    assert len(named) >= 6 and all((ROOT / name).exists() for name in named)
