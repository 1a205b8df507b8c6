"""How is this app set up? Every setting is a ``CHECKER_`` environment variable, checked before the app starts."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from checker.fhir.canonical import ADDRESS, BASE
from checker.ops import seeds

__all__ = ["Settings", "SettingsError", "settings"]


class SettingsError(Exception):
    """Settings that cannot be used; the message names each, what is wrong with it and an example of a right one."""


def _words(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _seed(text: str) -> str:
    try:
        return str(seeds.read(text))
    except seeds.SeedError as error:
        raise ValueError(str(error)) from None


Seed = Annotated[str, AfterValidator(_seed)]
Site = Annotated[str, Field(pattern=r"^https?://[a-zA-Z0-9.-]+(:[0-9]{1,5})?$")]
Base = Annotated[str, Field(pattern=f"^{ADDRESS.pattern}$")]
REMOTE = ("redis:", "rediss:")
"""How the address of a store begins that is no file."""
Limits = Annotated[str, Field(pattern=r"^[1-9]\d{0,8}/(second|minute|hour|day)$")]


class Settings(BaseModel):
    """The settings of one app; each field is the variable ``CHECKER_`` and its name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    questions: Path | None = Field(
        None, description="The questionnaire; the shipped one if left out", examples=["my.yaml"]
    )
    drafts: bool = Field(
        False, description="Offer translations too that no native speaker has read; their pages say so", examples=["1"]
    )
    clinic: Path | None = Field(
        None, description="The file of the clinic whose site it is; nobody's if left out", examples=["city.yaml"]
    )
    clinics: Path | None = Field(
        None,
        description="A folder of clinics, each served at its place or its hosts",
        examples=["/etc/checker/clinics"],
    )
    keys: Annotated[tuple[Seed, ...], BeforeValidator(_words)] = Field(
        (),
        description="Seeds of the keys that seal the answers, newest first; random if left out",
        examples=[seeds.EXAMPLE],
    )
    keys_file: Path | None = Field(
        None,
        description="A file with the seeds, one on a line, newest first; it is written over each hour",
        examples=["/etc/checker/keys"],
    )
    store: str | None = Field(
        None,
        description="Where cleared journeys are listed: a file, beside the keys file if left out; or Redis for several "
        "machines, where requests are counted too",
        examples=["redis://127.0.0.1:6379"],
    )
    host: str = Field("127.0.0.1", description="The address to listen at", examples=["0.0.0.0"])
    port: int = Field(8000, ge=1, le=65535, description="The port to listen at", examples=["8080"])
    site: Site | None = Field(
        None,
        description="The site that people reach it at, for the snippets of /embed; where it was asked if left out",
        examples=["https://check.example"],
    )
    fhir_base: Base = Field(
        BASE,
        description="The address under which the form is published as FHIR, which saved records name",
        examples=["https://clinic.example/fhir"],
    )
    workers: int = Field(1, ge=1, le=64, description="Processes that serve; more than one need keys", examples=["2"])
    hsts: int = Field(
        31536000, ge=0, description="Seconds for Strict-Transport-Security; 0 leaves it out", examples=["31536000"]
    )
    proxies: int = Field(0, ge=0, le=5, description="Proxies in front whose forwarded headers count", examples=["1"])
    review: bool = Field(False, description="Show the review for clinicians under /review", examples=["1"])
    review_against: Path | None = Field(
        None, description="An older version, to show in the review what changed", examples=["older.yaml"]
    )
    signers: Path | None = Field(
        None,
        description="Who may sign, and by which keys; the questionnaire's file with .signers.yaml if left out",
        examples=["/etc/checker/signers.yaml"],
    )
    require_signoff: bool = Field(
        False,
        description="Serve only what an author and a clinician have signed exactly as it is, and is proved",
        examples=["1"],
    )
    unsigned: bool = Field(
        False, description="Show at CHECKER_SITE what no clinician has signed; the pages say so", examples=["1"]
    )
    recalled: bool = Field(
        False, description="Out of service: nothing is asked, and help alone is shown", examples=["1"]
    )
    limit: Limits | None = Field(
        None, description="Requests that one address may make; needs the extra `limits`", examples=["300/minute"]
    )
    metrics_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="Where counts are shown to Prometheus; 0 is nowhere; needs the extra `metrics`",
        examples=["9090"],
    )
    metrics_host: str = Field("127.0.0.1", description="The address at which counts are shown", examples=["127.0.0.1"])
    require_proof: bool = Field(
        False, description="Ready for visitors only while every claim about the questionnaire is proved", examples=["1"]
    )
    question_titles: bool = Field(
        False, description="Name the question in the window's title and so in the history", examples=["1"]
    )

    @property
    def redis(self) -> str | None:
        """The Redis that is the store, where it is one."""
        return self.store if self.store and self.store.startswith(REMOTE) else None


PREFIX = "CHECKER_"
OF_THE_APP = {
    **dict.fromkeys(("host", "port", "workers"), "choose it where you serve the app"),
    "clinics": "mount the pages once for each clinic",
    "proxies": "put werkzeug.middleware.proxy_fix.ProxyFix around the app",
    "limit": "limit the requests of the app, such as with Flask-Limiter",
    **dict.fromkeys(("metrics_port", "metrics_host"), "count the requests of the app, such as with prometheus-client"),
}
"""What pages that are mounted in another app cannot do, and who does it there."""
_ONLY_WITH = (("review_against", "review"), ("metrics_host", "metrics_port"))
"""Settings that mean something only beside another one."""
_NEVER_WITH = (("clinics", "clinic"), ("unsigned", "require_signoff"), ("drafts", "require_signoff"))
"""Settings that contradict each other."""
_EXTRAS = (("limit", "flask_limiter", "limits"), ("metrics_port", "prometheus_client", "metrics"))


def settings(environ: Mapping[str, str], **chosen: object) -> Settings:
    """Return the settings of an environment, such as ``os.environ`` or ``{}``, overlaid by those chosen by name.

    What is chosen may be written as in a variable, and None is not chosen. Raise SettingsError for unusable ones, which
    names each of them with an example of a right one.

        settings({}, questions="knee.yaml", limit="300/minute")
    """
    names = {PREFIX + name.upper(): name for name in Settings.model_fields}
    _refuse_misspelt(environ, names)
    _refuse_unknown(chosen)
    found = {names[variable]: value for variable, value in environ.items() if variable in names and value}
    set_up = _sound({**found, **{name: value for name, value in chosen.items() if value is not None}})
    if set_up.keys_file:
        told = set_up.model_dump(exclude_unset=True)
        set_up = _sound({"store": beside(set_up.keys_file), **told, "keys": _keys(set_up.keys_file, set_up.keys)})
    refuse_unsound(set_up)
    return set_up


def beside(keys_file: Path | str) -> str:
    """Return the list of cleared journeys where only a file of keys is named."""
    return f"{keys_file}.ended"


def _sound(values: Mapping[str, object]) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError("\n".join(_mend(problem["loc"], problem["msg"]) for problem in error.errors())) from None


def _keys(file: Path, given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the seeds in a file."""
    if given:
        raise SettingsError(f"{PREFIX}KEYS_FILE: the keys are in {PREFIX}KEYS too. Keep one of the two")
    try:
        return tuple(map(str, seeds.read_file(file)))
    except seeds.SeedError as error:
        raise SettingsError(_mend(("keys_file",), f"{error}. `checker keys new` makes a seed")) from None


_MORE = (
    "this needs a library more. Install this project with its extra `{0}`, such as `pip install '.[{0}]'` in a checkout"
)


def _at_odds(set_up: Settings) -> Iterator[str]:
    """Yield which settings cannot stand together, and what to do."""
    if set_up.workers > 1 and not set_up.keys:
        yield (
            f"{PREFIX}KEYS: {set_up.workers} workers need one common key, or each seals what the others cannot open. "
            f"Set {PREFIX}KEYS={seeds.EXAMPLE}, or use one worker"
        )
    if set_up.keys and not set_up.store:
        yield _mend(("store",), "these keys outlast the program, and so must the list of journeys that were cleared")
    if set_up.metrics_port == set_up.port:
        yield _mend(("metrics_port",), f"{set_up.port} is the port of the pages too, and visitors shall not see counts")
    for name, library, extra in _EXTRAS:
        if getattr(set_up, name) and find_spec(library) is None:
            yield f"{PREFIX}{name.upper()}: {_MORE.format(extra)}"
    if set_up.redis and find_spec("redis") is None:
        yield f"{PREFIX}STORE: {_MORE.format('limits')}"
    if set_up.limit and set_up.workers > 1 and not set_up.redis:
        said = f"{set_up.workers} workers that count in their own memory let through {set_up.workers} times as many"
        yield _mend(("store",), said)


def _in_pairs(set_up: Settings) -> Iterator[str]:
    """Yield which settings mean nothing without another one, or contradict it."""
    for name, needed in _ONLY_WITH:
        if name in set_up.model_fields_set and not getattr(set_up, needed):
            yield _mend((name,), f"without {PREFIX}{needed.upper()} it does nothing")
    for name, other in _NEVER_WITH:
        if getattr(set_up, name) and getattr(set_up, other):
            yield f"{PREFIX}{name.upper()}: {PREFIX}{other.upper()} is set too. Keep one of the two"


def refuse_unmounted(set_up: Settings) -> None:
    """Raise SettingsError for what an app of ours does, and no pages that are mounted in another one."""
    asked = [name for name in OF_THE_APP if getattr(set_up, name) != Settings.model_fields[name].default]
    if asked:
        said = "this is the app's to do, not that of pages that are mounted in it. Leave it out, and"
        raise SettingsError("\n".join(f"{PREFIX}{name.upper()}: {said} {OF_THE_APP[name]}" for name in asked))


def refuse_unsound(set_up: Settings) -> None:
    """Raise SettingsError for settings that ``settings`` would not have returned."""
    if set_up.keys_file and not set_up.keys:  # a random key would take the place of those in the file in silence
        raise SettingsError(_mend(("keys_file",), "only `settings` reads it, not `Settings`"))
    if problems := [*_at_odds(set_up), *_in_pairs(set_up)]:
        raise SettingsError("\n".join(problems))


def _refuse_misspelt(environ: Mapping[str, str], names: Mapping[str, str]) -> None:
    """Raise SettingsError for a variable that is almost a setting: it would be left out in silence."""
    for variable in environ:
        if variable.startswith(PREFIX) and variable not in names:
            for meant in get_close_matches(variable, names, 1, 0.85):
                raise SettingsError(f"{variable}: there is no such setting. Did you mean {meant}?")


def _refuse_unknown(chosen: Iterable[str]) -> None:
    """Raise SettingsError for a name that is chosen and is none of a setting."""
    for name in chosen:
        if name not in Settings.model_fields:
            meant = [f" Did you mean {each}?" for each in get_close_matches(name, Settings.model_fields, 1)]
            raise SettingsError(f"{name}: there is no such setting.{''.join(meant)}")


def _mend(location: tuple[int | str, ...], what: str) -> str:
    name = str(location[0])
    field = Settings.model_fields[name]
    example = f"{PREFIX}{name.upper()}={(field.examples or [''])[0]}"
    what = what.removeprefix("Value error, ")
    return f"{PREFIX}{name.upper()}: {what[0].lower()}{what[1:]}. {field.description}. For example: {example}"
