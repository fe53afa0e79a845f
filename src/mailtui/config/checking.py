"""Values from outside checked and converted by pydantic-settings.

This module is imported only when a settings file or a variable says something: pydantic-settings takes
about as long to import as Textual, and most runs need nothing of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from mailtui.config.settings import Origin
from mailtui.errors import ConfigError, InputError


class Checked(BaseSettings):
    """The types of the settings. Variables win over the values given, which are those of the file."""

    model_config = SettingsConfigDict(env_prefix="MAILTUI_", extra="forbid", frozen=True)

    db: Path | None = None
    logs: Annotated[tuple[str, ...], NoDecode] = ()
    server: str | None = None
    time_zone: str | None = None
    utc: bool = False
    theme: str | None = None
    keymap: str | None = None
    searches: Path | None = None
    retry: str | None = None
    queue_runner: str | None = None
    exim: Path | None = None

    resolvers: Annotated[tuple[str, ...], NoDecode] = ()
    dns_timeout: float = Field(default=2.0, gt=0, le=60)
    dnsbl: Annotated[tuple[str, ...] | None, NoDecode] = None
    recheck: str = "1h"
    recheck_ok: str = "1d"
    watch: Literal["auto", "inotify", "poll"] = "auto"
    quiet_minutes: int = Field(default=10, ge=0, le=525_600)
    queue_minutes: int = Field(default=5, ge=0, le=1440)
    suppress: Literal["ask", "now"] = "ask"
    masked: bool = False
    keep_lines: int = Field(default=90, ge=0, le=36_525)
    keep_attempts: int = Field(default=180, ge=0, le=36_525)
    keep_rejections: int = Field(default=90, ge=0, le=36_525)
    keep_audit: int = Field(default=365, ge=0, le=36_525)
    keep_unconfirmed: int = Field(default=0, ge=0, le=36_525)
    keep_payloads: int = Field(default=30, ge=0, le=36_525)
    archive_campaigns: int = Field(default=730, ge=0, le=36_525)
    operator_group: str | None = Field(default=None, min_length=1)
    admin_group: str | None = Field(default=None, min_length=1)
    read_only: bool = False
    listen: str | None = Field(default=None, min_length=1)
    webhooks: Annotated[dict[str, Any], NoDecode] = {}
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    databases: Annotated[dict[str, Any], NoDecode] = {}
    limits: Annotated[dict[str, Any], NoDecode] = {}

    @field_validator("logs", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """A variable holds several paths as PATH does."""
        return tuple(filter(None, value.split(":"))) if isinstance(value, str) else value

    @field_validator("webhooks", "databases", "limits", mode="before")
    @classmethod
    def _tables(cls, value: object) -> object:
        """A variable holds them as JSON. What is in them is looked at by who needs them."""
        if not isinstance(value, str):
            return value
        import json

        try:
            return json.loads(value)
        except ValueError as error:
            raise ValueError("in the variable it is written as JSON") from error

    @field_validator("resolvers", "dnsbl", "trusted_proxies", mode="before")
    @classmethod
    def _words(cls, value: object) -> object:
        """A variable holds several with blanks between them."""
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("resolvers")
    @classmethod
    def _servers(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        from mailtui.services.domains.options import resolvers

        try:
            resolvers(value)
        except ConfigError as error:
            raise ValueError(error.title) from error
        return value

    @field_validator("dnsbl")
    @classmethod
    def _zones(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        from mailtui.verify.names import canonical

        try:
            return None if value is None else tuple(map(canonical, value))
        except InputError as error:
            raise ValueError(error.title) from error

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            ZoneInfo(value)
        except (LookupError, ValueError, OSError) as error:
            raise ValueError("no such time zone; write it as in Europe/Berlin") from error
        return value

    @field_validator("retry")
    @classmethod
    def _rules(cls, value: str | None) -> str | None:
        from mailtui.diagnosis.outlook import parse_rules

        parse_rules(value or "")
        return value

    @field_validator("queue_runner", "recheck", "recheck_ok")
    @classmethod
    def _length(cls, value: str | None) -> str | None:
        from mailtui.diagnosis.outlook import duration

        if value is not None and not duration(value):
            raise ValueError("must be more than nothing")
        return value

    @field_validator("db", "searches", "exim")
    @classmethod
    def _home(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value else None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Variables before the file."""
        return env_settings, init_settings


def check(values: dict[str, Any], origins: dict[str, Origin]) -> dict[str, Any]:
    """What the file (`values`) and the variables say, converted; ConfigError names the first error."""
    try:
        return Checked(**values).model_dump(exclude_unset=True)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        where = origins.get(name, Origin("default")).where
        reason = first["msg"].removeprefix("Value error, ")
        raise ConfigError(
            f"{where}: {name} = {first['input']!r}: {reason}", "docs/settings.md says what it takes"
        ) from error
