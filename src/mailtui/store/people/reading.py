"""Contacts, lists, segments, templates and links, read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from mailtui.model.enums import ContactStatus, MembershipState
from mailtui.model.people_view import (
    CampaignLinkView,
    ContactView,
    Filter,
    ListView,
    MembershipView,
    SegmentView,
    TemplateView,
)
from mailtui.store.people.selecting import ACTIVE, chosen
from mailtui.store.people.texts import lowered

_CONTACT = (
    "SELECT c.id, a.text, c.status, c.first_name, c.last_name, c.tags, c.custom, c.origin, c.external_id, "
    "c.verified, c.consent, c.consent_at, c.confirmation_sent, c.confirmed, c.subscribed, c.unsubscribed, "
    "c.unsubscribe_reason, c.bounces, c.last_bounce, c.bounce_type, c.complaints, c.last_complaint, "
    "c.source, c.notes, c.created, c.updated, c.imported "
)
_FROM = "FROM contact c CROSS JOIN address a ON a.id = c.address_id "
_SUBSCRIBED = ContactStatus.SUBSCRIBED.code
_NEVER = -1


def page(connection: Connection, wanted: Filter, after: int = _NEVER, limit: int = 100) -> list[ContactView]:
    """The next contacts with an id above `after`."""
    where, values = chosen(wanted)
    rows = connection.exec_driver_sql(
        f"{_CONTACT}{_FROM}WHERE {where} AND c.id > ? ORDER BY c.id LIMIT ?", (*values, after, limit)
    )
    return [_contact(row) for row in rows]


def ids(connection: Connection, wanted: Filter, limit: int) -> list[int]:
    """The ids of the first contacts, in the order of ids."""
    where, values = chosen(wanted)
    rows = connection.exec_driver_sql(
        f"SELECT c.id {_FROM}WHERE {where} ORDER BY c.id LIMIT ?", (*values, limit)
    )
    return [row[0] for row in rows]


def count(connection: Connection, wanted: Filter) -> int:
    """How many contacts there are."""
    where, values = chosen(wanted)
    return int(connection.exec_driver_sql(f"SELECT count(*) {_FROM}WHERE {where}", values).scalar_one())


def by_ids(connection: Connection, wanted: Sequence[int]) -> list[ContactView]:
    """Contacts in the order of their ids; those that are gone are left out."""
    rows = connection.exec_driver_sql(
        f"{_CONTACT}FROM json_each(?) j CROSS JOIN contact c ON c.id = j.value "
        "CROSS JOIN address a ON a.id = c.address_id ORDER BY c.id",
        (json.dumps(list(wanted)),),
    )
    return [_contact(row) for row in rows]


def of_address(connection: Connection, address: str) -> ContactView | None:
    """The contact of an address as it is written, else in whatever case; None when there is none."""
    rows = connection.exec_driver_sql(
        f"{_CONTACT}FROM address a CROSS JOIN contact c ON c.address_id = a.id "
        "WHERE lower(a.text) = ? ORDER BY a.text <> ?, c.id LIMIT 1",
        (lowered(address), address),
    )
    return next(map(_contact, rows), None)


def memberships(connection: Connection, contact: int) -> list[MembershipView]:
    """The lists that a contact is on, then those it was on, by name."""
    rows = connection.exec_driver_sql(
        "SELECT l.id, l.name, m.state, m.subscribed, m.unsubscribed FROM membership m "
        "JOIN contact_list l ON l.id = m.list_id WHERE m.contact_id = ? "
        "ORDER BY m.state, lower(l.name), l.id",
        (contact,),
    )
    return [MembershipView(row[0], row[1], MembershipState.of_code(row[2]), *row[3:]) for row in rows]


def lists(connection: Connection, wanted: int | None = None) -> list[ListView]:
    """Every list by its name, or one, with its contacts counted."""
    only = "" if wanted is None else f"WHERE l.id = {wanted:d} "
    rows = connection.exec_driver_sql(
        "SELECT l.id, l.name, l.origin, l.external_id, l.description, l.double_opt_in, l.created, l.updated, "
        f"coalesce(sum(m.state = {ACTIVE}), 0), coalesce(sum(m.state <> {ACTIVE}), 0), "
        f"coalesce(sum(m.state = {ACTIVE} AND c.status = {_SUBSCRIBED}), 0) FROM contact_list l "
        "LEFT JOIN membership m ON m.list_id = l.id LEFT JOIN contact c ON c.id = m.contact_id "
        f"{only}GROUP BY l.id ORDER BY lower(l.name), l.id"
    )
    return [ListView(*(*row[:5], _flag(row[5]), *row[6:])) for row in rows]


def segments(connection: Connection, wanted: int | None = None) -> list[SegmentView]:
    """Every segment by its name, or one."""
    only = "" if wanted is None else f"WHERE s.id = {wanted:d} "
    rows = connection.exec_driver_sql(
        "SELECT s.id, s.name, s.origin, s.external_id, s.list_id, coalesce(l.name, ''), s.description, "
        "s.conditions, coalesce(s.error, ''), s.dynamic, s.created, s.updated FROM segment s "
        f"LEFT JOIN contact_list l ON l.id = s.list_id {only}ORDER BY lower(s.name), s.id"
    )
    return [SegmentView(*(*row[:9], bool(row[9]), *row[10:])) for row in rows]


def templates(connection: Connection, wanted: int | None = None) -> list[TemplateView]:
    """Every template by its name, the newest version first, or one."""
    only = "" if wanted is None else f"WHERE id = {wanted:d} "
    rows = connection.exec_driver_sql(
        "SELECT id, name, version, origin, external_id, description, subject, html, text, preview_text, "
        f"variables, kind, system, active, created, updated FROM mail_template {only}"
        "ORDER BY lower(name), external_id, version DESC, id"
    )
    return [
        TemplateView(*(*row[:10], tuple(json.loads(row[10])), row[11], *map(bool, row[12:14]), *row[14:]))
        for row in rows
    ]


def links(connection: Connection, campaign: int) -> list[CampaignLinkView]:
    """The links that a campaign has, clicked or not, as they came."""
    rows = connection.exec_driver_sql(
        "SELECT l.url, c.short_code, c.created FROM campaign_link c JOIN link l ON l.id = c.link_id "
        "WHERE c.campaign_id = ? ORDER BY c.id",
        (campaign,),
    )
    return [CampaignLinkView(*row) for row in rows]


def called(connection: Connection, table: str, name: str) -> list[int]:
    """Ids of the lists, segments or templates of a name, or of an id at their origin; then of an id of ours.

    `table`: contact_list, segment or mail_template. Of templates the newest version of each.
    """
    newest = "version DESC, " if table == "mail_template" else ""
    by = "origin, external_id" if newest else "id"
    for column in ("name", "external_id"):
        rows = connection.exec_driver_sql(
            f"SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY {by} ORDER BY {newest}id DESC) "
            f"AS place FROM {table} WHERE lower({column}) = ?) WHERE place = 1 ORDER BY id",
            (lowered(name),),
        )
        if found := [row[0] for row in rows]:
            return found
    if not name.isdecimal() or len(name) > len(str(1 << 62)):
        return []
    rows = connection.exec_driver_sql(f"SELECT id FROM {table} WHERE id = ?", (int(name),))
    return [row[0] for row in rows]


def there(connection: Connection) -> dict[str, int]:
    """How many contacts, lists, segments and templates there are."""
    tables = {
        "contacts": "contact",
        "lists": "contact_list",
        "segments": "segment",
        "templates": "mail_template",
    }
    parts = ", ".join(f"(SELECT count(*) FROM {table})" for table in tables.values())
    row = connection.exec_driver_sql(f"SELECT {parts}").one()
    return dict(zip(tables, row, strict=True))


def edition(connection: Connection) -> tuple[int, ...]:
    """Differs when contacts, who is on which list, or segments may be others."""
    row = connection.exec_driver_sql(
        "SELECT (SELECT count(*) FROM contact), (SELECT coalesce(max(imported), 0) FROM contact), "
        "(SELECT count(*) FROM membership), (SELECT coalesce(sum(state), 0) FROM membership), "
        "(SELECT count(*) FROM segment), (SELECT coalesce(max(updated), 0) FROM segment)"
    ).one()
    return tuple(row)


def walk(connection: Connection, wanted: Filter, columns: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Columns of contacts (`c.` and `a.`), one after the other, never all at once."""
    where, values = chosen(wanted)
    rows = connection.exec_driver_sql(
        f"SELECT {', '.join(columns)} {_FROM}WHERE {where} ORDER BY c.id", values
    )
    while part := rows.fetchmany(1000):
        yield from part


def _contact(row: Sequence[Any]) -> ContactView:
    id_, address, status, first, last, tags, custom, origin, external, verified, consent, *rest = row
    return ContactView(
        id_,
        address,
        ContactStatus.of_code(status),
        first,
        last,
        tuple(json.loads(tags)),
        json.loads(custom),
        origin,
        external,
        _flag(verified),
        _flag(consent),
        *rest,
    )


def _flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)
