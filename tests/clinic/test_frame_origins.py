"""A wildcard lets in one clinic's sites, never those of all who have a name at a registry or a host."""

from collections.abc import Iterator
from pathlib import Path

from publicsuffixlist import PSLFILE

from checker.clinic.frame_origins import unfit


def rules() -> Iterator[str]:
    """Yield the rules of the installed list of public suffixes, as a browser spells names."""
    for line in Path(PSLFILE).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("//"):
            yield line.strip().encode("idna").decode()


def refused(name: str) -> bool:
    return bool(list(unfit(f"https://*.{name}")))


def test_every_public_suffix_is_refused_and_so_is_every_name_above_one() -> None:
    named = [rule.replace("*", "anything") for rule in rules() if not rule.startswith("!")]
    assert len(named) > 9000, "registries and hosts"
    above = {name.split(".", 1)[1] for name in named if "." in name}
    assert [name for name in {*named, *above} if not refused(name)] == []


def test_what_the_list_excepts_from_a_rule_is_somebodys_own() -> None:
    excepted = [rule.removeprefix("!") for rule in rules() if rule.startswith("!")]
    assert excepted and not any(map(refused, excepted))


HOSTS = ("blogspot.de", "blogspot.co.uk", "dfs.core.windows.net", "medium.com", "wordpress.com", "7.0.0.1")


def test_hosts_of_many_that_are_not_in_the_list_are_refused_too() -> None:
    assert [name for name in HOSTS if not refused(name)] == []
    assert not refused("city-spine.example") and not refused("blog.city-spine.com")
