"""The documents of a dossier: pages and PDF, each with the same version and fingerprint on every sheet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from checker.dossier import accessibility, intended_use, privacy, safety_case, unverified
from checker.dossier.facts import Dossier
from checker.dossier.materials import bill
from checker.phrases import phrase, spoken
from checker.review import hazards
from checker.review.pages import FILES, STATIC, Addresses, environment
from checker.review.paper import pdf


@dataclass(frozen=True, slots=True)
class Document:
    """One document."""

    title: str
    about: str
    """What it holds, in one sentence."""
    found: Callable[[Dossier], object]
    """What its template draws."""


ACR, BILL = "accessibility.openacr.yaml", "materials.cdx.json"
"""The files beside the documents that other programs read."""


def contents() -> Mapping[str, Document]:
    """Return every document by its name, in the order of reading and the language spoken."""
    return {
        "intended-use": Document(
            phrase("Intended use"), phrase("What it is for, and for whom it is not."), intended_use.gather
        ),
        "hazard-log": Document(
            phrase("Hazard log"), phrase("What could harm somebody, and what keeps it away."), _hazards
        ),
        "safety-case": Document(
            phrase("Clinical safety case"), phrase("What speaks for its safety, and what is left."), safety_case.gather
        ),
        "accessibility": Document(
            phrase("Accessibility conformance report"),
            phrase("What tests say of each criterion of WCAG 2.2, levels A and AA."),
            accessibility.gather,
        ),
        "materials": Document(
            phrase("Bill of materials"), phrase("Every library that is installed beside it."), _installed
        ),
        "privacy": Document(
            phrase("Privacy sheet"), phrase("What is kept where, for how long and who sees it."), privacy.gather
        ),
        "unverified": Document(
            phrase("What no one has verified"), phrase("All that the other documents leave open."), unverified.gather
        ),
    }


def _hazards(dossier: Dossier) -> object:
    return hazards.gather(dossier.material)


def _installed(dossier: Dossier) -> object:
    return dossier.installed


def _nothing(_: Dossier) -> None:
    """Return what the page of contents draws beside the list of documents."""


def page(dossier: Dossier, name: str, *, on_paper: bool = False) -> str:
    """Return a document as HTML: for a browser with its neighbours, or for paper without them."""
    named = contents()
    index = Document(phrase("Dossier"), phrase("What a clinic's compliance asks for, made by a program."), _nothing)
    document = named.get(name, index)
    template = environment().get_template("review/dossier/page.html")
    return template.render(
        name=name,
        title=document.title,
        about=document.about,
        found=document.found(dossier),
        documents=named,
        dossier=dossier,
        material=dossier.material,
        questionnaire=dossier.material.questionnaire,
        on_paper=on_paper,
        language=spoken(),
        worded=True,
        addresses=Addresses("{}.html".format, str),
        work=None,
        single=False,
        files=(ACR, BILL),
    )


def write(dossier: Dossier, folder: Path) -> list[Path]:
    """Write every document and its files to a folder, and return where; the same facts give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    made = dict(_made(dossier)) | {ACR: accessibility.open_acr(dossier), BILL: bill(dossier.installed)}
    made |= {name: (STATIC / name).read_bytes() for name in FILES}
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in made]


def _made(dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    yield "index.html", page(dossier, "index").encode()
    for name in contents():
        yield f"{name}.html", page(dossier, name).encode()
        yield f"{name}.pdf", pdf(page(dossier, name, on_paper=True))
