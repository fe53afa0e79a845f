"""What the word at the cursor of a query may become: words of the language, and values of the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mailtui.model.view import Completion
from mailtui.query import candidates
from mailtui.query.complete import Candidates
from mailtui.query.fields import FIELDS, FieldType
from mailtui.query.tree import plain
from mailtui.store.engine import Connection
from mailtui.store.incidents import lasting
from mailtui.store.values import MOST, Counts, values
from mailtui.store.work import tags


def completions(
    connection: Connection, counts: Counts, text: str, cursor: int, saved: Iterable[str] = ()
) -> list[Completion]:
    """Completions, each of which replaces the whole word at the cursor."""
    found = candidates(text, cursor, saved)
    known = [Completion(item.text, item.help) for item in found.items]
    wanted = found.wanted
    if wanted is None:
        return known
    if wanted.field == "inc":
        return known + _incidents(connection, text, found)
    if wanted.field == "tag":
        return known + _tags(connection, wanted.prefix, text[found.start : wanted.start])
    held = counts.of(connection, wanted.field)
    if held and FIELDS[wanted.field].type is FieldType.WORDS:
        return [replace(offer, count=held.get(offer.text, 0)) for offer in known]
    counted = _values(connection, held, text, found)
    again = {offer.text for offer in counted}
    return [*(offer for offer in known if offer.text not in again), *counted]


def _values(
    connection: Connection, held: Mapping[str, int], text: str, found: Candidates
) -> list[Completion]:
    """Values of the data; of a short list, which is `held`, all that begin so, the most frequent first."""
    wanted = found.wanted
    if wanted is None or not (wanted.prefix or held):
        return []
    offered: Iterable[tuple[str, int | None]]
    if held:
        begun = [(value, number) for value, number in held.items() if value.startswith(wanted.prefix.lower())]
        offered = sorted(begun, key=lambda one: (-one[1], one[0]))[:MOST]
    else:
        offered = values(connection, wanted.field, wanted.prefix)
    before = text[found.start : wanted.start]
    return [Completion(before + plain(value), "", number) for value, number in offered]


def _tags(connection: Connection, prefix: str, before: str) -> list[Completion]:
    """Tags that begin so, those on most subjects first."""
    begun = [tag for tag in tags.known(connection) if tag.name.startswith(prefix.lower())]
    begun.sort(key=lambda tag: (-tag.count, tag.name))
    return [Completion(before + tag.name, tag.colour, tag.count) for tag in begun[:MOST]]


def _incidents(connection: Connection, text: str, found: Candidates) -> list[Completion]:
    """Open incidents, those with most recipients first."""
    wanted = found.wanted
    prefix, start = (wanted.prefix.removeprefix("#"), wanted.start) if wanted else ("", found.start)
    known = sorted(lasting(connection), key=lambda one: (-one.recipients, one.id))
    return [
        Completion(
            f"{text[found.start : start]}{one.id}", f"{one.failure_class} at {one.provider}", one.recipients
        )
        for one in known
        if str(one.id).startswith(prefix)
    ][:MOST]
