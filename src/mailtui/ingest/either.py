"""Logs, files of events and mail, read in turn by one writer of facts."""

from __future__ import annotations

from collections.abc import Callable

from mailtui.errors import InputError
from mailtui.ingest.bulk.receiving import Told
from mailtui.ingest.events.importing import EventImporter
from mailtui.ingest.events.looking import service_of
from mailtui.ingest.files import LogFile
from mailtui.ingest.importing import FileImporter
from mailtui.ingest.letters.importing import LetterImporter
from mailtui.ingest.letters.looking import SAMPLE, is_mail
from mailtui.ingest.looking import NoLogError, identify, nobodys
from mailtui.ingest.passing import Pass
from mailtui.ingest.reading import LogStream, open_log
from mailtui.model.enums import EventProvider
from mailtui.model.summary import FileSummary


class Either:
    """Gives each file to the importer of its kind.

    They remember which ids they would give next, so the one begins anew after the other wrote.
    """

    def __init__(
        self,
        logs: FileImporter,
        events: EventImporter,
        letters: LetterImporter,
        service: EventProvider | None = None,
    ) -> None:
        """`service`: whose events they are, if that is known."""
        self._logs = logs
        self._events = events
        self._letters = letters
        self._service = service
        self.wrote_events = False
        """Since logs were read the last time: whoever reads logs next must begin anew."""

    def set_between(self, between: Callable[[], None]) -> None:
        """What to call between two transactions."""
        self._logs.between = self._events.between = self._letters.between = between

    def read(self, file: LogFile, summary: FileSummary, told: Told, /) -> Pass | None:
        """Import what is new in a file; for a log, what it can be gone on with. Raises as the importers."""
        opened = open_log(file.path) if file.stream else None
        if file.mail or (opened is not None and is_mail(opened.peek(SAMPLE))):
            self.wrote_events = True
            self._letters.read(file, summary, told, opened)
            return None
        is_log = file.service is None and (opened is None or self._is_log(opened))
        if not is_log:
            self.wrote_events = True
            self._events.read(file, summary, told, opened)
            return None
        if self.wrote_events:
            self._logs.begin_anew()
            self.wrote_events = False
        return self._logs.read(file, summary, told, opened)

    def _is_log(self, opened: LogStream) -> bool:
        """Whether a pipe is to be read as a log; also when it is empty or binary, which is then told so."""
        try:
            identify(opened)
        except InputError as error:
            if service_of(opened, self._service, named=True) is not None:
                return False
            if isinstance(error, NoLogError):
                with opened:
                    raise nobodys(opened.path, opened.peek(SAMPLE)) from None
        return True
