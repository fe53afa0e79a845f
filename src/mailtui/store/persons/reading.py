"""What is known of one address, for its page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from mailtui.model.enums import ContactStatus, FailureClass, MembershipState, Outcome, Side, SubjectKind
from mailtui.model.person import CampaignOf, ContactView, LastFailure, ListView, PersonView
from mailtui.model.suppression import ERASED
from mailtui.model.work import Reader, Subject, TagView
from mailtui.store.persons import state
from mailtui.store.persons.own import ids_of
from mailtui.store.suppressions import of_target
from mailtui.store.work import notes, tags

MOST_CAMPAIGNS = 200
_AMONG = "IN (SELECT value FROM json_each(?1))"
_COUNTS = f"""
    SELECT (SELECT count(*) FROM recipient WHERE address_id {_AMONG})
         + (SELECT count(*) FROM recipient WHERE original_id {_AMONG}),
           (SELECT count(*) FROM message WHERE sender_id {_AMONG}),
           (SELECT count(*) FROM rejection WHERE address_id {_AMONG})
         + (SELECT count(*) FROM rejection WHERE sender_id {_AMONG})
"""
_SPAN = " UNION ALL ".join(
    f"SELECT {which}({time}) FROM {table} WHERE {column} {_AMONG}"
    for table, column, time in (
        ("recipient", "address_id", "time"),
        ("recipient", "original_id", "time"),
        ("message", "sender_id", "first_seen"),
        ("rejection", "address_id", "time"),
        ("rejection", "sender_id", "time"),
    )
    for which in ("min", "max")
)
_CONTACT = f"""
    SELECT id, trim(first_name || ' ' || last_name), status, verified, consent, consent_at, confirmed,
           subscribed, unsubscribed, unsubscribe_reason, source, origin, tags, custom, notes
    FROM contact WHERE address_id {_AMONG} LIMIT 1
"""
_LISTS = """
    SELECT l.id, l.name, m.state, m.subscribed, m.unsubscribed FROM membership m
    JOIN contact_list l ON l.id = m.list_id WHERE m.contact_id = ? ORDER BY m.state, l.name
"""
_CAMPAIGNS = f"""
    SELECT c.id, coalesce(c.name, c.external_id), count(*), max(r.time), r.outcome, max(e.opened),
           max(e.clicked), max(e.complained), max(e.unsubscribed),
           max(e.opened) IS NULL AND sum(e.machine_opens + e.machine_clicks) > 0
    FROM recipient r CROSS JOIN engagement e ON e.message_id = r.message_id AND e.number = r.number
    JOIN campaign c ON c.id = e.campaign_id
    WHERE r.address_id {_AMONG} GROUP BY c.id ORDER BY 4 DESC LIMIT {MOST_CAMPAIGNS}
"""
_FAILURE = f"""
    SELECT coalesce(r.first_attempt, r.time), s.failure_class, c.side, coalesce(p.text, '')
    FROM recipient r JOIN cause c ON c.id = r.cause_id JOIN signature s ON s.id = c.signature_id
    LEFT JOIN reply p ON p.id = r.reply_id
    WHERE r.address_id {_AMONG} ORDER BY r.time DESC LIMIT 1
"""


def person(connection: Connection, address: str, reader: Reader) -> PersonView:
    """The page of an address, known or not."""
    ids = ids_of(connection, address)
    among = json.dumps(ids)
    rows = connection.exec_driver_sql(f"SELECT text, id FROM address WHERE id {_AMONG} ORDER BY id", (among,))
    spellings = {row[0]: row[1] for row in rows}
    written = address if address in spellings else next(iter(spellings), address)
    counts = connection.exec_driver_sql(_COUNTS, (among,)).one()
    moments = [row[0] for row in connection.exec_driver_sql(_SPAN, (among,)) if row[0] is not None]
    contact = _contact(connection, among)
    subjects = [Subject(SubjectKind.ADDRESS, id_) for id_ in ids]
    begun = state.under_way(connection, address)
    held = of_target(connection, address)
    return PersonView(
        address=written,
        spellings=[text for text in spellings if text != written],
        subject=spellings.get(written),
        received=counts[0],
        sent=counts[1],
        refused=counts[2],
        first=min(moments, default=None),
        last=max(moments, default=None),
        contact=contact,
        lists=[] if contact is None else _lists(connection, contact.id),
        campaigns=_campaigns(connection, among),
        suppressions=held,
        erased_before=any(one.is_open and one.target.startswith(ERASED) for one in held),
        notes=notes.of_subjects(connection, subjects, reader),
        tags=[TagView(one.name, one.colour, one.number) for one in tags.carried(connection, subjects)],
        failure=_failure(connection, among),
        erasing=None if begun is None else begun.begun,
    )


def _contact(connection: Connection, among: str) -> ContactView | None:
    row = connection.exec_driver_sql(_CONTACT, (among,)).first()
    if row is None:
        return None
    id_, name, status, verified, consent, *rest, tags_, custom, noted = row
    said = (_yes(verified), _yes(consent))
    word = str(ContactStatus.of_code(status))
    return ContactView._make((id_, name, word, *said, *rest, _texts(tags_), _object(custom), noted))


def _yes(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _texts(value: str) -> Sequence[str]:
    found = _json(value)
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _object(value: str) -> dict[str, object]:
    found = _json(value)
    return found if isinstance(found, dict) else {}


def _json(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return None


def _lists(connection: Connection, contact: int) -> list[ListView]:
    rows = connection.exec_driver_sql(_LISTS, (contact,))
    return [ListView(row[0], row[1], str(MembershipState.of_code(row[2])), *row[3:]) for row in rows]


def _campaigns(connection: Connection, among: str) -> list[CampaignOf]:
    rows = connection.exec_driver_sql(_CAMPAIGNS, (among,))
    return [
        CampaignOf._make((*row[:4], str(Outcome.of_code(row[4])), *row[5:9], bool(row[9]))) for row in rows
    ]


def _failure(connection: Connection, among: str) -> LastFailure | None:
    row = connection.exec_driver_sql(_FAILURE, (among,)).first()
    if row is None:
        return None
    return LastFailure(row[0], str(FailureClass.of_code(row[1])), str(Side.of_code(row[2])), row[3])
