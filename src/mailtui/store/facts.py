"""Facts into rows: messages with their recipients, attempts and links, and rejections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import Connection

from mailtui.model.enums import AttemptOutcome, LinkKind
from mailtui.model.facts import AttemptFacts, RecipientFacts
from mailtui.model.status import recipient_status
from mailtui.store import entries, schema
from mailtui.store.acting.renumbering import follow, worked_on
from mailtui.store.digests import link_digest, storable
from mailtui.store.entries import Entry, packed
from mailtui.store.naming import Naming
from mailtui.store.owned import Failures, Owned, Refused
from mailtui.store.renewing import renew
from mailtui.store.rows import Row, bare, complete, insert, insert_missing, upsert


class Writable(Protocol):
    """Something that has rows to write before others point to them."""

    def write(self, connection: Connection) -> None:
        """Write what is new."""


def save_messages(
    connection: Connection,
    naming: Naming,
    verdicts: Writable,
    messages: Sequence[Owned],
    causes: Sequence[Failures],
) -> None:
    """Write messages with all that hangs on them; rows of an earlier version are replaced."""
    new, again = Rows(), Rows()
    replaced = [owned.id for owned in messages if owned.replaced]
    kept = entries.of_messages(connection, replaced) if replaced else {}
    for owned, failures in zip(messages, causes, strict=True):
        lines = entries.in_order(owned.lines)
        if owned.replaced:
            again.add(naming, owned, failures, sorted({*kept.get(owned.id, ()), *lines}))
        else:
            new.add(naming, owned, failures, lines)
    naming.write(connection)
    verdicts.write(connection)
    worked = worked_on(connection, replaced)
    _forget_surplus(connection, messages, again)
    insert(connection, schema.MESSAGE, [*map(bare, new.messages)])
    insert(connection, schema.RECIPIENT, [*map(bare, new.recipients)])
    insert(connection, schema.DELIVERY_ATTEMPT, new.attempts)
    renew(connection, schema.MESSAGE, again.messages)
    renew(connection, schema.RECIPIENT, again.recipients)
    upsert(connection, schema.DELIVERY_ATTEMPT, again.attempts)
    follow(connection, worked)
    insert_missing(connection, schema.MESSAGE_LINK, sorted(new.links + again.links))


class Rows:
    """The rows of some messages; those of messages and recipients with None for what is unknown."""

    def __init__(self) -> None:
        self.messages: list[Row] = []
        self.recipients: list[Row] = []
        self.attempts: list[Row] = []
        self.at_once: list[tuple[int, int]] = []
        """Message and number of attempts that are told in the row of their recipient."""
        self.links: list[Row] = []

    def add(self, naming: Naming, owned: Owned, failures: Failures, lines: Sequence[Entry] = ()) -> None:
        self.messages.append((*_message(naming, owned), *packed(lines, owned.facts.first_seen)))
        tries = Tries(owned)
        self.recipients.extend(_recipients(naming, owned, failures, tries))
        self.attempts.extend(map(bare, _attempts(naming, owned, failures, tries)))
        self.at_once.extend((owned.id, number) for number in tries.at_once.values())
        self.links.extend(_links(owned))


def save_rejections(connection: Connection, naming: Naming, refused: Sequence[Refused]) -> None:
    """Write rejections; a second copy of one (from the other log) adds only what the first did not say."""
    rows = [bare(_rejection(naming, one)) for one in refused]
    naming.write(connection)
    complete(connection, schema.REJECTION, "fingerprint", rows)


class Tries:
    """Which attempts of a message are rows of their own."""

    def __init__(self, owned: Owned) -> None:
        attempts, people, first = owned.facts.attempts, owned.facts.recipients, owned.saved or 0
        counts = Counter(attempt.recipient for attempt in attempts)
        self.at_once = {
            attempt.recipient: number
            for number, attempt in enumerate(attempts)
            if counts[attempt.recipient] == 1 and _says_all(people[attempt.recipient], attempt)
        }
        """By recipient, its only attempt, when its own row can tell of that."""
        self.rows = [
            number
            for number, attempt in enumerate(attempts)
            if number >= first and attempt.recipient not in self.at_once
        ]
        """Those to be written: new ones, and one before them that its recipient's row told so far."""
        if first:
            self.rows[:0] = self._moved(attempts[:first], {attempt.recipient for attempt in attempts[first:]})

    @staticmethod
    def _moved(before: Sequence[AttemptFacts], again: set[int]) -> list[int]:
        """Of the attempts that are kept, those that were the only one of a recipient which was tried again.

        Only a success may have been told in the row of the recipient: all others are rows.
        """
        counts = Counter(attempt.recipient for attempt in before)
        return [
            number
            for number, attempt in enumerate(before)
            if attempt.recipient in again
            and counts[attempt.recipient] == 1
            and attempt.outcome is AttemptOutcome.SUCCESS
        ]


def _says_all(recipient: RecipientFacts, attempt: AttemptFacts) -> bool:
    """Whether the row of a recipient, with a few columns more, says what that of its attempt would."""
    return (
        attempt.outcome is AttemptOutcome.SUCCESS
        and attempt.time == recipient.finished
        and (attempt.host or "", attempt.ip or "") == (recipient.host or "", recipient.ip or "")
        and (attempt.smtp_code, attempt.enhanced_code) == (recipient.smtp_code, recipient.enhanced_code)
        and attempt.phase is None
        and (attempt.errno, attempt.reply) == (None, None)
    )


def _forget_surplus(connection: Connection, messages: Sequence[Owned], again: Rows) -> None:
    replaced = [owned for owned in messages if owned.replaced]
    if not replaced:
        return
    connection.exec_driver_sql(
        "DELETE FROM recipient WHERE message_id = ? AND number >= ?",
        [(owned.id, len(owned.facts.recipients)) for owned in replaced],
    )
    connection.exec_driver_sql(
        "DELETE FROM delivery_attempt WHERE message_id = ? AND number >= ?",
        [(owned.id, len(owned.facts.attempts)) for owned in replaced],
    )
    if again.at_once:
        connection.exec_driver_sql(
            "DELETE FROM delivery_attempt WHERE message_id = ? AND number = ?", again.at_once
        )


def _message(naming: Naming, owned: Owned) -> Row:
    facts = owned.facts
    return (
        owned.id,
        owned.server_id,
        facts.queue_id,
        facts.kind.code,
        facts.direction.code,
        facts.status.code,
        facts.first_seen,
        None if facts.received is None else facts.received - facts.first_seen,
        facts.last_seen - facts.first_seen,
        None if facts.completed is None else facts.last_seen - facts.completed,
        int(facts.frozen),
        naming.address(facts.sender),
        facts.size,
        None if facts.subject is None else storable(facts.subject),
        naming.host(facts.client_host, facts.client_ip),
        naming.label(facts.auth),
        facts.parent_queue_id,
    )


def _recipients(naming: Naming, owned: Owned, failures: Failures, tries: Tries) -> Iterable[Row]:
    time = owned.facts.first_seen if owned.facts.received is None else owned.facts.received
    for number, (recipient, cause) in enumerate(
        zip(owned.facts.recipients, failures.recipients, strict=True)
    ):
        at_once = tries.at_once.get(number)
        only = _NO_TRY if at_once is None else _only(naming, at_once, owned.facts.attempts[at_once])
        yield (owned.id, number, time, *_recipient(naming, recipient, time), cause, *only)


_NO_TRY = (None,) * 6


def _only(naming: Naming, number: int, attempt: AttemptFacts) -> Row:
    """What is told of the only attempt in the row of its recipient."""
    return (
        number,
        attempt.entry,
        naming.label(attempt.router),
        naming.label(attempt.transport),
        None if attempt.duration is None else round(attempt.duration * 1000),
        naming.label(attempt.egress_ip),
    )


def _recipient(naming: Naming, facts: RecipientFacts, time: int) -> Row:
    first, last = facts.first_attempt, facts.last_attempt
    return (
        naming.address(facts.address),
        naming.address(facts.original),
        facts.role.code,
        facts.queue_state.code,
        facts.outcome.code,
        recipient_status(facts.queue_state, facts.outcome, facts.complained).code,
        facts.attempts,
        None if first is None else first - time,
        None if first is None or last is None else last - first,
        None if facts.finished is None else facts.finished - time,
        naming.host(facts.host, facts.ip),
        facts.smtp_code,
        facts.enhanced_code,
        None if facts.phase is None else facts.phase.code,
        naming.reply(facts.reply),
    )


def _attempts(naming: Naming, owned: Owned, failures: Failures, tries: Tries) -> Iterable[Row]:
    for number in tries.rows:
        yield (*_attempt(naming, owned.id, number, owned.facts.attempts[number]), failures.attempts[number])


def _attempt(naming: Naming, message_id: int, number: int, facts: AttemptFacts) -> Row:
    return (
        message_id,
        number,
        facts.recipient,
        facts.time,
        facts.outcome.code,
        facts.entry,
        naming.label(facts.router),
        naming.label(facts.transport),
        naming.host(facts.host, facts.ip),
        None if facts.phase is None else facts.phase.code,
        facts.smtp_code,
        facts.enhanced_code,
        facts.errno,
        naming.reply(facts.reply),
        None if facts.duration is None else round(facts.duration * 1000),
        naming.label(facts.egress_ip),
    )


def _links(owned: Owned) -> Iterable[Row]:
    if owned.facts.message_id:
        yield LinkKind.MESSAGE_ID.code, link_digest(owned.facts.message_id), owned.id
    for attempt in owned.facts.attempts[owned.saved or 0 :]:
        if attempt.remote_queue_id:
            yield LinkKind.NEXT_HOP.code, link_digest(attempt.remote_queue_id), owned.id


def _rejection(naming: Naming, one: Refused) -> Row:
    facts = one.facts
    return (
        one.id,
        one.fingerprint,
        one.server_id,
        one.entry,
        facts.time,
        int(facts.permanent),
        facts.stage.code,
        facts.queue_id,
        naming.host(facts.host or facts.helo, facts.ip),
        naming.label(facts.auth),
        naming.address(facts.sender),
        naming.address(facts.recipient),
        None if facts.subject is None else storable(facts.subject),
        facts.smtp_code,
        facts.enhanced_code,
        naming.reply(facts.reply),
    )
