"""EVENT -> FACT: a batch of events is joined to mails, folded with what is known of them, and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from mailtui.diagnosis import Diagnoser
from mailtui.diagnosis.mailboxes import mailbox_of
from mailtui.ingest.events.delivered import confirmed, delivered, standing_after
from mailtui.ingest.events.folding import Folded, Known, folded
from mailtui.ingest.events.identity import CODES, KINDS, Told, name_of, named
from mailtui.ingest.events.late import Acted, acted, is_late, standing_of
from mailtui.ingest.events.matching import Found, matched, parted
from mailtui.ingest.events.telling import least, mails_of, sought
from mailtui.ingest.judging import Judging
from mailtui.ingest.places import domain_of, provider_of
from mailtui.model.enums import Actor, ProviderEventKind
from mailtui.model.mail_told import MailTold, Sought, peer
from mailtui.store import schema
from mailtui.store.campaigns import NONE, Campaigns, Counted, Deltas, clicked_in
from mailtui.store.engine import Connection
from mailtui.store.event_rows import EventRows
from mailtui.store.events import (
    Act,
    Kept,
    State,
    acts,
    become,
    events,
    messages_of,
    named_by,
    only_sent,
    states,
)
from mailtui.store.facts import save_messages
from mailtui.store.in_columns import Success
from mailtui.store.naming import Naming
from mailtui.store.owned import Owned
from mailtui.store.rows import next_id
from mailtui.store.sent import Delivered, Sent, save_delivered, save_sent
from mailtui.store.services import Account

_OPENED = ProviderEventKind.OPENED
_MESSAGE_ID = CODES["2"]
TOGETHER = 1_000
"""Mails that the database knows are read and written so many at once."""


class EventKeeping:
    """Everything the one writer of facts keeps in memory while it reads events."""

    def __init__(self, connection: Connection, diagnoser: Diagnoser) -> None:
        self._naming = Naming(connection, provider_of)
        self._judging = Judging(connection, self._naming, diagnoser)
        self._rows = EventRows(connection, self._naming)
        self._campaigns = Campaigns(connection)
        self._deltas = Deltas()
        self._next = next_id(connection, schema.MESSAGE)
        self._doubtful: set[int] = set()

    def write(self, connection: Connection, account: Account, told: Sequence[Told]) -> None:
        """Write what a batch of reduced events says, each with the id of the payload that told it."""
        self.learn(connection, account, {(one.campaign, one.kind.code) for one, _ in told})
        mails = mails_of(told)
        self.put(connection, account, [mails], sought(mails))

    def learn(
        self,
        connection: Connection,
        account: Account,
        kinds: Iterable[tuple[str, int]],
        names: Iterable[tuple[str, int, str]] = (),
    ) -> None:
        """What the mails that come next tell of campaigns.

        `kinds`: which kinds of events (codes) of which campaign; `names`: id, moment and name.
        """
        self._doubtful |= self._doubted(connection, account, kinds)
        self._campaigns.name(account.server_id, names)

    def put(
        self,
        connection: Connection,
        account: Account,
        parts: Iterable[Sequence[MailTold]],
        look: Sought,
        base: int = 0,
    ) -> None:
        """Write what is told of mails, each of them once in there; `learn` goes before.

        `look`: what is to be looked up for them; `base` is added to the payloads that are named. Whatever is
        in no order of time (ids, addresses) is looked up and written at once for all of them.
        """
        at = messages_of(connection, account.server_id, look.keys)
        self._naming.meet(look.recipients)
        known: list[MailTold] = []
        for mails in parts:
            new, there = parted(mails, at)
            known += there
            self._put_new(connection, account, new, base)
        found = matched(known, at, self._doubtful)
        self._doubtful = set()
        for start in range(0, len(found), TOGETHER):
            self._put_known(connection, account, found[start : start + TOGETHER], base)
        self._campaigns.write(connection)
        self._rows.write_ids(connection)
        self._deltas.write(connection)

    def _put_new(
        self, connection: Connection, account: Account, mails: Sequence[MailTold], base: int
    ) -> None:
        sent = [self._sent(account, mail, base) for mail in mails if mail.plain is not None]
        others = [Found([mail]) for mail in mails if mail.plain is None]
        owned = self._fold(connection, account, others, {}, base)
        self._judging.delivered(account.server_id, chain.from_iterable(map(_news, sent)))
        failures = self._judging.judge(connection, owned)
        save_sent(connection, self._naming, self._judging, account.server_id, sent, base)
        save_messages(connection, self._naming, self._judging, owned, failures)
        self._rows.write(connection)

    def _put_known(self, connection: Connection, account: Account, found: Sequence[Found], base: int) -> None:
        there = states(connection, sorted({message for one in found for message in one.messages}))
        others = self._delivered(connection, account, found, there, base)
        others = self._late(connection, account, others, there, base)
        owned = self._fold(connection, account, others, there, base)
        failures = self._judging.judge(connection, owned)
        save_messages(connection, self._naming, self._judging, owned, failures)
        self._rows.write(connection)

    def finish(self, connection: Connection) -> None:
        """The transaction ends: incidents are brought up to date."""
        self._judging.settle(connection)

    def _doubted(
        self, connection: Connection, account: Account, kinds: Iterable[tuple[str, int]]
    ) -> set[int]:
        """Messages whose clicks are judged anew: of a campaign of which an open is told for the first time.

        Until then nobody knew that opens are told of it, and a click without one was nothing special.
        """
        server, first = account.server_id, []
        for name, code in sorted(kinds):
            campaign, kind = self._campaigns.id_of(server, name), ProviderEventKind.of_code(code)
            if self._campaigns.note(server, campaign, kind) and kind is _OPENED:
                first.append(campaign)
        return {message for one in first for message in clicked_in(connection, server, one)}

    # -- new mail that was sent, delivered, opened -------------------------------------------------

    def _sent(self, account: Account, mail: MailTold, base: int) -> Sent:
        """Note all of a mail but its message, its recipient and its attempts."""
        plain = mail.plain
        assert plain is not None
        message, self._next = self._next, self._next + 1
        campaign = self._campaigns.id_of(account.server_id, mail.campaign)
        rows = self._rows
        for row in mail.rows:
            rows.add_row(message, 0, row, base, _actor_of(row), new=True)
        did = plain.received, plain.opened, None, None, None, plain.opens, plain.machine_opens, 0, 0
        rows.add_did(message, 0, campaign or None, did)
        rows.add_ids(message, mail.keys)
        if mail.message_id:
            rows.add_ids(message, ((_MESSAGE_ID, mail.message_id_digest),))
        if campaign != NONE:
            time = plain.first_seen if plain.received is None else plain.received
            tries = plain.tries
            remote = tries[-1][9] if tries else ""
            domain = domain_of(plain.recipient)
            mailbox = _mailbox_at(remote, domain) if remote else mailbox_of("", domain)
            self._deltas.add_sent(
                campaign, time, mailbox, bool(tries), plain.opens > 0, plain.machine_opens > 0
            )
        return Sent(message, name_of(mail.ids), campaign, mail, plain)

    # -- mail that was sent before, and is delivered now --------------------------------------------

    def _delivered(
        self,
        connection: Connection,
        account: Account,
        found: Sequence[Found],
        there: dict[int, State],
        base: int,
    ) -> Sequence[Found]:
        """Note which mails are delivered; all others."""
        some = {id(one): mail for one in found if (mail := delivered(one, there)) is not None}
        if not some:
            return found
        sent = only_sent(connection, [mail.id for mail in some.values()])
        some = {key: mail for key, mail in some.items() if confirmed(mail, sent)}
        for mail in some.values():
            self._note_delivered(mail, there[mail.id], base)
        self._judging.delivered(account.server_id, chain.from_iterable(map(_news, some.values())))
        save_delivered(connection, self._naming, some.values(), base)
        return [one for one in found if id(one) not in some]

    def _note_delivered(self, one: Delivered, state: State, base: int) -> None:
        """Note all of a mail but its message, its recipient and its attempts."""
        mail, plain, there, rows = one.mail, one.plain, state.recipients[0], self._rows
        for row in mail.rows:
            rows.add_row(one.id, 0, row, base, _actor_of(row))
        before = standing_of(there)
        after = standing_after(before, plain)
        if plain.opens or plain.machine_opens:
            rows.change_engagement(one.id, 0, after)
        if mail.message_id:
            rows.add_ids(one.id, ((_MESSAGE_ID, mail.message_id_digest),))
        if there.campaign is not None:
            was = mailbox_of(there.provider, there.domain)
            remote = plain.tries[-1][9]
            mailbox = _mailbox_at(remote, there.domain) if remote else was
            self._deltas.add(Counted(there.campaign, there.time, was, before), -1)
            self._deltas.add(Counted(there.campaign, there.time, mailbox, after))

    # -- what recipients did with mail that is there -----------------------------------------------

    def _late(
        self,
        connection: Connection,
        account: Account,
        found: Sequence[Found],
        there: dict[int, State],
        base: int,
    ) -> list[Found]:
        """Note what recipients did; what is left to be folded."""
        late, others = [], []
        for one in found:
            is_one = len(one.messages) == 1 == len(one.mails)
            state = there[min(one.messages)] if is_one else None
            if state is not None and is_late(state, one.mails[0]):
                late.append((min(one.messages), state, one))
            else:
                others.append(one)
        before = acts(connection, [message for message, _, _ in late])
        for message, state, one in late:
            known = before.get(message, [])
            if not self._act(account, message, state, one.mails[0], known, base):
                others.append(one)
        return others

    def _act(
        self, account: Account, message: int, state: State, mail: MailTold, known: Sequence[Act], base: int
    ) -> bool:
        there = state.recipients[0]
        tracked = self._campaigns.tells(account.server_id, there.campaign or NONE, _OPENED)
        result = acted(state, mail, known, tracked)
        if result is None:
            return False
        self._note_acts(message, state, result, base)
        if mail.message_id:
            self._rows.add_ids(message, ((_MESSAGE_ID, mail.message_id_digest),))
        if there.campaign is not None:
            mailbox = mailbox_of(there.provider, there.domain)
            self._deltas.change(there.campaign, there.time, mailbox, result.before, result.after)
        return True

    def _note_acts(self, message: int, state: State, result: Acted, base: int) -> None:
        rows = self._rows
        for row, number, actor in result.new:
            rows.add_row(message, number, row, base, actor)
        for key, actor in result.changed:
            rows.change_actor(message, key, actor)
        if result.after != result.before:
            rows.change_engagement(message, 0, result.after)
        longer = result.last_seen - state.first_seen - state.seen_for
        if longer:
            ended = state.completed_before
            rows.prolong(message, state.seen_for + longer, None if ended is None else ended + longer)

    # -- all other mail ----------------------------------------------------------------------------

    def _fold(
        self,
        connection: Connection,
        account: Account,
        mails: Sequence[Found],
        there: dict[int, State],
        base: int,
    ) -> list[Owned]:
        known = self._known(connection, mails, there, account)
        owned = []
        for found in mails:
            stored = bool(found.messages)
            message = min(found.messages) if stored else self._next
            self._next += not stored
            one = known.get(message) or Known()
            for mail in found.mails:
                one.add(mail, account.provider, base)
            corrected = one.corrected
            if stored and corrected:
                self._judging.forget(connection, message)
            ids = found.ids | ({one.queue_id} if one.queue_id else set())
            one.queue_id = name_of(ids)
            campaign = self._campaigns.id_of(account.server_id, one.campaign)
            one.opens_tracked = self._campaigns.tells(account.server_id, campaign, _OPENED)
            result = folded(one)
            saved = 0 if corrected else None
            owned.append(Owned(message, account.server_id, result.facts, replaced=stored, saved=saved))
            self._note(message, one, result, found, campaign)
        return owned

    def _known(
        self, connection: Connection, mails: Iterable[Found], there: dict[int, State], account: Account
    ) -> dict[int, Known]:
        """What the database knows of the mails; of several messages that are one, under the oldest."""
        stands_for = {message: min(found.messages) for found in mails for message in found.messages}
        told = {message: found.ids for found in mails for message in found.messages}
        named_well = {message for message, ids in told.items() if named(KINDS[0], there[message].name) in ids}
        unsure = {message: there[message].name for message in stands_for if message not in named_well}
        kinds = dict.fromkeys(named_well, KINDS[0]) | named_by(connection, unsure)
        found: dict[int, Known] = {}
        for message in sorted(stands_for):
            state, known = there[message], found.setdefault(stands_for[message], Known())
            for one in state.recipients:
                known.number_of(one.address)
                known.unnamed |= not one.address
                if one.campaign is not None:
                    mailbox = mailbox_of(one.provider, one.domain)
                    self._deltas.add(Counted(one.campaign, one.time, mailbox, standing_of(one)), -1)
            name = named(kinds[message], state.name)
            known.queue_id = least(known.queue_id, name)
            known.subject = least(known.subject, state.subject)
            known.sender = least(known.sender, state.sender)
            known.campaign = least(known.campaign, state.recipients[0].campaign_name)
        self._read_events(connection, account, stands_for, there, found)
        self._merge(connection, stands_for)
        for message in found.keys() - {other for one, other in stands_for.items() if one != other}:
            found[message].disturbed = False
        return found

    @staticmethod
    def _read_events(
        connection: Connection,
        account: Account,
        stands_for: dict[int, int],
        there: dict[int, State],
        found: dict[int, Known],
    ) -> None:
        for message, kept in events(connection, sorted(stands_for), account.provider):
            known, number = found[stands_for[message]], kept.number
            if message != stands_for[message] and number >= 0:
                number = known.number_of(there[message].recipients[number].address)
            known.keep(kept._replace(number=number), stored=message == stands_for[message])

    def _merge(self, connection: Connection, stands_for: dict[int, int]) -> None:
        gone = {message: other for message, other in stands_for.items() if message != other}
        for message in gone:
            self._judging.forget(connection, message)
        if gone:
            become(connection, gone)

    def _note(self, message: int, known: Known, result: Folded, found: Found, campaign: int) -> None:
        for key, (event, number, payload) in known.events.items():
            kept = Kept(event, number, payload, result.actors.get(key))
            if kept != known.stored.get(key):
                self._rows.add_event(message, kept)
        for number, standing in enumerate(result.standings):
            self._rows.add_engagement(message, number, campaign or None, standing)
        for mail in found.mails:
            self._rows.add_ids(message, mail.keys)
        if campaign != NONE:
            self._count(result, campaign)

    def _count(self, result: Folded, campaign: int) -> None:
        facts = result.facts
        time = facts.first_seen if facts.received is None else facts.received
        for recipient, standing in zip(facts.recipients, result.standings, strict=True):
            mailbox = _mailbox(recipient.host, recipient.ip, recipient.address)
            self._deltas.add(Counted(campaign, time, mailbox, standing))


@lru_cache(65_536)
def _mailbox_at(remote: str, domain: str) -> str:
    host, ip = peer(remote)
    return mailbox_of(provider_of(host or "", ip or ""), domain)


def _mailbox(host: str | None, ip: str | None, address: str) -> str:
    provider = provider_of(host or "", ip or "") if host or ip else ""
    return mailbox_of(provider, domain_of(address))


def _actor_of(row: tuple[object, ...]) -> int | None:
    """Who opened a plain mail: a machine if the event gives it away."""
    if row[1] != _OPENED.code:
        return None
    return Actor.MACHINE.code if row[13] or row[14] or row[15] else Actor.HUMAN.code


def _news(sent: Sent | Delivered) -> Iterator[Success]:
    for row in sent.plain.tries:
        yield sent.id, sent.plain.recipient, row[2], *peer(row[9]), row[10] or None
