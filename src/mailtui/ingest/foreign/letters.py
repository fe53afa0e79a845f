"""Rows of inboxes, messages and threads -> letters in conversations.

A message that was sent is a mail that delivery events tell of; one that came is a mail that is there. Texts
of mails are not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mailtui.ingest.foreign.mails import write_rows
from mailtui.ingest.foreign.people import flag, text
from mailtui.ingest.foreign.system import Place, Wrote
from mailtui.ingest.places import provider_of
from mailtui.model.conversations.letter import Letter
from mailtui.model.conversations.mail import Placed
from mailtui.model.enums import MessageKind, QueueState, Role
from mailtui.model.facts import MessageFacts, RecipientFacts
from mailtui.model.foreign import Part, Record
from mailtui.store import inboxes, schema
from mailtui.store.conversations.placing import place as put
from mailtui.store.digests import storable
from mailtui.store.engine import Connection
from mailtui.store.facts import save_messages
from mailtui.store.inboxes import InboxRow
from mailtui.store.naming import Naming
from mailtui.store.owned import Failures, Owned, message_ids
from mailtui.store.rows import next_id

_ROLES = {"to": Role.TO, "cc": Role.CC, "bcc": Role.BCC}
_SENT = "outbound"
_BRACKETS = " <>"


def write_inboxes(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Inboxes; those of no domain are told."""
    made, problems = [], []
    for one in records:
        if not one.get("domain.name"):
            problems.append(f"{part.table} {one['id']}: it is of no domain")
            continue
        made.append(
            InboxRow(
                place.origin,
                str(one["id"]),
                str(one["domain.name"]).lower(),
                str(one["local_part"]),
                text(one["name"]) or "",
                flag(one["is_catchall"]) or False,
                one["created_at"],
                one["updated_at"],
                one["deleted_at"],
            )
        )
    return Wrote(inboxes.write(connection, made), 0, tuple(problems))


def write_letters(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Messages, each into the thread that the platform says, or that it answers."""
    sent = [one for one in records if str(one["direction"]).lower() == _SENT]
    wrote = write_rows(connection, place, part, [_without_structure(one) for one in sent])
    server = place.account.server_id
    came = {_id(one): one for one in records if str(one["direction"]).lower() != _SENT}
    known = message_ids(connection, server, map(storable, came))
    new = [one for id_, one in came.items() if storable(id_) not in known]
    _save(connection, server, new, place.now())
    if new:
        place.forget()  # who writes what rows tell has other ids in mind
    messages = {
        **message_ids(connection, server, map(storable, came)),
        **inboxes.sent_as(connection, server, [_id(one) for one in sent]),
    }
    there = inboxes.ids(connection, place.origin)
    placed = [
        _placed(one, messages[storable(_id(one))], there) for one in records if storable(_id(one)) in messages
    ]
    put(connection, placed)
    return Wrote(wrote.new + len(new), wrote.wrong, wrote.problems)


def _without_structure(one: Record) -> Record:
    """What tells of the mail itself."""
    told = ("message_id", "direction", "from_address", "subject", "ses_message_id", "sent_at", "created_at")
    return {name: one[name] for name in (*told, "recipients")}


def _save(connection: Connection, server: int, records: Sequence[Record], now: int) -> None:
    first = next_id(connection, schema.MESSAGE)
    owned = [Owned(first + at, server, _facts(one, now), replaced=False) for at, one in enumerate(records)]
    nothing = [Failures((), [None] * len(one.facts.recipients)) for one in owned]
    naming = Naming(connection, provider_of)
    save_messages(connection, naming, naming, owned, nothing)


def _facts(one: Record, now: int) -> MessageFacts:
    moment = one["sent_at"] if one["sent_at"] is not None else one["created_at"] or now
    return MessageFacts(
        queue_id=storable(_id(one)),
        kind=MessageKind.CONVERSATION,
        first_seen=moment,
        last_seen=moment,
        received=moment,
        completed=moment,
        sender=storable(str(one["from_address"] or "")) or None,
        message_id=_id(one),
        subject=text(one["subject"]) or "",
        recipients=[
            RecipientFacts(storable(address), role, queue_state=QueueState.NONE)
            for role, address in _recipients(one)
        ],
    )


def _recipients(one: Record) -> list[tuple[Role, str]]:
    found: dict[str, Role] = {}
    for row in _rows(one, "recipients"):
        address = str(row.get("address") or "").strip()
        if address:
            found.setdefault(address, _ROLES.get(str(row.get("recipient_type")).lower(), Role.TO))
    return [(role, address) for address, role in found.items()]


def _rows(one: Record, name: str) -> list[dict[str, Any]]:
    found = one[name]
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _placed(one: Record, message: int, there: dict[str, int]) -> Placed:
    ordered = sorted(_rows(one, "references"), key=lambda row: row.get("position") or 0)
    people = [str(one["from_address"] or ""), *(address for _, address in _recipients(one))]
    answers = str(one["in_reply_to"] or "").strip(_BRACKETS)
    letter = Letter(
        _id(one),
        (answers,) if answers else (),
        tuple(filter(None, (str(row.get("referenced_id") or "").strip(_BRACKETS) for row in ordered))),
        text(one["subject"]) or "",
        one["sent_at"],
        frozenset(address.lower() for address in people if address),
    )
    return Placed(
        message,
        letter,
        text(one["from_name"]) or "",
        there.get(str(one["inbox_id"])),
        text(one["raw_storage_key"]) or "",
        text(one["thread_id"]) or "",
    )


def _id(one: Record) -> str:
    return str(one["message_id"]).strip(_BRACKETS)


def write_threads(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:  # noqa: ARG001
    """That threads were deleted, or are there again: everything else of a thread follows from its letters."""
    return Wrote(inboxes.delete_threads(connection, {str(one["id"]): one["deleted_at"] for one in records}))
