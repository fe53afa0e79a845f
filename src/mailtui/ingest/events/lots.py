"""PAYLOADS -> lots: what one transaction writes, as plain values."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from mailtui.ingest.events.identity import Told
from mailtui.ingest.events.reducing import reduced
from mailtui.ingest.events.telling import mails_of, sought
from mailtui.model.enums import EventProvider
from mailtui.model.mail_told import MailTold, Sought
from mailtui.parsing.events.formats import parse
from mailtui.store.payloads import MOST_BYTES, PAYLOADS_PER_BLOCK, packed, payload_digest

LINES = 256
"""Lines of a file that are kept as one payload, at most ..."""
LINE_BYTES = 128 * 1024
"""... and bytes."""
_CUT = 0x3F
TOGETHER = 1_000
"""Mails that are written at once."""
ALL = -(1 << 62)
"""Before any event."""
NO_MAIL = "an event names no message: no id of the service, no Message-ID"


class PayloadTold(NamedTuple):
    """A payload that is new, and what was made of it."""

    place: int
    """`PAYLOADS_PER_BLOCK` x number of its block in the lot + its place in there."""
    digest: int
    events: int
    error: str | None


class Lot(NamedTuple):
    """Payloads and what they tell."""

    blocks: Sequence[bytes]
    payloads: Sequence[PayloadTold]
    mails: Iterable[Sequence[MailTold]]
    """Each mail once, some hundred together: no more than a processor has at hand. Payloads in there are
    places, as in `PayloadTold`."""
    sought: Sought
    kinds: Collection[tuple[str, int]]
    """Which kinds of events (codes) are told of which campaigns."""
    names: Collection[tuple[str, int, str]]
    """Of campaigns: id, when it was told, name."""
    lines: int
    """Payloads, or lines of a file, that were read ..."""
    new: int
    """... that were not known ..."""
    wrong: int
    """... and that were not understood in full."""
    events: int
    too_old: int
    """Events left out: older than what went by retention."""
    newest: int | None
    """Time of the newest event, UTC microseconds; None where none says when it was."""


class Reading(NamedTuple):
    """What was read in a payload."""

    told: list[Told]
    error: str | None
    too_old: int = 0


def read(provider: EventProvider, raw: bytes, received: int, place: int, went: int = ALL) -> Reading:
    """What a payload says; `place` stands for it, `received` is when it came (UTC microseconds).

    Events before `went` are left out: mail of that time went by retention, and its counts stay.
    """
    parsed = parse(provider, raw)
    told, nameless, too_old = [], False, 0
    for event in parsed.events:
        if event.time is not None and event.time < went:
            too_old += 1
        elif event.provider_id or event.tracking_id or event.message_id:
            told.append(Told(reduced(event, received), place))
        else:
            nameless = True
    if not (parsed.problems or nameless):
        return Reading(told, None, too_old)
    reasons = [problem.reason for problem in parsed.problems] + [NO_MAIL] * nameless
    return Reading(told, "; ".join(dict.fromkeys(reasons))[:500], too_old)


class Gathering:
    """Makes a lot of payloads, one after the other."""

    def __init__(
        self,
        provider: EventProvider,
        server_id: int,
        known: Callable[[Sequence[int]], Collection[int]],
        now: Callable[[], int],
        went: int = ALL,
    ) -> None:
        """`known`: which of these digests are of payloads that are kept already; `went`: as in `read`."""
        self._went = went
        self._provider = provider
        self._server_id = server_id
        self._known = known
        self._now = now
        self._seen: set[int] = set()
        self._begin()

    def _begin(self) -> None:
        self._blocks: list[bytes] = []
        self._raws: list[bytes] = []
        self._bytes = 0
        self._payloads: list[PayloadTold] = []
        self._told: list[Told] = []
        self._lines = self._new = self._wrong = self._too_old = 0

    @property
    def events(self) -> int:
        """How many events came since the last lot."""
        return len(self._told)

    @property
    def is_empty(self) -> bool:
        """Nothing came since the last lot."""
        return not self._lines

    def add(self, raws: Sequence[bytes]) -> None:
        """Take payloads."""
        self._lines += len(raws)
        self._add_new(raws)

    def _add_new(self, raws: Sequence[bytes]) -> None:
        for digest, raw in self._unknown(raws):
            reading = read(self._provider, raw, self._now(), self._place(raw), self._went)
            self._keep(digest, raw, reading, 1)

    def add_lines(self, lines: Sequence[bytes]) -> None:
        """Take lines of a file. What is understood is kept some hundred together, the others each alone.

        Where they are divided depends on what is in them: other files with the same lines have the same
        payloads.
        """
        self._lines += len(lines)
        groups = {b"\n".join(group): group for group in grouped(lines)}
        for digest, raw in self._unknown(list(groups)):
            group = groups[raw]
            reading = read(self._provider, raw, self._now(), self._place(raw), self._went)
            if reading.error is None or len(group) == 1:
                self._keep(digest, raw, reading, len(group))
            else:
                self._add_new(group)

    def lot(self) -> Lot:
        """What came since the last one."""
        self._pack()
        told = self._told
        mails = mails_of(told)
        lot = Lot(
            self._blocks,
            self._payloads,
            _some_together(mails),
            sought(mails),
            kinds_of(told),
            campaign_names(told),
            self._lines,
            self._new,
            self._wrong,
            len(told),
            self._too_old,
            newest_of(told),
        )
        self._begin()
        return lot

    def _unknown(self, raws: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
        digests = [payload_digest(self._server_id, raw) for raw in raws]
        unseen = [digest for digest in digests if digest not in self._seen]
        self._seen.update(self._known(unseen))
        for digest, raw in zip(digests, raws, strict=True):
            if digest not in self._seen:
                self._seen.add(digest)
                yield digest, raw

    def _place(self, raw: bytes) -> int:
        """Where a payload will be, if it is kept."""
        if len(self._raws) == PAYLOADS_PER_BLOCK or (self._raws and self._bytes + len(raw) > MOST_BYTES):
            self._pack()
        return len(self._blocks) * PAYLOADS_PER_BLOCK + len(self._raws)

    def _keep(self, digest: int, raw: bytes, reading: Reading, lines: int) -> None:
        self._payloads.append(PayloadTold(self._place(raw), digest, len(reading.told), reading.error))
        self._raws.append(raw)
        self._bytes += len(raw)
        self._told += reading.told
        self._too_old += reading.too_old
        self._new += lines
        self._wrong += reading.error is not None

    def _pack(self) -> None:
        if self._raws:
            self._blocks.append(packed(self._raws))
            self._raws, self._bytes = [], 0


def kinds_of(told: Iterable[Told]) -> set[tuple[str, int]]:
    """Which kinds of events (codes) are told of which campaigns."""
    return {(event.campaign, event.kind.code) for event, _ in told}


def newest_of(told: Iterable[Told]) -> int | None:
    """The time of the newest event; None where none says when it was."""
    return max((event.time for event, _ in told if event.time is not None), default=None)


def _some_together(mails: Sequence[MailTold]) -> list[Sequence[MailTold]]:
    return [mails[start : start + TOGETHER] for start in range(0, len(mails), TOGETHER)]


def campaign_names(told: Iterable[Told]) -> list[tuple[str, int, str]]:
    """The name of each campaign that was told last."""
    found: dict[str, tuple[int, str]] = {}
    for event, _ in told:
        if event.campaign_name and event.campaign:
            one = event.time or 0, event.campaign_name
            found[event.campaign] = max(one, found.get(event.campaign, one))
    return [(campaign, *one) for campaign, one in found.items()]


def grouped(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines that become one payload."""
    group: list[bytes] = []
    size = 0
    for line in lines:
        group.append(line)
        size += len(line)
        if not zlib.crc32(line) & _CUT or size > LINE_BYTES or len(group) == LINES:
            yield group
            group, size = [], 0
    if group:
        yield group
