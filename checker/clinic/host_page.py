"""May a page of a clinic's own site show the check? By its address, and by the headers that somebody pasted.

Nobody is asked for anything: what is not typed is not known.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from checker.clinic.models import ORIGIN

Policy = dict[str, list[str]]
"""The sources of each directive of a Content-Security-Policy."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    kind: str
    """Its name, such as ``unlisted``; a page has the words for it."""
    detail: str = ""
    """What the words are about: a site, or what to add."""

    @property
    def is_fine(self) -> bool:
        """Whether nothing is to be done."""
        return self.kind in ("listed", "allowed")


def judge(address: str, headers: str, listed: Sequence[str], checker: str) -> list[Finding]:
    """Return what stands in the way of the check on a page, or that nothing does.

    ``listed`` are the sites that may frame it, ``checker`` is the address at which it begins.
    """
    return [*_of_address(address.strip(), listed), *_of_headers(headers.strip(), checker)]


def site_of(address: str) -> str:
    """Return the site of a page as frame_origins names it, or nothing if it has no name there."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        name = (parts.hostname or "").encode("idna").decode()
        port = "" if parts.port in (None, {"http": 80, "https": 443}.get(parts.scheme)) else f":{parts.port}"
    except ValueError:
        return ""
    found = f"{parts.scheme}://{name}{port}"
    return found if re.match(ORIGIN, found.replace("http://", "https://")) or re.match(ORIGIN, found) else ""


def _of_address(address: str, listed: Sequence[str]) -> Iterator[Finding]:
    site = site_of(address)
    if not address:
        return
    if not site:
        yield Finding("nameless", address)
    elif not re.match(ORIGIN, site):
        yield Finding("insecure", site)
    elif any(_covers(each, site) for each in listed):
        yield Finding("listed", site)
    else:
        yield Finding("unlisted", site)
        if (below := site.replace("://", "://*.")) in listed:
            yield Finding("below", below)
        elif twin := next((each for each in listed if _covers(each, _twin(site))), None):
            yield Finding("twin", twin)


def _covers(listed: str, site: str) -> bool:
    before, star, after = listed.partition("*")
    return site == listed if not star else site.startswith(before) and site.endswith(after)


def _twin(site: str) -> str:
    """Return the site with www where this one has none, or without."""
    return site.replace("://www.", "://") if "://www." in site else site.replace("://", "://www.")


def _of_headers(headers: str, checker: str) -> Iterator[Finding]:
    if not headers:
        return
    policies, others = _read(_META.sub(r"\2", headers))
    found = [finding for policy in policies for finding in _of_policy(policy, checker)]
    if re.search(r"cross-origin-embedder-policy:\s*(require-corp|credentialless)", others):
        found.append(Finding("isolated"))
    known = others or any(DIRECTIVE.search(name) for policy in policies for name in policy)
    if not known and not found:
        found = [Finding("unread")]
    yield from dict.fromkeys(found) or [Finding("allowed")]


_META = re.compile(r"""<meta[^>]*content=(["'])([^<>]*)\1[^<>]*>""", re.IGNORECASE)
"""A policy in the page itself."""
DIRECTIVE = re.compile(r"-(src|elem|attr|ancestors|uri|action|to|types|requests|for)$|^sandbox$")
"""How the names of a policy's directives end."""


def _read(headers: str) -> tuple[list[Policy], str]:
    """Return the policies in what was pasted, be it headers or a policy alone, and the other headers."""
    lines = re.findall(r"(?im)^[ \t]*([\w-]+:(?!//).*|HTTP/.*)$", headers)
    named = [line.partition(":")[2] for line in lines if line.lower().startswith("content-security-policy:")]
    policies = ",".join(named) if lines else " ".join(headers.split())
    parts = [[words.split() for words in policy.split(";") if words.strip()] for policy in policies.split(",")]
    return [{name.lower(): sources for name, *sources in reversed(each)} for each in parts], "\n".join(lines).lower()


def _of_policy(policy: Policy, checker: str) -> Iterator[Finding]:
    site = "/".join(checker.split("/")[:3])
    frames = _first(policy, "frame-src", "child-src", "default-src")
    scripts = _first(policy, "script-src-elem", "script-src", "default-src")
    if not _allow(frames, checker):
        yield Finding("frames", f"frame-src {site}")
    if "'strict-dynamic'" in (scripts or ()):
        yield Finding("nonce")
    elif not _allow(scripts, f"{checker}static/embed.js"):
        yield Finding("scripts", f"script-src {site}")
    if "sandbox" in policy:
        yield Finding("sandbox")


def _first(policy: Policy, *names: str) -> list[str] | None:
    return next((policy[name] for name in names if name in policy), None)


def _allow(sources: Iterable[str] | None, address: str) -> bool:
    return sources is None or any(_fits(source.lower(), address) for source in sources)


def _fits(source: str, address: str) -> bool:
    """Return whether an address is one of those that a source names."""
    asked = urlsplit(address)
    if source in ("*", f"{asked.scheme}:"):
        return True
    if not (found := re.fullmatch(r"(?:(https?)://)?(\*|(?:\*\.)?[\w.-]+)(?::(\d+|\*))?(/.*)?", source)):
        return False
    scheme, name, port, path = found.groups()
    there, own = asked.hostname or "", asked.port or {"http": 80, "https": 443}[asked.scheme]
    return (
        (scheme or asked.scheme) in (asked.scheme, "http")
        and (name in ("*", there) or (name.startswith("*.") and there.endswith(name[1:])))
        and (port or {"http": "80", "https": "443"}[asked.scheme]) in ("*", str(own))
        and (not path or asked.path == path or (path.endswith("/") and asked.path.startswith(path)))
    )
