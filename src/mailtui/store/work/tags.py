"""Tags: which there are, and on what."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import Connection

from mailtui.model.work import Carried, Subject, TagView

_COUNTED = """
    SELECT t.name, t.colour, (SELECT count(*) FROM tagging g WHERE g.tag_id = t.id)
    FROM tag t ORDER BY t.name"""
_CARRIED = """
    SELECT t.name, t.colour, count(*) FROM
        (SELECT DISTINCT json_extract(value, '$[0]') AS kind, json_extract(value, '$[1]') AS ref
         FROM json_each(?)) s
    CROSS JOIN tagging g ON g.kind = s.kind AND g.ref = s.ref JOIN tag t ON t.id = g.tag_id
    GROUP BY t.name, t.colour ORDER BY t.name"""


def known(connection: Connection) -> list[TagView]:
    """All tags by name, each with the number of subjects that carry it."""
    return [TagView(*row) for row in connection.exec_driver_sql(_COUNTED)]


def carried(connection: Connection, subjects: Collection[Subject]) -> list[Carried]:
    """The tags that some subjects carry themselves, by name, each with how many of them do."""
    places = json.dumps([(one.kind.code, one.id) for one in subjects])
    return [Carried(*row) for row in connection.exec_driver_sql(_CARRIED, (places,))]
