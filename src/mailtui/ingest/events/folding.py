"""The facts of one mail of a sending service: a function of the set of its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from mailtui.diagnosis.machines.verdict import judge, visit_of
from mailtui.ingest.correlate.rollup import status_of
from mailtui.ingest.correlate.verdict import verdict
from mailtui.ingest.events.telling import event_of, least
from mailtui.model.enums import (
    Actor,
    AttemptOutcome,
    EventKind,
    EventProvider,
    MessageKind,
    Outcome,
    ProviderEventKind,
    QueueState,
    Role,
)
from mailtui.model.event import Event
from mailtui.model.facts import AttemptFacts, MessageFacts, RecipientFacts
from mailtui.model.mail_told import MailTold, peer
from mailtui.model.provider_event import ProviderEvent
from mailtui.model.standing import Standing, fold
from mailtui.store.events import Kept

NOBODY = -1
"""The number of a recipient that was not told."""
_TWO = 2
"""Recipients: then what was told of nobody is no more about the only one."""
_Kind = ProviderEventKind
_TRIES = {
    _Kind.DELIVERED: AttemptOutcome.SUCCESS,
    _Kind.DEFERRED: AttemptOutcome.DEFER,
    _Kind.BOUNCED: AttemptOutcome.BOUNCE,
}
_BAD = (_Kind.DEFERRED, _Kind.BOUNCED, _Kind.REJECTED, _Kind.SUPPRESSED, _Kind.RENDERING_FAILED)
_TOOK = (_Kind.DELIVERED,)
_GOOD = (Outcome.ACCEPTED, Outcome.DELIVERED)
_VISITS = (_Kind.OPENED, _Kind.CLICKED)


@dataclass(slots=True)
class Known:
    """Everything told of one mail. Events are reduced (`reducing.reduced`)."""

    queue_id: str = ""
    recipients: list[str] = field(default_factory=list)
    """Addresses in the order of their numbers."""
    events: dict[str, tuple[ProviderEvent, int, int]] = field(default_factory=dict)
    """By key: the event, the number of its recipient, the payload that told it."""
    stored: dict[str, Kept] = field(default_factory=dict)
    """What the database has of it."""
    subject: str = ""
    sender: str = ""
    message_id: str = ""
    campaign: str = ""
    """The campaign it belongs to; of several told always the same."""
    disturbed: bool = False
    """Attempts are not any more what they were: one is told otherwise, of another recipient, or before."""
    tried: int = -1
    """When the last attempt was that is in the database."""
    unnamed: bool = False
    """The database has it as one to nobody."""
    opens_tracked: bool = True
    """Whether opens of such mail are told at all: without, a click alone says nothing of who clicked."""

    @property
    def corrected(self) -> bool:
        """Attempts do not stay as they are in the database: `disturbed`, or of nobody and now somebody's."""
        return self.disturbed or (self.unnamed and self.tried >= 0 and bool(self.recipients))

    def number_of(self, address: str) -> int:
        """The number of a recipient; one that is new gets the next."""
        if not address:
            return NOBODY
        lower = address.lower()
        for number, known in enumerate(self.recipients):
            if known.lower() == lower:
                return number
        self.recipients.append(address)
        self.disturbed |= len(self.recipients) == _TWO
        return len(self.recipients) - 1

    def keep(self, kept: Kept, *, stored: bool) -> None:
        """An event that is in the database; `stored`: as one of this message."""
        event = kept.event
        self.events[event.key] = (event, kept.number, kept.payload)
        if stored:
            self.stored[event.key] = kept
        if event.kind in _TRIES:
            self.tried = max(self.tried, event.time or 0)

    def add(self, mail: MailTold, provider: EventProvider, base: int) -> None:
        """What a batch tells of it; told again, or otherwise, it makes no difference who was first.

        `base` is added to the payloads that are named there.
        """
        for row in mail.rows:
            self._add(event_of(row, provider), row[-1], row[3] + base)
        self.subject = least(self.subject, mail.subject)
        self.sender = least(self.sender, mail.sender)
        self.message_id = least(self.message_id, mail.message_id)
        self.campaign = least(self.campaign, mail.campaign)

    def _add(self, event: ProviderEvent, recipient: str, payload: int) -> None:
        told = event, self.number_of(recipient), payload
        other = self.events.get(event.key)
        if other is not None:
            told = self._either(other, *told[:2])
        if told != other:
            late = event.kind in _TRIES and (event.time or 0) <= self.tried
            self.disturbed |= late or other is not None
            self.events[event.key] = told

    def _either(
        self, told: tuple[ProviderEvent, int, int], event: ProviderEvent, number: int
    ) -> tuple[ProviderEvent, int, int]:
        """An event told again, maybe otherwise: the same whoever was first, and of somebody if it can."""
        before, whose, payload = told
        if event == before or repr(event) < repr(before):
            event = before
        if number == whose or NOBODY in (number, whose):
            return event, max(number, whose), payload
        return event, min(number, whose, key=lambda one: self.recipients[one].lower()), payload


@dataclass(slots=True)
class Folded:
    """What a mail comes to."""

    facts: MessageFacts
    standings: list[Standing]
    """Of each recipient."""
    actors: dict[str, Actor]
    """Who is behind each open and click."""


def folded(known: Known) -> Folded:
    """The facts of a mail of which there is at least one event."""
    events = sorted(known.events.values(), key=lambda one: (one[0].time or 0, one[0].key))
    if not known.recipients:
        known.recipients.append("")
    shares = [_share(events, number, len(known.recipients)) for number in range(len(known.recipients))]
    actors: dict[str, Actor] = {}
    standings = []
    for share in shares:
        mine = _actors([event for event, _ in share], known.opens_tracked)
        standings.append(fold([event for event, _ in share], mine, _is_about_us))
        actors |= mine
    facts = _message(known, [event for event, _, _ in events])
    for number, (share, standing) in enumerate(zip(shares, standings, strict=True)):
        facts.recipients.append(_recipient(known.recipients[number], share, standing))
        facts.attempts.extend(_attempts(number, share))
    facts.attempts.sort(key=lambda attempt: (attempt.time, attempt.recipient))
    facts.status = status_of(facts.recipients)
    facts.completed = _completed(standings)
    return Folded(facts, standings, actors)


Share = list[tuple[ProviderEvent, int]]


def _share(events: Sequence[tuple[ProviderEvent, int, int]], number: int, recipients: int) -> Share:
    """The events of one recipient; those told of nobody are of the only one there is."""
    mine = {number, NOBODY} if recipients == 1 else {number}
    return [(event, payload) for event, whose, payload in events if whose in mine]


def _actors(events: Sequence[ProviderEvent], opens_tracked: bool) -> dict[str, Actor]:
    visits = [(event.key, visit) for event in events if (visit := visit_of(event)) is not None]
    if not visits:
        return {}
    verdicts = judge([visit for _, visit in visits], opens_tracked, _as_named)
    return {key: found.actor for (key, _), found in zip(visits, verdicts, strict=True)}


def _as_named(agent: str) -> str:
    """An event that was reduced names whose program it was."""
    return agent


def _is_about_us(event: ProviderEvent) -> bool:
    """Whether a permanent failure is about the sender: by the service, else by code and words."""
    if event.blocked or (event.smtp_code is None and not event.enhanced_code):
        return event.blocked
    said = Event(
        EventKind.FAILURE,
        smtp_code=event.smtp_code or 550,
        enhanced_code=event.enhanced_code or None,
        reply=event.reply,
    )
    return verdict(said) is Outcome.BLOCKED


def _message(known: Known, events: Sequence[ProviderEvent]) -> MessageFacts:
    times = [event.time or 0 for event in events]
    sent = min((event.time or 0 for event in events if event.kind is _Kind.SENT), default=None)
    return MessageFacts(
        known.queue_id,
        _kind(known, events),
        received=sent,
        first_seen=min(times),
        last_seen=max(times),
        sender=known.sender or None,
        subject=known.subject or None,
        message_id=known.message_id or None,
    )


def _kind(known: Known, events: Sequence[ProviderEvent]) -> MessageKind:
    if known.campaign:
        return MessageKind.CAMPAIGN
    told_by = events[0].provider
    return MessageKind.CONVERSATION if told_by is EventProvider.MAILMAN else MessageKind.TRANSACTIONAL


def _completed(standings: Sequence[Standing]) -> int | None:
    """When the last recipient came to an end, where that is told of each.

    A service tells no end of the mail as a whole.
    """
    ends = [standing.outcome_time for standing in standings if standing.outcome_time is not None]
    return max(ends) if len(ends) == len(standings) else None


def _recipient(address: str, share: Share, standing: Standing) -> RecipientFacts:
    tries = [event.time for event, _ in share if event.kind in _TRIES]
    facts = RecipientFacts(
        address,
        _role(share) if address else Role.UNKNOWN,
        queue_state=_queue_state(standing),
        outcome=standing.outcome,
        attempts=len(tries),
        first_attempt=min(tries, default=None, key=_moment),
        last_attempt=max(tries, default=None, key=_moment),
        finished=standing.outcome_time,
        complained=standing.complained is not None,
    )
    said = [event for event, _ in share if event.kind in (_BAD if standing.outcome not in _GOOD else _TOOK)]
    if said:
        last = said[-1]
        facts.host, facts.ip = peer(last.remote_host)
        facts.smtp_code, facts.enhanced_code = last.smtp_code, last.enhanced_code or None
        facts.reply = _reply(last) if standing.outcome not in _GOOD else None
    return facts


def _role(share: Share) -> Role:
    """As the system says that has the mail in its queue: of several the first of To, Cc, Bcc."""
    told = {event.sub_type for event, _ in share if event.kind is _Kind.QUEUED}
    return next((role for role in (Role.TO, Role.CC, Role.BCC) if role in told), Role.ENVELOPE)


def _moment(time: int | None) -> int:
    return time or 0


def _queue_state(standing: Standing) -> QueueState:
    if standing.outcome is not Outcome.UNKNOWN:
        return QueueState.NONE
    if standing.deferred:
        return QueueState.DEFERRED
    return QueueState.QUEUED if standing.queued is None else standing.queued


def _attempts(number: int, share: Share) -> list[AttemptFacts]:
    make = partial(AttemptFacts, number)
    return [
        make(
            event.time or 0,
            outcome,
            -payload,
            host=host,
            ip=ip,
            egress_ip=event.sending_ip or None,
            smtp_code=event.smtp_code,
            enhanced_code=event.enhanced_code or None,
            reply=_reply(event) if outcome is not AttemptOutcome.SUCCESS else None,
        )
        for event, payload in share
        if (outcome := _TRIES.get(event.kind)) is not None
        for host, ip in (peer(event.remote_host),)
    ]


def _reply(event: ProviderEvent) -> str | None:
    return event.reply or event.sub_type or None
