"""EVENT -> FACT: a batch of events is joined to mails, folded with what is known of them, and written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mailtui.diagnosis import Diagnoser
from mailtui.ingest.events.folding import Folded, Known, folded
from mailtui.ingest.events.identity import Id, Mail, Told, ids_of, joined, name_of
from mailtui.ingest.judging import Judging
from mailtui.ingest.places import provider_of
from mailtui.store.engine import Connection
from mailtui.store.events import EventRows, Kept, become, events, heads, messages_of, recipients
from mailtui.store.facts import save_messages
from mailtui.store.naming import Naming
from mailtui.store.owned import Owned
from mailtui.store.rows import next_id
from mailtui.store.services import Account
from mailtui.store.tables import Message


class EventKeeping:
    """Everything the one writer of facts keeps in memory while it reads events."""

    def __init__(self, connection: Connection, diagnoser: Diagnoser) -> None:
        self._naming = Naming(connection, provider_of)
        self._judging = Judging(connection, self._naming, diagnoser)
        self._rows = EventRows(connection, self._naming)
        self._next = next_id(connection, Message)

    def write(self, connection: Connection, account: Account, told: Sequence[Told]) -> None:
        """Write what a batch of reduced events says, each with the id of the payload that told it."""
        ids = {id_ for one in told for id_ in ids_of(one.event)}
        at = messages_of(connection, account.server_id, ids)
        mails = joined(told, {Id(*id_): messages for id_, messages in at.items()})
        known = self._known(connection, mails, account)
        owned, results = [], []
        for mail in mails:
            message, stored = self._message_of(mail)
            one = known.get(message) or Known()
            for event, payload in mail.told:
                one.add(event, payload)
            one.queue_id = name_of(mail.ids)
            result = folded(one)
            owned.append(Owned(message, account.server_id, result.facts, replaced=stored, saved=None))
            results.append(result)
            self._note(message, one, result, mail)
        failures = self._judging.judge(connection, owned)
        save_messages(connection, self._naming, self._judging, owned, failures)
        self._rows.write(connection)

    def finish(self, connection: Connection) -> None:
        """The transaction ends: incidents are brought up to date."""
        self._judging.settle(connection)

    def _known(self, connection: Connection, mails: Iterable[Mail], account: Account) -> dict[int, Known]:
        """What the database knows of the mails; of several messages that are one, under the oldest."""
        mail_of = {message: mail for mail in mails for message in mail.known}
        stands_for = {message: min(mail.known) for message, mail in mail_of.items()}
        messages = sorted(stands_for)
        found: dict[int, Known] = {}
        addresses = recipients(connection, messages)
        for message, head in heads(connection, messages).items():
            mail_of[message].ids.add(Id(head.named_by, head.queue_id))
            known = found.setdefault(stands_for[message], Known())
            known.subject, known.sender = known.subject or head.subject, known.sender or head.sender
            for address in addresses.get(message, ()):
                known.number_of(address)
        for message, kept in events(connection, messages, account.provider):
            known = found[stands_for[message]]
            number = kept.number
            if message != stands_for[message] and number >= 0:
                number = known.number_of(addresses[message][number])
            known.events[kept.event.key] = (kept.event, number, kept.payload)
        gone = {message: other for message, other in stands_for.items() if message != other}
        for message in gone:
            self._judging.forget(connection, message)
        if gone:
            become(connection, gone)
        return found

    def _message_of(self, mail: Mail) -> tuple[int, bool]:
        """The id of the message, and whether it is in the database."""
        if mail.known:
            return min(mail.known), True
        self._next += 1
        return self._next - 1, False

    def _note(self, message: int, known: Known, result: Folded, mail: Mail) -> None:
        for key, (event, number, payload) in known.events.items():
            self._rows.add_event(message, Kept(event, number, payload), result.actors.get(key))
        for number, standing in enumerate(result.standings):
            self._rows.add_engagement(message, number, None, standing)
        self._rows.add_ids(message, mail.ids)
