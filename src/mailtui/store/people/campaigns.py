"""What a sender plans of a campaign, and the links in its mails, into the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, TableClause

from mailtui.model.people import CampaignRow, Duplicates, LinkRow, Written
from mailtui.store import schema
from mailtui.store.digests import digest64, storable
from mailtui.store.naming import Names
from mailtui.store.people.merging import Merging, ids_by
from mailtui.store.people.texts import clean
from mailtui.store.rows import columns

_POINTS: tuple[tuple[str, TableClause, str], ...] = (
    ("list_id", schema.CONTACT_LIST, "list"),
    ("segment_id", schema.SEGMENT, "segment"),
    ("template_id", schema.MAIL_TEMPLATE, "template"),
    ("provider_id", schema.PROVIDER, "provider"),
)


def write_campaigns(
    connection: Connection, rows: Sequence[CampaignRow], how: Duplicates = Duplicates.UPDATE
) -> Written:
    """Write campaigns in the caller's transaction, whether events named them already or not."""
    merging = _campaigns(connection, how, ((row.server_id, row.external_id) for row in rows))
    found = {
        (origin, name): ids_by(connection, table, origin, _named(rows, name, origin))
        for name, table, _ in _POINTS
        for origin in {row.origin for row in rows}
    }
    for place, row in enumerate(rows):
        told = {
            name: clean(value) if isinstance(value, str) else value for name, value in row._asdict().items()
        }
        del told["origin"], told["server_id"], told["external_id"]
        told["state"] = None if row.state is None else row.state.code
        for name, _, word in _POINTS:
            pointed = told[name]
            told[name] = found[row.origin, name].get(pointed) if pointed else None
            if pointed and told[name] is None:
                merging.problem(place, f"there is no {word} {pointed}")
        _put(merging, row.server_id, row.external_id, told)
    return merging.write()


def called(connection: Connection, server_id: int, names: Iterable[str]) -> dict[str, str]:
    """The ids of campaigns that are named by their names: where no campaign of the account has that id, and
    exactly one has that name."""
    wanted = {storable(name): name for name in names}
    found = connection.exec_driver_sql(
        "SELECT c.name, min(c.external_id) FROM campaign c WHERE c.server_id = ?1 "
        "AND c.name IN (SELECT value FROM json_each(?2)) AND c.name NOT IN "
        "(SELECT k.external_id FROM campaign k WHERE k.server_id = ?1) GROUP BY c.name HAVING count(*) = 1",
        (server_id, json.dumps(sorted(wanted))),
    )
    return {wanted[name]: id_ for name, id_ in found}


def write_links(
    connection: Connection, rows: Sequence[LinkRow], how: Duplicates = Duplicates.UPDATE
) -> Written:
    """Write links in the caller's transaction; campaigns that are not there yet are made."""
    named = {
        (server, name): id_
        for server in {row.server_id for row in rows}
        for name, id_ in called(connection, server, {row.campaign for row in rows}).items()
    }
    rows = [row._replace(campaign=named.get((row.server_id, row.campaign), row.campaign)) for row in rows]
    campaigns = _campaigns(connection, Duplicates.SKIP, ((row.server_id, row.campaign) for row in rows))
    links = Names(connection, schema.LINK, ("digest",))
    pairs = [(_put(campaigns, row.server_id, row.campaign, {})["id"], _link(links, row.url)) for row in rows]
    campaigns.write()
    links.write(connection)
    merging = Merging(connection, schema.CAMPAIGN_LINK, {"short_code": "", "created": None}, how)
    merging.load(
        "FROM json_each(?) j CROSS JOIN campaign_link t "
        "ON t.campaign_id = j.value ->> 0 AND t.link_id = j.value ->> 1",
        (json.dumps(pairs),),
        ("campaign_id", "link_id"),
    )
    for row, pair in zip(rows, pairs, strict=True):
        code = None if row.short_code is None else clean(row.short_code)
        told = {"short_code": code, "created": row.created}
        merging.put(pair, told, {"campaign_id": pair[0], "link_id": pair[1]})
    return merging.write()


def _campaigns(connection: Connection, how: Duplicates, keys: Iterable[tuple[int, str]]) -> Merging:
    merging = Merging(connection, schema.CAMPAIGN, dict.fromkeys(columns(schema.CAMPAIGN)), how)
    wanted = json.dumps(sorted({digest64(server, storable(name)) for server, name in keys}))
    merging.load("FROM json_each(?) j CROSS JOIN campaign t ON t.digest = j.value", (wanted,), ("digest",))
    return merging


def _put(merging: Merging, server_id: int, name: str, told: dict[str, Any]) -> dict[str, Any]:
    stored = storable(name)
    digest = digest64(server_id, stored)
    return merging.put((digest,), told, {"digest": digest, "server_id": server_id, "external_id": stored})


def _named(rows: Sequence[CampaignRow], name: str, origin: str) -> list[str]:
    return [clean(found) for row in rows if row.origin == origin and (found := getattr(row, name))]


def _link(links: Names, url: str) -> int:
    stored = storable(url)
    digest = digest64(stored)
    found = links.known(digest)
    return links.add(digest, (digest, stored)) if found is None else found
