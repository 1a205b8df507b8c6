"""A change is typed, its consequences are read, it is proposed, and a command makes it: in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile

from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from checker.authoring import load
from checker.cli import cli
from tests.html import violations
from tests.pages import SECOND
from tests.running import CHECKER, Running, awaited, free_port, started


@contextmanager
def reviewing(file: Path, output: Path) -> Iterator[Running]:
    """Serve the review of a file for a while."""
    port = free_port()
    with started([*CHECKER, "review", str(file), "--serve", "--port", str(port)], output) as process:
        server = Running(f"http://127.0.0.1:{port}", process, output)
        awaited(server)
        yield server


def test_a_change_is_typed_read_proposed_and_made(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "second.yaml"
    copyfile(SECOND, file)
    questionnaire = load(file)
    rule, softest = questionnaire.guidance[0], questionnaire.tiers[-1].id
    with reviewing(file, tmp_path / "output.log") as server, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{server.address}/review/rules")
        page.get_by_role("link", name=f"Change rule {rule.id}", exact=True).click()
        expect(page.get_by_role("heading", name=f"rule {rule.id}")).to_be_visible()
        assert violations(page) == []
        page.get_by_label("tier", exact=True).fill("nothing")
        expect(page.locator("#comes-file")).to_contain_text("there is no tier 'nothing'")
        page.get_by_label("tier", exact=True).fill(softest)
        expect(page.locator("#comes-whom")).to_contain_text(f"to {softest}")
        expect(page.locator("#comes-cases")).to_contain_text("worked case")
        assert violations(page) == []
        assert file.read_bytes() == SECOND.read_bytes()
        page.get_by_label("Your name").fill("Ann Example")
        page.get_by_label("Your reason").fill("Seen every week, and never bad")
        page.get_by_role("button", name="Save as a proposal").click()
        expect(page.get_by_text("Seen every week, and never bad")).to_be_visible()
        assert violations(page) == []
        (proposal,) = (tmp_path / "proposals").iterdir()
        made = CliRunner().invoke(cli, ["apply", str(proposal)])
        assert made.exit_code == 0, made.output
        assert load(file).guidance[0].tier == softest
        page.reload()
        expect(page.get_by_text("Already made")).to_be_visible()
        assert context.cookies() == []
