"""Who runs the site, and what may a clinic's file say? Words, looks and sites: nothing here can reach the advice.

Field descriptions are what an author sees in an editor: they are in the JSON Schema made from these classes. What the
keys mean is in ``docs/embedding.md``.
"""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from checker.engine.questionnaire import Id, Language, Part, Text

Color = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$", description="Such as '#1d5c63', in quotes.")]
_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
ORIGIN = rf"^(https://(\*\.({_LABEL}\.)*|({_LABEL}\.)+){_LABEL}|https?://localhost)(:[0-9]{{1,5}})?$"
Origin = Annotated[str, Field(pattern=ORIGIN, description="Such as https://www.example-clinic.com.")]

HOST = rf"^({_LABEL}\.)*{_LABEL}$"
Web = Annotated[str, Field(pattern=r"^https://[^\s\"'<>]+$")]
Phone = Annotated[str, Field(pattern=r"^[0-9 ()+.-]{3,30}$")]
MAIL = rf"^[A-Za-z0-9]([A-Za-z0-9._+-]{{0,62}}[A-Za-z0-9])?@({_LABEL}\.)+[a-z]{{2,63}}$"
Mail = Annotated[str, Field(pattern=MAIL, max_length=254)]
FILE_NAME = r"^[A-Za-z0-9][\w-]*\.{}$"
ColorName: TypeAlias = Literal["button", "button_ink", "link", "paper"]
Colors: TypeAlias = dict[ColorName, Color]


class Theme(Part):
    """How the pages look."""

    id: Id
    color_scheme: Literal["light", "dark", "auto"] = Field("light", description="auto: as the person's device is.")
    colors: Colors = Field({}, description="button; button_ink: words on it; link; paper: behind all.")
    dark_colors: Colors = Field({}, description="The same where it is dark; left out, made from those by day.")
    radius: Annotated[int, Field(ge=0, le=32)] | None = Field(None, description="How round corners are, in pixels.")
    font: Literal["system", "humanist", "geometric", "rounded", "serif"] | None = None
    font_file: Annotated[str, Field(pattern=FILE_NAME.format("woff2"))] | None = Field(
        None, description="A font of the clinic's own: a file beside this one, such as city.woff2."
    )


class Location(Part):
    """A place where the clinic is."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    address: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    phone: Phone | None = None
    hours: Text | None = None
    booking: Web | None = None

    @property
    def call(self) -> str | None:
        """The link that calls it."""
        return _call(self.phone)


class ClinicLinks(Part):
    """Pages of the clinic's own that its footer leads to."""

    privacy: Web | None = None
    accessibility: Web | None = None
    nondiscrimination: Web | None = None
    language_help: Web | None = None


class Accepted(Part):
    """Words that draw a warning, and the clinician who says that they keep nobody from help."""

    words: Annotated[str, Field(min_length=1, max_length=200)]
    by: Annotated[str, Field(min_length=1, max_length=80)] = Field(description="Name and role: 'Jane Roe, MD'.")


class Clinic(Part):
    """Who runs the site. It changes words and looks, never urgency."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    logo: Annotated[str, Field(pattern=FILE_NAME.format("(svg|png)"))] | None = Field(
        None, description="A picture beside this file, such as city.svg."
    )
    phone: Phone | None = None
    phone_note: Text | None = Field(None, description="What the line is for: 'not for emergencies'.")
    hours: Text | None = Field(None, description="When somebody answers: 'Monday to Friday, 8 to 5'.")
    booking: Web | None = None
    locations: Annotated[tuple[Location, ...], Field(max_length=40)] = ()
    website: Web | None = Field(
        None, description="The clinic's own site, where Exit leads; left out: a page that tells nothing."
    )
    links: ClinicLinks = Field(ClinicLinks(), description="Pages of its site, in the footer of every page.")
    problems: Mail | None = Field(
        None, description="Where problems with the check are reported: safety@city.example; left out: nowhere."
    )
    button: Text | None = Field(None, description="What the button on its site says; left out: the title.")
    language: Language | None = Field(None, description="The language to begin in; left out: the browser's.")
    kiosk: bool = Field(False, description="All pages are on a device that people share, such as a waiting room's.")
    indexed: bool = Field(False, description="Search engines may list the start and the page about the check.")
    counts: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(
        None, description="The digest of the secret behind which it sees counts, as `checker keys counts` makes it."
    )
    hosts: tuple[Annotated[str, Field(pattern=HOST, max_length=253)], ...] = Field(
        (), description="Names by which it is asked for, where one program serves many clinics."
    )
    frame_origins: tuple[Origin, ...] = Field((), description="The sites that may show the pages in a frame.")
    themes: tuple[Theme, ...] = Field((), description="How the pages may look; the first unless an address asks.")
    accepted: tuple[Accepted, ...] = Field((), description="Words that a clinician has accepted.")

    @property
    def call(self) -> str | None:
        """The link that calls it."""
        return _call(self.phone)


def _call(phone: str | None) -> str | None:
    return f"tel:{''.join(each for each in phone if each in '+0123456789')}" if phone else None
