"""The page that a proxy shows while nothing else can be shown has its numbers from the questionnaire."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.authoring import load
from checker.authoring.loader import load_text
from checker.cli import cli
from checker.ops.outage_page import PAGE, outage_page
from checker.page_words import PageWords
from checker.resources import shipped
from tests.ops.front import CADDYFILE, SAMPLE
from tests.review.test_parts import SMALL

SHIPPED = outage_page(load(shipped("questions.yaml")), PageWords())


@pytest.mark.parametrize("file", [SAMPLE, CADDYFILE], ids=lambda file: file.name)
def test_the_shipped_configurations_say_what_the_questionnaire_says(file: Path) -> None:
    assert PAGE.findall(file.read_text(encoding="utf-8")) == [SHIPPED], (
        "write it anew: checker help-page --into docs/operations/nginx.conf --into docs/operations/Caddyfile"
    )


def test_it_says_every_way_to_help_in_every_language() -> None:
    assert '<p><a href="tel:911">Emergency: 911</a>. <a href="tel:988">Crisis: 988</a>.' in SHIPPED
    assert '<p lang="es" dir="ltr"><a href="tel:911">Emergencia: 911</a>.' in SHIPPED and "Intente de nuevo" in SHIPPED


def test_another_number_is_put_into_a_configuration_and_nothing_else_is_touched(tmp_path: Path) -> None:
    questions, front = tmp_path / "throat.yaml", tmp_path / "nginx.conf"
    questions.write_text(SMALL.replace("tel:911", "tel:112"), encoding="utf-8")
    before = SAMPLE.read_text(encoding="utf-8")
    front.write_text(before, encoding="utf-8")
    done = CliRunner().invoke(cli, ["help-page", str(questions), "--into", str(front)])
    assert done.exit_code == 0 and "Reload the proxy" in done.output
    after = front.read_text(encoding="utf-8")
    assert (
        "tel:112" in after and "988" not in "".join(PAGE.findall(after)) and PAGE.sub("", after) == PAGE.sub("", before)
    )
    refused = CliRunner().invoke(cli, ["help-page", str(questions), "--into", str(questions)])
    assert refused.exit_code == 1 and "there is no page from <!doctype html> to </html> in it" in refused.output


def test_no_sign_in_a_text_means_anything_to_a_proxy() -> None:
    small = load_text(SMALL.replace("{en: Call 911}, href", '{en: "Don\'t `$x` {y} <b>\\\\"}, href'))
    page = outage_page(small, PageWords())
    assert not set("'`$\\{}") & set(page) and "&lt;b&gt;" in page and "&#39;" in page
