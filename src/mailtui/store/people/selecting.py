"""Contacts by what is asked of them: `Filter` -> SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from mailtui.model.enums import MembershipState
from mailtui.model.people_view import Filter
from mailtui.store.people.texts import lowered

ACTIVE = MembershipState.ACTIVE.code


class Chosen(NamedTuple):
    """Conditions on `contact c JOIN address a`, and what is bound to them."""

    where: str
    values: tuple[Any, ...]


def chosen(wanted: Filter) -> Chosen:
    """The conditions of a filter; always at least one."""
    parts = list(_parts(wanted))
    return Chosen(
        " AND ".join(["1", *(part.where for part in parts)]),
        tuple(value for part in parts for value in part.values),
    )


def _parts(wanted: Filter) -> Iterator[Chosen]:
    for word in wanted.words:
        lower = lowered(word)
        yield Chosen(
            "(instr(lower(a.text), ?) > 0 OR instr(lower(c.first_name || ' ' || c.last_name), ?) > 0)",
            (lower, lower),
        )
    if wanted.statuses:
        yield Chosen(f"c.status IN ({','.join(str(one.code) for one in wanted.statuses)})", ())
    if wanted.lists:
        yield Chosen(
            "c.id IN (SELECT contact_id FROM membership "
            f"WHERE list_id IN (SELECT value FROM json_each(?)) AND state = {ACTIVE})",
            (json.dumps(list(wanted.lists)),),
        )
    if wanted.domains:
        below = " OR ".join("d.name = ? OR d.name LIKE ? ESCAPE '!'" for _ in wanted.domains)
        values = [value for one in wanted.domains for value in (one, f"%.{_escaped(one)}")]
        yield Chosen(f"a.domain_id IN (SELECT d.id FROM address_domain d WHERE {below})", tuple(values))
    for tag in wanted.tags:
        yield Chosen("EXISTS (SELECT 1 FROM json_each(c.tags) t WHERE lower(t.value) = ?)", (lowered(tag),))


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
