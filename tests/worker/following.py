"""A follower without its process: looks when it is told to, so that a test decides what happens between."""

from __future__ import annotations

from pathlib import Path

from mailtui.ingest.importing import FileImporter, Origin
from mailtui.services.diagnosing import open_diagnoser
from mailtui.store.engine import writer
from mailtui.worker.following import Follower
from mailtui.worker.work import Work


class Watched:
    """A database that follows logs as server mx1 with UTC stamps."""

    def __init__(self, database: Path, *logs: Path | str) -> None:
        self.work = Work(database, tuple(map(str, logs)), "mx1", "UTC")
        self._open()

    def _open(self) -> None:
        self.engine = writer(self.work.database)
        origin = Origin("mx1", "UTC", "UTC", fixed=True)
        importer = FileImporter(self.engine, origin, open_diagnoser(None))
        self.follower = Follower(self.engine, importer, self.work, 0)

    def look(self) -> int:
        """Import what is new; how many lines that is."""
        before = self.follower.lines
        self.follower.round(changed=True, between=lambda: None)
        return self.follower.lines - before

    def restart(self) -> None:
        """End and begin again, as a worker that was killed: nothing is said at the end."""
        self.close()
        self._open()

    def close(self) -> None:
        """Let go of everything."""
        self.follower.close()
        self.engine.dispose()
