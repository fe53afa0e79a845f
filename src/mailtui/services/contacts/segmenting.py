"""Who is in a segment: contacts walked past its conditions, never all in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailtui.errors import UsageError
from mailtui.model.people_masking import shown_quoted
from mailtui.model.people_view import ContactView, Filter, SegmentView
from mailtui.model.stopping import stop_if_asked
from mailtui.query.segments.evaluating import evaluate
from mailtui.query.segments.explaining import fields_of
from mailtui.query.segments.reading import read
from mailtui.query.segments.tree import Fault, Node
from mailtui.store.asking import asking
from mailtui.store.engine import Connection, Engine
from mailtui.store.people import fields, reading
from mailtui.store.people.fields import Values

_AT_ONCE = 500
_LOOK_EVERY = 1_000


def tree_of(segment: SegmentView) -> Node:
    """The conditions of a segment; UsageError where they cannot be evaluated."""
    found = read(segment.conditions)
    if segment.error or isinstance(found, Fault):
        raise UsageError(
            f"the segment {segment.name} cannot be evaluated: {shown_quoted(segment.error or _said(found))}",
            "Correct its conditions where it comes from, and import it again",
        )
    return found


def _said(found: object) -> str:
    return found.reason if isinstance(found, Fault) else ""


def ids(
    connection: Connection, trees: Sequence[Node], wanted: Filter, lists: Sequence[int] = ()
) -> Iterator[int]:
    """The contacts that fulfil all conditions, in the order of ids. `lists`: they are on each."""
    return (id_ for id_, _ in _passing(connection, trees, wanted, lists, frozenset()))


def values(
    connection: Connection,
    trees: Sequence[Node],
    wanted: Filter,
    lists: Sequence[int],
    also: frozenset[str],
) -> Iterator[Values]:
    """As `ids`, but the fields that are asked for, and those in `also`."""
    return (found for _, found in _passing(connection, trees, wanted, lists, also))


def _passing(
    connection: Connection,
    trees: Sequence[Node],
    wanted: Filter,
    lists: Sequence[int],
    also: frozenset[str],
) -> Iterator[tuple[int, Values]]:
    asked = also.union(*map(fields_of, trees))
    on = [_members(connection, one) for one in lists]
    for number, (id_, found) in enumerate(fields.contacts(connection, wanted, asked)):
        if not number % _LOOK_EVERY:
            stop_if_asked()
        if all(id_ in members for members in on) and all(evaluate(tree, found) for tree in trees):
            yield id_, found


def _members(connection: Connection, list_id: int) -> frozenset[int]:
    return frozenset(row[0] for row in reading.walk(connection, Filter(lists=(list_id,)), ["c.id"]))


def counts(engine: Engine, segments: Sequence[SegmentView]) -> dict[int, int]:
    """How many contacts each segment has; of those that cannot be evaluated nothing is said.

    Segments of one list, and those of all contacts, are counted in one walk.
    """
    found: dict[int, int] = {}
    good = [one for one in segments if not isinstance(read(one.conditions), Fault) and not one.error]
    with asking(engine) as connection:
        for list_id in {one.list_id for one in good}:
            mine = {one.id: tree_of(one) for one in good if one.list_id == list_id}
            found |= dict.fromkeys(mine, 0)
            asked = frozenset().union(*map(fields_of, mine.values()))
            wanted = Filter() if list_id is None else Filter(lists=(list_id,))
            for number, (_, values) in enumerate(fields.contacts(connection, wanted, asked)):
                if not number % _LOOK_EVERY:
                    stop_if_asked()
                for id_, tree in mine.items():
                    found[id_] += evaluate(tree, values)
    return found


def contacts(
    connection: Connection, trees: Sequence[Node], wanted: Filter, lists: Sequence[int] = ()
) -> Iterator[ContactView]:
    """As `ids`, but the contacts."""
    part: list[int] = []
    for id_ in ids(connection, trees, wanted, lists):
        part.append(id_)
        if len(part) == _AT_ONCE:
            yield from reading.by_ids(connection, part)
            part = []
    yield from reading.by_ids(connection, part)
