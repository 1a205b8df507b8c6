"""Who may show the pages in a frame? Sites that are the clinic's own, not all customers of a host or of a registry."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from publicsuffixlist import PSLFILE, PublicSuffixList

_UNLISTED = """
    000webhostapp.com *.cloudapp.azure.com ghost.io glitch.me godaddysites.com googleusercontent.com hs-sites.com
    hubspotpagebuilder.com jimdofree.com jimdosite.com kinsta.cloud kinsta.page medium.com myftpupload.com neocities.org
    sharepoint.com site123.me squarespace.com strikingly.com substack.com tumblr.com typepad.com *.core.windows.net
    *.web.core.windows.net weebly.com wordpress.com wpcomstaging.com wpengine.com
"""
"""Hosts of many people's sites that have not had themselves listed as public suffixes."""
_BLOGS = re.compile(r"blogspot(\.[a-z]{2,3}){1,2}")
"""A host that has a name in each country."""
_MOST_PORTS = 65535


def unfit(origin: str) -> Iterator[str]:
    """Yield why a site cannot be let in: it is no place, or it is many people's."""
    name, _, port = origin.partition("://")[2].partition(":")
    if port and not 1 <= int(port) <= _MOST_PORTS:
        yield f"a port is 1 to {_MOST_PORTS}, not {port}. Write the site's own, or leave it out"
    whole = name.removeprefix("*.")
    if whole != name and (_numeric(whole) or _BLOGS.fullmatch(whole) or _shared().is_public(whole)):
        yield f"'*.{whole}' lets in the sites of everybody who has a name below {whole}. Name your own site"


def _numeric(name: str) -> bool:
    """Return whether this is a machine's number: the last part of a name never begins with a digit."""
    return name.rpartition(".")[2][0].isdigit()


@cache
def _shared() -> PublicSuffixList:
    """Return the names below which different people have sites: public suffixes, and all names above one of them."""
    rules = re.findall(r"^[^/\s]\S*", Path(PSLFILE).read_text(encoding="utf-8"), re.MULTILINE) + _UNLISTED.split()
    above = {rule.split(".", parts)[parts] for rule in rules for parts in range(1, rule.count(".") + 1)}
    return PublicSuffixList([*rules, *above])
