"""Files of sending services' events -> facts: payloads, events and mails commit together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from mailtui.diagnosis import Diagnoser
from mailtui.errors import InputError
from mailtui.ingest.events.filing import Filing, outcome
from mailtui.ingest.events.identity import Told
from mailtui.ingest.events.keeping import EventKeeping
from mailtui.ingest.events.looking import SAMPLE, service_of
from mailtui.ingest.events.reducing import reduced
from mailtui.ingest.files import LogFile
from mailtui.ingest.garbage import paused_collector
from mailtui.ingest.reading import STDIN, LogStream, chunks, open_log
from mailtui.model.enums import EventProvider
from mailtui.model.summary import FileSummary
from mailtui.parsing.events.formats import parse
from mailtui.parsing.events.pieces import LARGEST, pieces
from mailtui.store import payloads, services
from mailtui.store.engine import Connection, Engine
from mailtui.store.payloads import Payload
from mailtui.store.services import Account

AT_ONCE = 20_000
"""Payloads in one transaction."""
LONGEST = 2.0
"""Seconds that a transaction may take, should that be less."""

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
            writing: EventWriting | None = None
            raws = payloads_of(stream)
            summary.events = 0
            while True:
                with paused_collector(), self._engine.begin() as connection:
                    if writing is None or not self.alone:
                        writing = EventWriting(connection, self._diagnoser, self._now)
                    some = _transact(connection, writing, account, source, raws, summary)
                    told(connection, stream.bytes_read, summary, source)
                if not some:
                    return
                self.between()
        finally:
            stream.close()

    def _begin(self, file: LogFile, provider: EventProvider) -> tuple[Account, int]:
        place = file.path if file.path == STDIN else str(Path(file.path).resolve().parent)
        with self._engine.begin() as connection:
            account = services.account(connection, self._account or provider, provider)
            return account, services.source(connection, account.server_id, provider, place)


def _transact(
    connection: Connection,
    writing: EventWriting,
    account: Account,
    source: int,
    raws: Iterator[bytes],
    summary: FileSummary,
) -> bool:
    """Take as many payloads as are to be committed together; whether there were any."""
    began, some = time.monotonic(), False
    before = writing.events
    while part := list(islice(raws, AT_ONCE)):
        some = True
        summary.lines += len(part)
        new, wrong = writing.take(connection, account, source, part)
        summary.new += new
        summary.unrecognised += wrong
        if time.monotonic() - began > LONGEST:
            break
    writing.finish(connection)
    summary.events = (summary.events or 0) + writing.events - before
    return some


class EventWriting:
    """Payloads and what they say, one transaction at a time."""

    def __init__(self, connection: Connection, diagnoser: Diagnoser, now: Callable[[], int]) -> None:
        self._filing = Filing(connection)
        self._keeping = EventKeeping(connection, diagnoser)
        self._now = now
        self.events = 0
        """How many events were read, those told before too."""

    def take(
        self, connection: Connection, account: Account, source: int | None, raws: Sequence[bytes]
    ) -> tuple[int, int]:
        """Keep payloads and what they say; how many were new, how many not understood in full."""
        now = self._now()
        new = self._filing.new_ones(connection, account, raws)
        rows = [
            (Payload(id_, digest, account.provider, account.server_id, source, now, None, 0, None), raw)
            for id_, digest, raw in new
        ]
        return len(rows), self.read(connection, account, rows)

    def read(self, connection: Connection, account: Account, kept: Sequence[tuple[Payload, bytes]]) -> int:
        """Write what payloads that are kept say; in how many something was not understood."""
        told: list[Told] = []
        done: list[Payload] = []
        for payload, raw in kept:
            parsed = parse(account.provider, raw)
            problems = [problem.reason for problem in parsed.problems]
            before = len(told)
            for event in parsed.events:
                if event.provider_id or event.tracking_id or event.message_id:
                    told.append(Told(reduced(event, payload.received), payload.id))
                else:
                    problems.append("an event names no message: no id of the service, no Message-ID")
            done.append(outcome(payload, len(told) - before, problems, self._now()))
        self.events += len(told)
        if told:
            self._keeping.write(connection, account, told)
        payloads.save_rows(connection, done)
        return sum(payload.error is not None for payload in done)

    def finish(self, connection: Connection) -> None:
        """The transaction ends."""
        self._filing.flush(connection)
        self._keeping.finish(connection)


def payloads_of(stream: LogStream) -> Iterator[bytes]:
    """The payloads in a file: its lines where each line is JSON, else its values, one after the other.

    InputError where a file without lines is larger than can be read at once.
    """
    if _is_lines(stream.peek(SAMPLE)):
        for chunk in chunks(stream, 0, SAMPLE, 1):
            yield from (line for line in chunk.data.split(b"\n") if line.strip())
        return
    text = stream.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise InputError(
            f"{stream.path} is one value of more than {LARGEST >> 20} MiB",
            "write it as JSON Lines, an event a line: jq -c '.[]'",
        )
    for piece in pieces(text):
        yield piece.raw.encode("utf-8", "surrogateescape")


def _is_lines(sample: bytes) -> bool:
    """Whether the first line is a whole value, and there are more."""
    first, newline, rest = sample.lstrip().partition(b"\n")
    return bool(newline and rest.strip()) and not any(piece.reason for piece in pieces(first))


def _nothing() -> None:
    """Between transactions there is mostly nothing to do."""
