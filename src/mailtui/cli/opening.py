"""Opening the screens, without click: it would cost a tenth of the time to the first paint."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailtui.errors import MailtuiError, StoreError, StoreMissingError, UsageError
from mailtui.model.visible import share

if TYPE_CHECKING:
    from mailtui.config import Settings
    from mailtui.model.retry import RetrySettings
    from mailtui.model.thresholds import Threshold
    from mailtui.services.ahead import Ahead
    from mailtui.services.desk import Desk
    from mailtui.services.early import EarlyDesk
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

    The database layer is imported in a thread after the first paint, or beside it in another process.
    `companion`: the logs of the settings belong into this database, so somebody is to follow them while
    the interface is shown. `fresh`: what was kept of the last session is not wanted.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "mailtui needs a terminal for its screens",
            "in a script use a command such as `mailtui search QUERY --json`; `mailtui --help` lists them",
        )

    if settings.masked:
        share(True)
    opening = _Opening(path, settings, companion=companion)
    opening.ask_ahead()
    from mailtui.config.paths import session_file
    from mailtui.ui import run as show
    from mailtui.ui.session import SessionFile

    try:
        show(opening.desk, settings, session=SessionFile(session_file(), path, fresh=fresh))
    finally:
        opening.stop()


class _Opening:
    """Opens the database for the screens; what the first one asks is read in a process beside this one."""

    def __init__(self, path: Path, settings: Settings, *, companion: bool) -> None:
        self._path = path
        self._settings = settings
        self._keeper = _Keeper(path if companion and settings.logs else None)
        self._ahead: Ahead | None = None

    def ask_ahead(self) -> None:
        """To be called before there is a thread, and before Textual is imported."""
        from mailtui.services import ahead

        if ahead.is_worth() and self._path.exists():
            self._ahead = ahead.Ahead(self._answers)

    def desk(self) -> Desk | EarlyDesk:
        """The services; called in a thread after the first paint, and again when that failed."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            from mailtui.services.ahead import PATIENCE
            from mailtui.services.early import EarlyDesk
            from mailtui.services.searches import Searches

            if ahead.begins(PATIENCE):
                return EarlyDesk(ahead, self._open, Searches(self._settings.searches))
        return self._open()

    def stop(self) -> None:
        """The screens are left."""
        self._keeper.stop()

    def _open(self) -> Desk:
        self._keeper.start()
        try:
            return self._bundle()
        except StoreMissingError as error:
            raise self._keeper.explained(error, self._path) from error

    def _answers(self) -> Iterator[Any]:
        from mailtui.services.early import answers

        return answers(self._bundle)

    def _bundle(self) -> Desk:
        from mailtui.config.domains import domain_options
        from mailtui.config.paths import rules_file
        from mailtui.services import desk
        from mailtui.services.searches import Searches

        settings = self._settings
        found = desk.open_desk(
            self._path,
            zone_of(settings),
            rules_file(),
            retry_of(settings),
            domain_options(settings),
            settings.quiet_minutes,
            roles_of(settings),
            limits_of(settings),
        )
        found.searches = Searches(settings.searches)
        found.absent = self._keeper.absent
        return found


class _Keeper:
    """Starts the companion when the database is first opened, which is after the first paint."""

    def __init__(self, database: Path | None) -> None:
        self._database = database
        self._companion: Companion | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        with self._lock:
            if self._database is not None and self._companion is None:
                from mailtui.worker.companion import Companion

                self._companion = Companion(self._database)
                self._companion.start()

    def absent(self) -> str:
        """Why nobody works; '' where no worker is kept."""
        return "" if self._companion is None else self._companion.absent

    def explained(self, error: StoreMissingError, path: Path) -> StoreError:
        """There is no database: the worker that is kept makes it, and nobody need import anything."""
        if self._companion is None:
            return error
        if self._companion.trouble:
            return StoreError(error.title, self._companion.trouble)
        return StoreError(
            f"the worker of this terminal is making the database at {path}",
            "What it reads in the logs of the settings appears here by itself",
        )

    def stop(self) -> None:
        """Also who is about to start it in another thread finds that it is too late."""
        with self._lock:
            self._database = None
        if self._companion is not None:
            self._companion.stop()


def limits_of(settings: Settings) -> tuple[Threshold, ...] | None:
    """The limits of campaigns; None where the settings say nothing of them. ConfigError if they are wrong."""
    if not settings.limits:
        return None
    from mailtui.config.limits import limits

    return limits(settings)


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
