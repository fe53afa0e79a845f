"""Logs followed: what is there is imported oldest first, what is appended is imported at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from time import monotonic, time

from mailtui.errors import MailtuiError
from mailtui.ingest.access import unreadable
from mailtui.ingest.files import LogFile, find
from mailtui.ingest.glancing import Glimpse, folders, glance, shut
from mailtui.ingest.importing import FileImporter
from mailtui.ingest.naming import read_name
from mailtui.ingest.passing import Pass
from mailtui.ingest.tailing import LostError, Tail
from mailtui.model.summary import ImportSummary
from mailtui.services.run import Run
from mailtui.store import cursors, sources
from mailtui.store.cursors import ReadToEnd
from mailtui.store.engine import Connection, Engine
from mailtui.worker.work import Work

UNSETTLED = 1.0
"""Seconds since a rotated or compressed file was last written until it is taken: it may be in the making."""
IDLE = 3600.0
"""Seconds without a line after which a file is let go of; it is looked at again when it changes."""
TRY_AGAIN = 30.0
"""Seconds until a file that could not be read is tried again."""
PACKED = (".gz", ".xz", ".bz2", ".zst", ".zstd")
MOST_TAILS = 256
"""Files held open at once."""
PART_OF_TIME = 0.02
"""How much of the time looking at the folders may take."""

Place = tuple[int, int]


class Follower:
    """Finds the logs of one worker and keeps reading them. Used in one thread."""

    def __init__(
        self,
        engine: Engine,
        importer: FileImporter,
        work: Work,
        started: int,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`say`: one line for the journal."""
        self._say = say
        self._engine = engine
        self._importer = importer
        self._work = work
        self._started = started
        self._tails: dict[Place, Tail] = {}
        self._next_look = 0.0
        self.lines = 0
        """Records imported since the beginning."""
        self.progressed = False
        """An import has told its progress since this was last set to False."""
        with engine.begin() as connection:
            self._done = cursors.read_to_end(connection)
            still = self._still_there(connection)
            sources.forget_followed(connection, still)
        self._unsure = set(still)
        """Sources with files among what is followed; which of them have logs, the first look says."""
        self._there: set[Place] = set()
        """Files that were read and are still there, as the last look saw them."""
        self._failed: dict[Place, tuple[Glimpse, float]] = {}
        """Files that could not be read, as they were, and when to try again if they stay so."""
        self._sources: set[int] = set()
        self._told: object = None
        self._problems: dict[str, str] = {}
        self._shut: dict[str, str] = {}
        """What is followed and may not even be looked at, and the words for it."""
        self._complained: set[str] = set()
        self._blamed: set[str] = set()
        """Folders of which the database says that something in them cannot be read."""

    @property
    def importer(self) -> FileImporter:
        """What reads the files."""
        return self._importer

    @importer.setter
    def importer(self, importer: FileImporter) -> None:
        self._importer = importer
        for tail in self._tails.values():
            tail.importer = importer

    @property
    def files(self) -> int:
        """How many logs are known: those held open, and those that were read to their end and are there."""
        return len(self._there | self._tails.keys())

    def folders(self) -> list[str]:
        """Where changes are to be expected."""
        return folders(self._work.logs)

    def advance(self) -> None:
        """Import what was appended to the files that are held open."""
        now = monotonic()
        for place, tail in list(self._tails.items()):
            try:
                self.lines += tail.advance(now)
                ended = tail.is_deleted() and tail.is_idle(now, UNSETTLED)
            except (LostError, OSError):
                self._let_go(place)
                self._done.pop(place, None)
                continue
            if ended or tail.is_idle(now, IDLE):
                self._let_go(place)

    def round(self, *, changed: bool, between: Callable[[], None]) -> None:
        """Import what is new everywhere. `between` is called between transactions and may raise."""
        self.advance()
        now = monotonic()
        if not changed and now < self._next_look:
            return
        fresh = self._fresh()
        self._shut = {path: unreadable(path, error).title for path, error in shut(self._work.logs).items()}
        self._next_look = monotonic() + (monotonic() - now) / PART_OF_TIME
        if fresh:
            self._take(fresh, between)
        self.tell()

    def close(self) -> None:
        """Let go of every file."""
        for place in list(self._tails):
            self._let_go(place)

    def _still_there(self, connection: Connection) -> dict[int, int]:
        """The sources known from before that have files among what is followed, and their unread bytes."""
        by_place = cursors.sources_of_files(connection)
        by_folder = sources.of_server(connection, self._work.origin.server)
        found: dict[int, int] = {}
        for glimpse in glance(self._work.logs):
            folder = os.path.dirname(os.path.abspath(glimpse.path))
            source = by_place.get(glimpse.place, by_folder.get(folder))
            if source is not None:
                known = self._done.get(glimpse.place)
                read = known is not None and known[:2] == (glimpse.size, glimpse.modified)
                found[source] = found.get(source, 0) + (0 if read else glimpse.size)
        return found

    # -- files that are new or have changed ---------------------------------------------------------

    def _fresh(self) -> list[Glimpse]:
        now, found = monotonic(), []
        self._there.clear()
        self._problems = {path: title for path, title in self._problems.items() if os.path.exists(path)}
        for glimpse in glance(self._work.logs):
            known = self._done.get(glimpse.place)
            if known is not None:
                self._sources.add(known.source_id)
                self._there.add(glimpse.place)
            before, later = self._failed.get(glimpse.place, (None, now))
            if glimpse.place in self._tails or (before == glimpse and later > now):
                continue
            if (known is None or known[:2] != (glimpse.size, glimpse.modified)) and self._is_due(glimpse):
                found.append(glimpse)
        return found

    def _is_due(self, glimpse: Glimpse) -> bool:
        written = glimpse.modified / 1e6
        if self._work.since is not None and glimpse.modified < self._work.since:
            return False
        return not glimpse.rotated or not 0 <= time() - written < UNSETTLED

    def _take(self, fresh: list[Glimpse], between: Callable[[], None]) -> None:
        found = find([glimpse.path for glimpse in fresh])
        summary = ImportSummary(problems=list(found.problems))

        def meanwhile() -> None:
            self.progressed = True
            self.advance()
            between()

        for file, reading in self._read(found.files, summary, meanwhile):
            self._go_on(file, reading)
        self.lines += summary.new_lines
        later = monotonic() + TRY_AGAIN
        read = self._done.keys() | self._tails.keys()
        self._failed |= {each.place: (each, later) for each in fresh if each.place not in read}
        self._note(fresh, summary.problems)

    def _read(
        self, files: Sequence[LogFile], summary: ImportSummary, between: Callable[[], None]
    ) -> list[tuple[LogFile, Pass]]:
        size = sum(file.size or 0 for file in files)
        self._importer.between = between
        self._importer.begun = lambda connection, source: sources.behind(connection, source, size)
        who = (self._work.role, self._started)
        try:
            return Run(self._importer, files, summary, None, *who, following=True).run()
        finally:
            self._importer.between = _nothing
            self._importer.begun = _unheard

    def _go_on(self, file: LogFile, reading: Pass) -> None:
        """Hold the file open if more may come: a live log, or one rotated a moment ago."""
        cursor = reading.cursor
        self._sources.add(cursor.source_id)
        if None not in (cursor.device, cursor.inode, cursor.size, cursor.modified):
            seen = ReadToEnd(cursor.size or 0, cursor.modified or 0, cursor.source_id)
            self._done[cursor.device or 0, cursor.inode or 0] = seen
        live = read_name(os.path.basename(file.path)).age[0]
        recent = time() - (file.modified or 0) < IDLE
        if file.path.endswith(PACKED) or not (live or recent):
            return
        if len(self._tails) >= MOST_TAILS:
            self._let_go(next(iter(self._tails)))
        try:
            tail = Tail(self._importer, reading, file.path)
        except OSError:
            return  # it was renamed or deleted a moment ago; the next look finds it if it is there
        self._let_go(tail.place)
        self._tails[tail.place] = tail

    def _let_go(self, place: Place) -> None:
        tail = self._tails.pop(place, None)
        if tail is not None:
            tail.close()

    # -- what is told -------------------------------------------------------------------------------

    def _note(self, fresh: Sequence[Glimpse], problems: Sequence[MailtuiError]) -> None:
        """Keep what cannot be read, for `mailtui status`."""
        for glimpse in fresh:
            self._problems.pop(glimpse.path, None)
            for problem in problems:
                if problem.title.startswith(f"{glimpse.path} ") and _counts(glimpse):
                    self._problems[glimpse.path] = problem.title
        self._told = None

    def tell(self) -> None:
        """Write down what is followed and what cannot be read, if that has changed."""
        telling = (len(self._sources), tuple(self._problems.items()), tuple(self._shut.items()))
        gone, self._unsure = self._unsure - self._sources, set()
        if not gone and telling == self._told:
            return
        self._told = telling
        self._complain()
        origin = self._work.origin
        zone = origin.zone or origin.new_zone
        blamed = {os.path.dirname(os.path.abspath(path)): title for path, title in self._problems.items()}
        blamed |= {os.path.abspath(path): title for path, title in self._shut.items()}
        with self._engine.begin() as connection:
            sources.let_go(connection, gone)
            sources.followed(connection, self._sources)
            sources.untroubled(connection, self._blamed - blamed.keys())
            for place, title in blamed.items():
                cursors.trouble(connection, origin.server, zone, place, title)
        self._blamed = set(blamed)

    def _complain(self) -> None:
        """Say once what cannot be read; again only when it was read meanwhile."""
        now = {*self._problems.values(), *self._shut.values()}
        for title in sorted(now - self._complained):
            self._say(title)
        self._complained = now


def _counts(glimpse: Glimpse) -> bool:
    """Whether it is a problem that the file is no log: the user named it, or its name is that of one."""
    if not os.path.exists(glimpse.path):
        return False  # it was rotated away a moment ago
    return glimpse.named or read_name(os.path.basename(glimpse.path)).log_type is not None


def _nothing() -> None:
    """Between transactions there is mostly nothing to do."""


def _unheard(connection: Connection, source: int) -> None:
    """Nobody asks which source it is."""
