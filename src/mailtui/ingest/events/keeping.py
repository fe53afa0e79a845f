"""EVENT -> FACT: a batch of events is joined to mails, folded with what is known of them, and written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mailtui.diagnosis import Diagnoser
from mailtui.ingest.events.folding import Folded, Known, folded, least
from mailtui.ingest.events.identity import Id, Mail, Told, ids_of, joined, name_of
from mailtui.ingest.events.mailboxes import mailbox_of
from mailtui.ingest.judging import Judging
from mailtui.ingest.places import domain_of, provider_of
from mailtui.model.enums import ProviderEventKind
from mailtui.store.campaigns import NONE, Campaigns, Counted, Deltas, clicked_in, counted, names_of
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
        self._campaigns = Campaigns(connection)
        self._deltas = Deltas()
        self._next = next_id(connection, Message)

    def write(self, connection: Connection, account: Account, told: Sequence[Told]) -> None:
        """Write what a batch of reduced events says, each with the id of the payload that told it."""
        ids = {id_ for one in told for id_ in ids_of(one.event)}
        at = messages_of(connection, account.server_id, ids)
        mails = joined(told, {Id(*id_): messages for id_, messages in at.items()})
        mails += self._doubted(connection, account, told, mails)
        known = self._known(connection, mails, account)
        owned = []
        for mail in mails:
            message, stored = self._message_of(mail)
            one = known.get(message) or Known()
            for event, payload in mail.told:
                one.add(event, payload)
            if stored and one.disturbed:
                self._judging.forget(connection, message)
            one.queue_id = name_of(mail.ids)
            campaign = self._campaigns.id_of(account.server_id, one.campaign)
            one.opens_tracked = self._campaigns.tells(account.server_id, campaign, ProviderEventKind.OPENED)
            result = folded(one)
            saved = 0 if one.disturbed else None
            owned.append(Owned(message, account.server_id, result.facts, replaced=stored, saved=saved))
            self._note(message, one, result, mail, campaign)
        failures = self._judging.judge(connection, owned)
        save_messages(connection, self._naming, self._judging, owned, failures)
        self._campaigns.write(connection)
        self._rows.write(connection)
        self._deltas.write(connection)

    def finish(self, connection: Connection) -> None:
        """The transaction ends: incidents are brought up to date."""
        self._judging.settle(connection)

    def _doubted(
        self, connection: Connection, account: Account, told: Iterable[Told], mails: Iterable[Mail]
    ) -> list[Mail]:
        """Mails whose clicks are judged anew: of a campaign of which an open is told for the first time.

        Until then nobody knew that opens are told of it, and a click without one was nothing special.
        """
        server, first = account.server_id, set()
        for event, _ in told:
            campaign = self._campaigns.id_of(server, event.campaign)
            if self._campaigns.note(server, campaign, event.kind) and event.kind is ProviderEventKind.OPENED:
                first.add(campaign)
        here = {message for mail in mails for message in mail.known} if first else set()
        found = {message for one in first for message in clicked_in(connection, server, one)} - here
        return [Mail(known={message}) for message in sorted(found)]

    def _known(self, connection: Connection, mails: Iterable[Mail], account: Account) -> dict[int, Known]:
        """What the database knows of the mails; of several messages that are one, under the oldest."""
        mail_of = {message: mail for mail in mails for message in mail.known}
        stands_for = {message: min(mail.known) for message, mail in mail_of.items()}
        messages = sorted(stands_for)
        for recipient in counted(connection, messages, mailbox_of):
            self._deltas.add(recipient, -1)
        found: dict[int, Known] = {}
        campaigns = names_of(connection, messages)
        addresses = recipients(connection, messages)
        for message, head in heads(connection, messages).items():
            mail_of[message].ids.add(Id(head.named_by, head.queue_id))
            known = found.setdefault(stands_for[message], Known())
            known.subject = least(known.subject, head.subject)
            known.sender = least(known.sender, head.sender)
            known.campaign = least(known.campaign, campaigns.get(message, ""))
            for address in addresses.get(message, ()):
                known.number_of(address)
        for message, kept in events(connection, messages, account.provider):
            known = found[stands_for[message]]
            number = kept.number
            if message != stands_for[message] and number >= 0:
                number = known.number_of(addresses[message][number])
            known.keep(kept.event, number, kept.payload)
        gone = {message: other for message, other in stands_for.items() if message != other}
        for message in gone:
            self._judging.forget(connection, message)
        if gone:
            become(connection, gone)
        for message in found.keys() - set(gone.values()):
            found[message].disturbed = False
        return found

    def _message_of(self, mail: Mail) -> tuple[int, bool]:
        """The id of the message, and whether it is in the database."""
        if mail.known:
            return min(mail.known), True
        self._next += 1
        return self._next - 1, False

    def _note(self, message: int, known: Known, result: Folded, mail: Mail, campaign: int) -> None:
        for key, (event, number, payload) in known.events.items():
            self._rows.add_event(message, Kept(event, number, payload), result.actors.get(key))
        for number, standing in enumerate(result.standings):
            self._rows.add_engagement(message, number, campaign or None, standing)
        self._rows.add_ids(message, mail.ids)
        if campaign != NONE:
            self._count(result, campaign)

    def _count(self, result: Folded, campaign: int) -> None:
        facts = result.facts
        time = facts.first_seen if facts.received is None else facts.received
        for recipient, standing in zip(facts.recipients, result.standings, strict=True):
            host, ip = recipient.host, recipient.ip
            provider = provider_of(host or "", ip or "") if host or ip else ""
            mailbox = mailbox_of(provider, domain_of(recipient.address))
            self._deltas.add(Counted(campaign, time, mailbox, standing))
