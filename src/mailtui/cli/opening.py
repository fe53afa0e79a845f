"""Opening the screens, without click: it would cost a tenth of the time to the first paint."""

from __future__ import annotations

import sys
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from mailtui.errors import MailtuiError, UsageError

if TYPE_CHECKING:
    from mailtui.config import Settings
    from mailtui.model.retry import RetrySettings
    from mailtui.services.desk import Desk
    from mailtui.services.operators import Roles
    from mailtui.worker.companion import Companion


def run() -> int:
    """What `mailtui` without a word does; returns the exit code."""
    from mailtui.ui import memory

    memory.pause_collector()
    from mailtui.config import load

    try:
        settings = load(db=None).settings
        open_tui(settings.db, settings, companion=True)
    except MailtuiError as error:
        report(error)
        return error.exit_code
    return 0


def open_tui(path: Path, settings: Settings, *, companion: bool = False, fresh: bool = False) -> None:
    """Show the terminal interface on the database at `path`.

    The database layer is imported by `open_desk`, which the interface calls in a thread after its
    first paint. `companion`: the logs of the settings belong into this database, so somebody is to
    follow them while the interface is shown. `fresh`: what was kept of the last session is not wanted.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "mailtui needs a terminal for its screens",
            "in a script use a command such as `mailtui search QUERY --json`; `mailtui --help` lists them",
        )

    keeper = _Keeper(path if companion and settings.logs else None)

    def open_desk() -> Desk:
        keeper.start()
        from mailtui.config.domains import domain_options
        from mailtui.config.paths import rules_file
        from mailtui.services import desk
        from mailtui.services.searches import Searches

        looking = domain_options(settings)
        found = desk.open_desk(
            path,
            zone_of(settings),
            rules_file(),
            retry_of(settings),
            looking,
            settings.quiet_minutes,
            roles_of(settings),
        )
        found.searches = Searches(settings.searches)
        return found

    from mailtui.config.paths import session_file
    from mailtui.ui import run as show
    from mailtui.ui.session import SessionFile

    try:
        show(open_desk, settings, session=SessionFile(session_file(), path, fresh=fresh))
    finally:
        keeper.stop()


class _Keeper:
    """Starts the companion when the database is first opened, which is after the first paint."""

    def __init__(self, database: Path | None) -> None:
        self._database = database
        self._companion: Companion | None = None

    def start(self) -> None:
        if self._database is not None and self._companion is None:
            from mailtui.worker.companion import Companion

            self._companion = Companion(self._database)
            self._companion.start()

    def stop(self) -> None:
        if self._companion is not None:
            self._companion.stop()


def zone_of(settings: Settings) -> tzinfo:
    """The zone in which the operator reads and names times: this machine's, or UTC by the settings."""
    from mailtui.services.zones import machine_zone

    return UTC if settings.utc else machine_zone()


def retry_of(settings: Settings) -> RetrySettings:
    """What the settings say of the retries of the mail server."""
    from mailtui.model.retry import RetrySettings

    return RetrySettings(settings.retry, settings.queue_runner, settings.exim)


def roles_of(settings: Settings) -> Roles:
    """What the settings say of who may do what."""
    from mailtui.services.operators import Roles

    return Roles(settings.operator_group, settings.admin_group, settings.read_only)


def report(error: MailtuiError) -> None:
    """Say once, on stderr, what happened and what to do next."""
    from mailtui.model.visible import visible

    said = [f"mailtui: {visible(error.title)}", *(f"  {visible(line)}" for line in error.hint.splitlines())]
    sys.stderr.write("".join(f"{line}\n" for line in said))
