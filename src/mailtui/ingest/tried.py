"""A message that is plain but for tries that failed: somebody was put off, or could not be reached.

All of its recipients came to an end one by one, none by way of an alias, an operator or the whole message.
What is made is what `Folding` makes of the same lines, which is the definition: `tests/ingest/test_plain.py`.
"""

from __future__ import annotations

from functools import cache

from mailtui.ingest.correlate.addresses import same_person
from mailtui.ingest.correlate.attempts import HostErrors, one_of, said
from mailtui.ingest.correlate.rows import Cause, Row
from mailtui.ingest.correlate.verdict import BYPASSED, failed_attempt, gave_up, verdict
from mailtui.model.enums import AttemptOutcome, EventKind, MessageKind, Outcome, Phase, QueueState, Role
from mailtui.model.event import Event
from mailtui.model.facts import AttemptFacts, MessageFacts, RecipientFacts
from mailtui.model.status import message_status, recipient_status
from mailtui.store.owned import FailedTry, Owned, PlainDelivery, TriedMessage, TriedPerson

_SUCCESS = AttemptOutcome.SUCCESS.code
_OUTCOMES = {outcome.code: outcome for outcome in Outcome}


class Tries:
    """What the lines of one message say of its recipients."""

    __slots__ = ("_count", "_errors", "_listed", "_places", "_reached", "_rows", "_when", "direct", "failed",
                 "numbers")  # fmt: skip

    def __init__(self, listed: list[str]) -> None:
        self._listed = listed
        """Everybody, where the log has them."""
        self._places = {address.casefold(): place for place, address in enumerate(listed)}
        self._rows: dict[str, Row] = {}
        """Those of whom more is said than that the mail was delivered at the first try ..."""
        self._when: dict[str, int] = {}
        """... and when it was said last."""
        self._reached: set[str] = set()
        """All others."""
        self._errors = HostErrors()
        self._count = 0
        self.direct: list[PlainDelivery] = []
        """Deliveries at the first try ..."""
        self.numbers: list[int] = []
        """... and which of all tries they are."""
        self.failed: list[FailedTry] = []
        """All tries of the others."""

    def delivered(self, made: PlainDelivery, key: str) -> bool:
        """Take a delivery, whose number is not known yet; False when it is not plain."""
        place = self._place(key)
        row = self._rows.get(key)
        if place is None or key in self._reached:
            return False
        _, address, time, entry, outcome, router, transport, host, ip, egress, duration, hop = made
        if row is not None and (not row.open or self._when[key] == time):
            return False
        number = self._count
        self._count += 1
        if row is None or not row.attempts:
            self._rows.pop(key, None)
            self._reached.add(key)
            self.direct.append((place, self._listed[place] if self._listed else address, *made[2:]))
            self.numbers.append(number)
            return True
        row.tried(time)
        row.open, row.outcome, row.finished = False, _OUTCOMES[outcome], time
        row.host, row.ip, row.reply = host, ip, None
        row.smtp_code = row.enhanced_code = row.phase = None
        where = entry, router, transport, host, ip
        nothing = None, None, None, None, None
        self.failed.append((number, place, time, _SUCCESS, *where, *nothing, duration, egress, hop))
        return True

    def said(self, event: Event, time: int, entry: int) -> bool:
        """Take a line that tells of a failure; False when it is not plain."""
        if event.kind is EventKind.HOST_ERROR:
            self._errors.note(event, time)
            return True
        address = event.original_address or event.address or ""
        key = address.casefold()
        if "@" not in key or '"' in key or event.transport == BYPASSED or key in self._reached:
            return False
        if event.original_address and not same_person((event.address or "").casefold(), key):
            return False
        row = self._rows.get(key)
        if row is None:
            place = self._place(key)
            if place is None:
                return False
            name = self._listed[place] if self._listed else address
            row = self._rows[key] = Row(name, key, Role.ENVELOPE, place)
        elif not row.open or self._when[key] == time:
            return False
        self._when[key] = time
        if event.kind is EventKind.DEFERRAL:
            row.defer(event, self._tried(event, row, time, entry) if event.attempted else said(event))
            return True
        outcome = verdict(event)
        if outcome is Outcome.CANCELLED:
            return False
        row.fail(
            event, time, outcome, said(event) if gave_up(event) else self._tried(event, row, time, entry)
        )
        return True

    def people(self) -> list[TriedPerson] | None:
        """What became of those of whom a failure was told; None unless all came to an end."""
        if self._listed and len(self._rows) + len(self._reached) != len(self._listed):
            return None
        made = []
        for row in self._rows.values():
            if row.open:
                return None
            phase = None if row.phase is None else row.phase.code
            # fmt: off
            made.append((
                row.index, row.address, row.outcome.code, row.attempts, row.first, row.last, row.finished,
                row.host, row.ip, row.smtp_code, row.enhanced_code, phase, row.reply,
            ))
            # fmt: on
        return made

    def _place(self, key: str) -> int | None:
        """The number of a recipient; None when the list of all does not have it."""
        if self._listed:
            return self._places.get(key)
        return self._places.setdefault(key, len(self._places))

    def _tried(self, event: Event, row: Row, time: int, entry: int) -> Cause:
        """As in `Folding`."""
        cause = self._errors.cause(event, time)
        row.tried(time)
        duration = event.delivery_time
        # fmt: off
        self.failed.append((
            self._count, row.index, time, failed_attempt(event, cause.reply).code, entry,
            one_of(event.router), one_of(event.transport), cause.host, cause.ip,
            None if event.phase is None else event.phase.code, event.smtp_code, event.enhanced_code,
            event.errno, cause.reply, None if duration is None else round(duration * 1000),
            event.interface_ip, None,
        ))
        # fmt: on
        self._count += 1
        return cause


@cache
def status_of(outcomes: frozenset[int]) -> int:
    """The word for a message whose recipients came to these ends."""
    return message_status([recipient_status(QueueState.NONE, _OUTCOMES[one]) for one in outcomes]).code


def owned_of(server_id: int, tried: TriedMessage) -> Owned:
    """The facts of a message as far as they are needed to find the causes of its failures."""
    message, numbers, people, failed = tried
    facts = MessageFacts(message[1], MessageKind.MTA, last_seen=message[4])
    tries: dict[int, AttemptFacts] = {}
    recipients: dict[int, RecipientFacts] = {}
    for number, made in zip(numbers, message[-1], strict=True):
        place, address, time, entry, outcome, router, transport, host, ip, egress, _, _ = made
        recipients[place] = RecipientFacts(
            address, Role.ENVELOPE, None, QueueState.NONE, _OUTCOMES[outcome], 1, time, time, time, host, ip
        )
        where = router, transport, host, ip, egress
        tries[number] = AttemptFacts(place, time, AttemptOutcome.SUCCESS, entry, *where)
    for place, address, outcome, *how, phase, reply in people:
        count, first, last, finished, host, ip, smtp_code, enhanced_code = how
        recipients[place] = RecipientFacts(
            address, Role.ENVELOPE, None, QueueState.NONE, _OUTCOMES[outcome], count, first, last, finished,
            host, ip, smtp_code, enhanced_code, _phase(phase), reply,
        )  # fmt: skip
    for made in failed:
        (number, place, time, outcome, entry, router, transport, host, ip, phase, smtp_code, enhanced_code,
         errno, reply, _, egress, _) = made  # fmt: skip
        ended = AttemptOutcome.of_code(outcome)
        where = router, transport, host, ip, egress
        said = _phase(phase), smtp_code, enhanced_code, errno, reply
        tries[number] = AttemptFacts(place, time, ended, entry, *where, None, None, *said)
    facts.recipients = [recipients[place] for place in range(len(recipients))]
    facts.attempts = [tries[number] for number in range(len(tries))]
    return Owned(message[0], server_id, facts, replaced=False)


def _phase(code: int | None) -> Phase | None:
    return None if code is None else Phase.of_code(code)
