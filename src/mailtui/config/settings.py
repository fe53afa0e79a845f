"""The settings there are: one field each, with its default and the sentence that documents it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path

from mailtui.config.paths import default_database


@dataclass(frozen=True, slots=True)
class Settings:
    """What is in force, read once and handed down. None means: nothing was said."""

    db: Path = field(default_factory=default_database)
    """The database."""
    logs: tuple[str, ...] = ()
    """Logs, folders or patterns to look at; empty for the usual places of mail servers."""
    server: str | None = None
    """The name under which imported logs are filed."""
    time_zone: str | None = None
    """IANA name of the zone of log times that carry none; None for this machine's."""
    utc: bool = False
    """Whether times are shown in UTC instead of local time."""
    theme: str | None = None
    """Colours of the screens."""
    keymap: Path | None = None
    """A TOML file that gives commands other keys."""
    retry: str | None = None
    """Exim's retry rules; None for those of the Exim on this machine."""
    queue_runner: str | None = None
    """The time from one queue run of the server to the next, such as 30m."""
    exim: Path | None = None
    """The Exim that is asked for its configuration."""


NAMES = tuple(item.name for item in fields(Settings))
"""Every setting, in the order of the documentation."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from."""

    kind: str
    """default, file, environment or option."""
    where: str = ""
    """The file with its line (`~/.config/mailtui/config.toml:3`), the variable, or the option."""

    def __str__(self) -> str:
        return f"{self.kind} ({self.where})" if self.where else self.kind
