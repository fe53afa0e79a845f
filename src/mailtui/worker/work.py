"""What a worker is told at its start: its database, what to follow, whose logs they are."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mailtui.ingest.importing import Origin
from mailtui.model.foreign import Refreshed
from mailtui.services.domains.options import Options
from mailtui.services.zones import machine_zone_name
from mailtui.store.lock import SERVICE
from mailtui.store.retention.limits import Days

if TYPE_CHECKING:
    from mailtui.worker.listening.server import Listening


@dataclass(frozen=True, slots=True)
class Work:
    """The settings of one worker; frozen, handed down."""

    database: Path
    logs: tuple[str, ...] = ()
    """Files, folders and patterns to follow."""
    server: str | None = None
    """The server whose logs they are; None for what syslog lines say, or else this machine."""
    zone: str | None = None
    """IANA zone of stamps that carry none; None for the one the server was first read in."""
    rules: Path | None = None
    """The operator's own diagnosis rules."""
    watch: str = "auto"
    """How changes are noticed: auto, inotify or poll."""
    since: int | None = None
    """Files last written before (UTC microseconds) are left alone."""
    role: str = SERVICE
    """service or companion."""
    looking: Options = field(default_factory=Options)
    """How DNS is asked about domains."""
    keeping: Days = field(default_factory=Days)
    """How many days rows are kept."""
    exim: Path | None = None
    """The Exim whose queue is looked at; None for the one of this machine."""
    queue_minutes: int = 5
    """Minutes between two looks at what waits; 0 for never."""
    suppresses: bool = False
    """Whether who is proposed for it is suppressed at once."""
    databases: tuple[Refreshed, ...] = ()
    """Other systems' databases that are read again and again."""
    listening: Listening | None = None
    """Where webhooks are taken, and whose; None for nowhere."""

    @property
    def origin(self) -> Origin:
        """Whose logs the followed ones are."""
        return origin_of(self.server, self.zone)


def origin_of(server: str | None, zone: str | None) -> Origin:
    """The origin that `mailtui import` gives logs, so that both file them alike."""
    named = server or socket.gethostname()
    return Origin(named, zone, machine_zone_name() or "UTC", fixed=server is not None)
