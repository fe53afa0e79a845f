"""Everything about a person as one JSON object, written as it is read: it is never in memory as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from mailtui.model.erased import DOMAIN, PREFIX, Swap
from mailtui.model.moment import iso
from mailtui.model.person import PersonView
from mailtui.model.person_masking import shown_item, shown_person
from mailtui.model.stopping import stop_if_asked
from mailtui.model.suppression import SuppressionView
from mailtui.model.work import NoteView, Reader
from mailtui.services.run import now
from mailtui.store.engine import reader, told
from mailtui.store.persons import collecting, own, reading

FORMAT, VERSION = "mailtui person", 1
TOLD_EVERY = 500
"""Items between two tellings how far it is."""
_TIMES = {
    *("proposed", "decided", "until", "lifted", "failed", "created", "edited", "consent_at", "confirmed"),
    *("subscribed", "unsubscribed", "last", "opened", "clicked", "complained", "time", "first"),
}

Told = Callable[[int], None]


def pieces(database: Path, address: str, who: Reader, look: Told = lambda _: None) -> Iterator[str]:
    """The text of the object, piece by piece; `look` hears how many items there are so far.

    Masked while the screen is shared.
    """
    swap = Swap(address, f"{PREFIX}@{DOMAIN}")
    engine = reader(database)
    try:
        with told(database), engine.connect() as connection:
            page = reading.person(connection, address, who)
            yield from _head(page)
            ids, done = own.ids_of(connection, address), 0
            sections: dict[str, Iterable[dict[str, Any]]] = {
                "messages": collecting.messages(connection, ids),
                "rejections": collecting.rejections(connection, ids),
                "audit": collecting.audit(connection, address),
                "payloads": collecting.payloads(engine, swap),
                "lines": collecting.lines(engine, swap),
                "elsewhere": collecting.elsewhere(connection, swap, who),
            }
            for name, items in sections.items():
                yield f',\n  "{name}": ['
                for number, item in enumerate(items):
                    yield f"{',' if number else ''}\n    {_written(item)}"
                    done += 1
                    if done % TOLD_EVERY == 0:
                        stop_if_asked()
                        look(done)
                yield "\n  ]"
            yield "\n}\n"
    finally:
        engine.dispose()


def _head(page: PersonView) -> Iterator[str]:
    page = shown_person(page)
    contact = None if page.contact is None else _object(page.contact._asdict())
    told_ = {
        "format": FORMAT,
        "version": VERSION,
        "made": iso(now()),
        "address": page.address,
        "spellings": list(page.spellings),
        "contact": contact,
        "lists": [_object(one._asdict()) for one in page.lists],
        "campaigns": [_object(one._asdict()) for one in page.campaigns],
        "suppressions": [suppression(one) for one in page.suppressions],
        "notes": [note(one) for one in page.notes],
        "tags": [one.name for one in page.tags],
    }
    yield "{"
    for number, (name, value) in enumerate(told_.items()):
        yield f"{',' if number else ''}\n  {json.dumps(name)}: {_written(value)}"


def suppression(one: SuppressionView) -> dict[str, Any]:
    """A suppression, with ISO times and without the ids of rows."""
    told_ = {field.name: getattr(one, field.name) for field in fields(one) if field.name != "subject"}
    return _object(told_ | {"reason": str(one.reason), "state": str(one.state)})


def note(one: NoteView) -> dict[str, Any]:
    """A note that the reader may read."""
    told_ = asdict(one)
    return _object({name: told_[name] for name in ("author", "private", "text", "created", "edited")})


def _object(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: iso(value) if name in _TIMES and isinstance(value, int) else value
        for name, value in values.items()
    }


def _written(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return json.dumps(shown_item(value))
