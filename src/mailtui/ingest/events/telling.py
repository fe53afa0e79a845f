"""EVENTS -> what a batch tells of each mail, as plain values: ready for another process, or for the writer.

An event is a tuple (`row_of`), a mail a `MailTold`. Most mail goes to one recipient and is sent, delivered
and opened: what that comes to is worked out here (`Plain`), so that whoever writes has only to make rows of
it. `folding.folded` stays the definition of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from mailtui.ingest.events.identity import CODES, Mail, Told, joined
from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.mail_told import EventRow, MailTold, Plain, Sought
from mailtui.model.provider_event import ProviderEvent
from mailtui.store.digests import link_digest, storable

_SENT, _DELIVERED, _OPENED = (
    kind.code for kind in (ProviderEventKind.SENT, ProviderEventKind.DELIVERED, ProviderEventKind.OPENED)
)
_IN_TIME = itemgetter(2, 0)
_MACHINE, _HEAD, _AGENT = 13, 14, 15


def mails_of(told: Iterable[Told]) -> list[MailTold]:
    """The mails that reduced events are about."""
    return [_mail_of(mail) for mail in joined(told)]


def sought(mails: Iterable[MailTold]) -> Sought:
    """What is to be looked up to write mails. Mail that was only opened is hardly new."""
    keys: list[tuple[int, int]] = []
    recipients = set()
    for mail in mails:
        keys += mail.keys
        plain = mail.plain
        if plain is not None and (plain.tries or plain.received is not None):
            recipients.add(plain.recipient)
    return Sought(sorted(keys), sorted(map(storable, recipients)))


def row_of(event: ProviderEvent, payload: int) -> EventRow:
    """What is kept of a reduced event itself: all that is about the mail as a whole is kept there.

    Of a delivery the codes are kept, and not the words, which differ from mail to mail and say no more.
    """
    return (
        bytes.fromhex(event.key),
        event.kind.code,
        event.time,
        payload,
        event.permanent,
        event.blocked,
        event.smtp_code,
        event.enhanced_code,
        "" if event.kind is ProviderEventKind.DELIVERED else event.reply,
        event.remote_host,
        event.sending_ip,
        event.sub_type,
        event.link,
        event.machine,
        event.method != "",
        event.user_agent,
        int(event.ip) if event.ip else None,
        event.recipient,
    )


def event_of(row: EventRow, provider: EventProvider) -> ProviderEvent:
    """The event that a row says, without its recipient and what is about the mail as a whole."""
    # fmt: off
    (key, kind, time, _, permanent, blocked, smtp_code, enhanced_code, reply, remote_host, sending_ip,
     sub_type, link, machine, head, agent, visitor, _) = row
    # fmt: on
    return ProviderEvent(
        provider,
        ProviderEventKind.of_code(kind),
        key.hex(),
        time,
        permanent=permanent,
        blocked=blocked,
        sub_type=sub_type,
        smtp_code=smtp_code,
        enhanced_code=enhanced_code,
        reply=reply,
        remote_host=remote_host,
        sending_ip=sending_ip,
        link=link,
        machine=machine,
        method="HEAD" if head else "",
        ip="" if visitor is None else str(visitor),
        user_agent=agent,
    )


def least(one: str, other: str) -> str:
    """Of what is told differently, always the same; what is told, where one is empty."""
    return min(one, other) if one and other else one or other


def _mail_of(mail: Mail) -> MailTold:
    subject = sender = message_id = campaign = ""
    rows = []
    for event, payload in mail.told:
        rows.append(row_of(event, payload))
        if event.subject != subject:
            subject = least(subject, event.subject)
        if event.sender != sender:
            sender = least(sender, event.sender)
        if event.message_id != message_id:
            message_id = least(message_id, event.message_id)
        if event.campaign != campaign:
            campaign = least(campaign, event.campaign)
    ids = tuple(mail.ids)
    keys = tuple([(CODES[id_[0]], link_digest(id_[1:])) for id_ in ids])
    digest = link_digest(message_id) if message_id else 0
    return MailTold(ids, keys, subject, sender, message_id, digest, campaign, rows, _plain(rows))


def _plain(rows: list[EventRow]) -> Plain | None:
    """None when it is none: then its events are folded by who writes."""
    recipient = rows[0][-1]
    if len(rows) > 1:
        rows.sort(key=_IN_TIME)
        if len({row[0] for row in rows}) < len(rows):
            return None
    received = opened = None
    opens = machine_opens = 0
    tries = []
    for row in rows:
        kind = row[1]
        if row[-1] != recipient:
            return None
        if kind == _SENT:
            received = row[2] if received is None else received
        elif kind == _DELIVERED:
            tries.append(row)
        elif kind != _OPENED:
            return None
        elif row[_MACHINE] or row[_HEAD] or row[_AGENT]:
            machine_opens += 1
        else:
            opens += 1
            opened = row[2] if opened is None else opened
    if not recipient or (opens + machine_opens and not tries):
        return None
    return Plain(recipient, rows[0][2], received, rows[-1][2], tries, opened, opens, machine_opens)
