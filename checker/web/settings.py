"""How is this app set up? Every setting is a ``CHECKER_`` environment variable, checked before the app starts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError


class SettingsError(Exception):
    """Settings that cannot be used; the message names each, what is wrong with it and an example of a right one."""


def _words(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


Key = Annotated[str, Field(min_length=16)]
Origin = Annotated[str, Field(pattern=r"^(https://(\*\.)?[a-z0-9.-]+(:\d+)?|http://localhost(:\d+)?)$")]


class Settings(BaseModel):
    """The settings of one app; each field is the variable ``CHECKER_`` and its name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    questions: Path | None = Field(
        None, description="The questionnaire; the shipped one if left out", examples=["my.yaml"]
    )
    keys: Annotated[tuple[Key, ...], BeforeValidator(_words)] = Field(
        (),
        description="Secrets that seal the answers, newest first, each of 16 or more characters; random if left out",
        examples=["the-new-long-secret,the-old-long-secret"],
    )
    workers: int = Field(1, ge=1, le=64, description="Processes that serve; more than one need keys", examples=["2"])
    frame_origins: Annotated[tuple[Origin, ...], BeforeValidator(_words)] = Field(
        (), description="Sites that may show the pages in a frame", examples=["https://www.example-clinic.com"]
    )
    hsts: int = Field(
        31536000, ge=0, description="Seconds for Strict-Transport-Security; 0 leaves it out", examples=["31536000"]
    )
    proxies: int = Field(0, ge=0, le=5, description="Proxies in front whose forwarded headers count", examples=["1"])
    require_signoff: bool = Field(
        False, description="Serve only what a clinician has signed exactly as it is", examples=["1"]
    )
    question_titles: bool = Field(
        False, description="Name the question in the window's title and so in the history", examples=["1"]
    )


PREFIX = "CHECKER_"


def settings(environ: Mapping[str, str], **chosen: object) -> Settings:
    """Return the settings of an environment, overlaid by those chosen; raise SettingsError for unusable ones."""
    names = {PREFIX + name.upper(): name for name in Settings.model_fields}
    found = {names[variable]: value for variable, value in environ.items() if variable in names and value}
    try:
        set_up = Settings.model_validate(
            {**found, **{name: value for name, value in chosen.items() if value is not None}}
        )
    except ValidationError as error:
        raise SettingsError("\n".join(_mend(problem["loc"], problem["msg"]) for problem in error.errors())) from None
    if set_up.workers > 1 and not set_up.keys:
        raise SettingsError(
            f"{PREFIX}KEYS: {set_up.workers} workers need one common key, or each seals what the others cannot open. "
            f"Set {PREFIX}KEYS to a secret of 16 or more characters, or use one worker"
        )
    return set_up


def _mend(location: tuple[int | str, ...], what: str) -> str:
    name = str(location[0])
    field = Settings.model_fields[name]
    example = f"{PREFIX}{name.upper()}={(field.examples or [''])[0]}"
    return f"{PREFIX}{name.upper()}: {what[0].lower()}{what[1:]}. {field.description}. For example: {example}"
