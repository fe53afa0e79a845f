"""Files of sending services' events -> facts: payloads, events and mails commit together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from mailtui.diagnosis import Diagnoser
from mailtui.errors import InputError
from mailtui.ingest.events.cutting import AT_ONCE, lots_of
from mailtui.ingest.events.identity import Told
from mailtui.ingest.events.keeping import EventKeeping
from mailtui.ingest.events.looking import service_of
from mailtui.ingest.events.lots import Lot, campaign_names, kinds_of, newest_of, read
from mailtui.ingest.events.process import FrontProcess, LostError, is_worth
from mailtui.ingest.events.shipping import Order, Step
from mailtui.ingest.events.telling import mails_of, sought
from mailtui.ingest.files import LogFile
from mailtui.ingest.garbage import paused_collector
from mailtui.ingest.reading import STDIN, LogStream, open_log
from mailtui.model.enums import EventProvider, Retained
from mailtui.model.summary import FileSummary
from mailtui.store import payloads, services, sources
from mailtui.store.engine import Connection, Engine
from mailtui.store.payloads import PAYLOADS_PER_BLOCK, Payload
from mailtui.store.retention import limits
from mailtui.store.services import Account

ToldOf = Callable[[Connection, int, FileSummary, int], None]


class EventImporter:
    """Reads files of events into one database, whose writing lock the caller holds."""

    def __init__(
        self,
        engine: Engine,
        diagnoser: Diagnoser,
        now: Callable[[], int],
        account: str | None = None,
        provider: EventProvider | None = None,
    ) -> None:
        """`account`: what the account at the service is called (default: as the service); `provider`: whose
        events they are (default: told by what is in the file); `now`: UTC microseconds."""
        self._engine = engine
        self._diagnoser = diagnoser
        self._now = now
        self._account = account
        self._provider = provider
        self.between: Callable[[], None] = _nothing
        """Called between two transactions; may raise to end the import."""
        self.alone = True
        """Nobody else writes facts in `between`: what is remembered stays true."""
        self.at_once = AT_ONCE
        """Events in one transaction, about."""

    def read(
        self, file: LogFile, summary: FileSummary, told: ToldOf, opened: LogStream | None = None
    ) -> None:
        """Import what is new in a file; `told` is called within each transaction.

        `opened`: the file, where it was opened already; it is closed here. InputError when it cannot be read
        to its end or nobody's events are in it; what came before is kept.
        """
        stream = opened or open_log(file.path)
        try:
            provider = file.service or service_of(stream, self._provider, named=True)
            if provider is None:
                raise InputError(
                    f"{stream.path} holds no events of a sending service that mailtui knows",
                    "name the service, such as --format ses; `mailtui import --help` lists them",
                )
            account, source = self._begin(file, provider)
            self._go_through(stream, account, source, summary, told)
        finally:
            stream.close()

    def _go_through(
        self, stream: LogStream, account: Account, source: int, summary: FileSummary, told: ToldOf
    ) -> None:
        writing: EventWriting | None = None
        summary.events = 0
        for step in self._steps(stream, account, summary):
            with paused_collector(), self._engine.begin() as connection:
                if writing is None or not self.alone:
                    writing = EventWriting(connection, self._diagnoser, self._now)
                writing.put(connection, account, source, step.lot)
                writing.finish(connection)
                count(summary, step.lot)
                told(connection, step.bytes_read, summary, source)
            self.between()

    def _steps(self, stream: LogStream, account: Account, summary: FileSummary) -> Iterator[Step]:
        """The lots of a file; a big one is read by a second process, as long as that lives."""
        if is_worth(stream):
            try:
                with FrontProcess(self._order(stream, account)) as front:
                    yield from front.steps()
                return
            except LostError:
                summary.lines = 0  # it is read again from its beginning; what was written is known
        for lot in lots_of(stream, account, self._known, self._now, self._went(), self.at_once):
            yield Step(lot, stream.bytes_read)

    def _order(self, stream: LogStream, account: Account) -> Order:
        status = stream.status
        place = (0, 0) if status is None else (status.st_dev, status.st_ino)
        path = str(Path(stream.path).resolve())
        database = self._engine.url.database or ""
        return Order(
            database, path, place, str(account.provider), account.server_id, self._went(), self.at_once
        )

    def _went(self) -> int:
        """What is older went by retention, and does not come back."""
        with self._engine.connect() as connection:
            return limits.went(connection, Retained.ATTEMPT)

    def _known(self, digests: Sequence[int]) -> Collection[int]:
        """Which of these digests are of payloads that are kept already."""
        with self._engine.connect() as connection:
            return payloads.known(connection, digests)

    def _begin(self, file: LogFile, provider: EventProvider) -> tuple[Account, int]:
        place = file.path if file.path == STDIN else str(Path(file.path).resolve().parent)
        with self._engine.begin() as connection:
            account = services.account(connection, self._account or provider, provider)
            return account, services.source(connection, account.server_id, provider, place)


def count(summary: FileSummary, lot: Lot) -> None:
    """Say what was read in a file."""
    summary.lines += lot.lines
    summary.new += lot.new
    summary.unrecognised += lot.wrong
    summary.too_old += lot.too_old
    summary.events = (summary.events or 0) + lot.events


class EventWriting:
    """Payloads and what they say, one transaction at a time."""

    def __init__(self, connection: Connection, diagnoser: Diagnoser, now: Callable[[], int]) -> None:
        self._keeping = EventKeeping(connection, diagnoser)
        self._now = now
        self.events = 0
        """How many events were read, those told before too."""

    def put(self, connection: Connection, account: Account, source: int | None, lot: Lot) -> None:
        """Keep payloads and what they say."""
        now = self._now()
        block = payloads.next_block(connection)
        payloads.save_blocks(connection, block, lot.blocks)
        base = block * PAYLOADS_PER_BLOCK
        rows = [
            Payload(
                base + place, digest, account.provider, account.server_id, source, now, now, events, error
            )
            for place, digest, events, error in lot.payloads
        ]
        payloads.save_new(connection, rows)
        self._told_until(connection, source, lot.newest)
        self.events += lot.events
        self._keeping.learn(connection, account, lot.kinds, lot.names)
        self._keeping.put(connection, account, lot.mails, lot.sought, base)

    def read(self, connection: Connection, account: Account, kept: Sequence[tuple[Payload, bytes]]) -> int:
        """Write what payloads that are kept say; in how many something was not understood."""
        told: list[Told] = []
        newest: dict[int | None, int | None] = {}
        done: list[Payload] = []
        went = limits.went(connection, Retained.ATTEMPT)
        for payload, raw in kept:
            reading = read(account.provider, raw, payload.received, payload.id, went)
            told += reading.told
            times = (newest.get(payload.source_id), newest_of(reading.told))
            newest[payload.source_id] = max((time for time in times if time is not None), default=None)
            done.append(
                payload._replace(processed=self._now(), events=len(reading.told), error=reading.error)
            )
        self.events += len(told)
        self._keeping.learn(connection, account, kinds_of(told), campaign_names(told))
        mails = mails_of(told)
        self._keeping.put(connection, account, [mails], sought(mails))
        payloads.save_rows(connection, done)
        for source, time in newest.items():
            self._told_until(connection, source, time)
        return sum(payload.error is not None for payload in done)

    def _told_until(self, connection: Connection, source: int | None, newest: int | None) -> None:
        """A clock that is ahead, or a service that errs, does not hide for ever what comes after."""
        if source is not None and newest is not None:
            sources.told_until(connection, source, min(newest, self._now()))

    def finish(self, connection: Connection) -> None:
        """The transaction ends."""
        self._keeping.finish(connection)


def _nothing() -> None:
    """Between transactions there is mostly nothing to do."""
