"""A document on paper: a page of ours as a tagged PDF.

``paper.css`` gives every sheet its number and what the page's ``imprint`` says, and each entry of its ``contents`` the
number of the sheet that it leads to. Needs the extra ``print``, and Pango on the machine.
"""

import hashlib
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"
NEEDED = (
    "A PDF is made by WeasyPrint, which cannot be used here ({}). Install it: pip install 'condition-checker[print]', "
    "and Pango: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)


class PaperError(Exception):
    """A PDF that cannot be made on this machine; its text says what to install."""


def pdf(html: str) -> bytes:
    """Return a page as PDF/UA: the same bytes for the same page on one machine, with no time and no request in it.

    Its language and title are the page's own. All of its looks are those of ``review.css`` and ``paper.css``.
    """
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as why:
        raise PaperError(NEEDED.format(why)) from None
    nowhere = URLFetcher(allowed_protocols=())
    sheets = [CSS(string=(STATIC / name).read_text(encoding="utf-8")) for name in ("review.css", "paper.css")]
    page = HTML(string=html, url_fetcher=nowhere, media_type="print")
    mark = hashlib.sha256(html.encode()).digest()[:16]
    made: bytes = page.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1", pdf_identifier=mark)
    return made
