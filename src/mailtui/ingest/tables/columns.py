"""Which column of a file is which field: by the names in use, or as said with `--map`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mailtui.errors import UsageError
from mailtui.ingest.tables.fields import SECRET, FieldOf, Kind
from mailtui.ingest.tables.languages import plain
from mailtui.query.nearest import nearest

CUSTOM = "custom_fields."
_OWN = re.compile(r"^custom[ _-]?fields?[.:]", re.IGNORECASE)
"""Before the name of a field of the sender's own."""


class Plan(NamedTuple):
    """What becomes of each column, or key."""

    fields: Mapping[str, FieldOf]
    """Name of the column -> field."""
    custom: Mapping[str, str]
    """Name of the column -> name of the sender's own field."""
    unused: tuple[str, ...]
    """Columns that nothing becomes of."""


def is_known(kind: Kind, name: str) -> bool:
    """Whether a column of that name is a field."""
    return plain(name) in kind.by_name


def mapping(said: Sequence[str], kind: Kind) -> dict[str, str]:
    """`email=E-Mail` -> column (as `plain` has it) -> field; '' of `=E-Mail`, which is none.

    UsageError where a field is unknown.
    """
    found: dict[str, str] = {}
    for one in said:
        field, equals, column = (part.strip() for part in one.partition("="))
        if not equals or not column:
            raise UsageError(f"--map {one} names no column", "Write FIELD=COLUMN, such as email=E-Mail")
        own = field.startswith(CUSTOM) and len(field) > len(CUSTOM) and kind.takes_custom
        found[plain(column)] = field if own or not field else _field(field, kind).name
    return found


def meanings(said: Sequence[str], kind: Kind) -> dict[str, dict[str, str]]:
    """`status:aktiv=subscribed` -> field -> what stands there, plainly -> what it means ('': nothing).

    UsageError where it is no such thing, or a field is unknown.
    """
    found: dict[str, dict[str, str]] = {}
    for one in said:
        head, equals, meant = one.rpartition("=")
        field, colon, word = (part.strip() for part in head.partition(":"))
        if not equals or not colon or not plain(word):
            raise UsageError(
                f"--value {one} says nothing", "Write FIELD:WORD=VALUE, such as status:aktiv=subscribed"
            )
        found.setdefault(_field(field, kind).name, {})[plain(word)] = meant.strip()
    return found


def _field(name: str, kind: Kind) -> FieldOf:
    """The field of that name; UsageError where there is none."""
    if plain(name) not in kind.by_name:
        near = nearest(name, kind.names)
        hint = f"did you mean {near}?" if near else f"known: {', '.join(kind.names)}"
        raise UsageError(f"{kind.name} have no field {name}", hint)
    return kind.by_name[plain(name)]


def plan(kind: Kind, names: Sequence[str], said: Mapping[str, str]) -> Plan:
    """What the columns of a file are. The first of two columns for the same field is it."""
    fields: dict[str, FieldOf] = {}
    custom: dict[str, str] = {}
    unused: list[str] = []
    mapped = [name for name in names if plain(name) in said]
    for name in [*mapped, *(name for name in names if name not in mapped)]:
        field = said.get(plain(name))
        known = None if field == "" else kind.by_name.get(plain(field or name))
        taken = known is not None and any(one.name == known.name for one in fields.values())
        if field is not None and field.startswith(CUSTOM):
            custom[name] = field.removeprefix(CUSTOM)
        elif known is not None and not taken:
            fields[name] = known
        elif (
            field == ""
            or not kind.takes_custom
            or plain(name) in SECRET
            or not name.strip()
            or known is not None
        ):
            unused.append(name)
        else:
            custom[name] = _OWN.sub("", name) or name
    return Plan(fields, custom, tuple(name for name in unused if name.strip()))


def without(mine: Plan, columns: Sequence[str], kind: Kind, said: Mapping[str, str]) -> Plan:
    """The same, with columns that are no fields after all: others may be what they seemed to be."""
    own = {plain(name): CUSTOM + name if kind.takes_custom else "" for name in columns}
    return plan(kind, (*mine.fields, *mine.custom, *mine.unused), {**said, **own})


def missing(said: Mapping[str, str], names: Sequence[str]) -> str | None:
    """A column that `--map` names and the file does not have."""
    there = set(map(plain, names))
    return next((column for column in said if column not in there), None)
