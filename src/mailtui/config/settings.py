"""The settings there are: one field each, with its default and the sentence that documents it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from mailtui.config.paths import default_database, searches_file


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
    keymap: str | None = None
    """The keys of commands: default, vim, mutt, or the path of a TOML file that gives others."""
    searches: Path = field(default_factory=searches_file)
    """The file of saved searches."""
    retry: str | None = None
    """Exim's retry rules; None for those of the Exim on this machine."""
    queue_runner: str | None = None
    """The time from one queue run of the server to the next, such as 30m."""
    exim: Path | None = None
    """The Exim that is asked for its configuration."""
    resolvers: tuple[str, ...] = ()
    """DNS servers asked about domains, each IP or IP:PORT; empty for those of this system."""
    dns_timeout: float = 2.0
    """Seconds that one DNS server has for one answer."""
    dnsbl: tuple[str, ...] | None = None
    """Block lists asked about sending addresses; None for those that mailtui knows."""
    recheck: str = "1h"
    """How often a domain is looked at that is not ok."""
    recheck_ok: str = "1d"
    """How often a domain is looked at that is ok."""
    watch: str = "auto"
    """How the worker notices new lines: auto, inotify or poll."""
    quiet_minutes: int = 10
    """Minutes without a line after which the status line says so; 0 for never."""
    queue_minutes: int = 5
    """Minutes between two looks of the worker at what waits; 0 for never."""
    suppress: str = "ask"
    """What becomes of addresses that the diagnosis would suppress: ask or now."""
    masked: bool = False
    """Whether names of people are masked in all that is shown."""
    keep_lines: int = 90
    """Days that raw lines are kept, if messages or rejections of their time are; 0 for ever."""
    keep_attempts: int = 180
    """Days that messages with their recipients and attempts are kept; 0 for ever."""
    keep_rejections: int = 90
    """Days that rejections are kept; 0 for ever."""
    keep_audit: int = 365
    """Days that entries of the audit are kept; 0 for ever."""
    keep_unconfirmed: int = 0
    """Days that contacts are kept who were asked to confirm and never did; 0 for ever."""
    keep_payloads: int = 30
    """Days that payloads of sending services are kept as they came; 0 for ever."""
    archive_campaigns: int = 730
    """Days after their last mail until campaigns are archived; 0 for never."""
    operator_group: str | None = None
    """The unix group whose members may act; None for everyone who can write the database."""
    admin_group: str | None = None
    """The unix group whose members may do everything; None for everyone who may act."""
    read_only: bool = False
    """Whether one is a viewer, whatever the groups."""
    listen: str | None = None
    """Where the worker takes webhooks, such as 127.0.0.1:8925; None for nowhere."""
    webhooks: dict[str, Any] = field(default_factory=dict)
    """The accounts at sending services whose webhooks are taken, by name."""
    trusted_proxies: tuple[str, ...] = ()
    """Proxies that are believed when they say for whom they ask."""
    databases: dict[str, Any] = field(default_factory=dict)
    """Other systems' databases that the worker reads again and again, by name."""
    limits: dict[str, Any] = field(default_factory=dict)
    """From which rates on campaigns are told to be past a limit, by the limit's name."""


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
