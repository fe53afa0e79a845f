"""Notes and tags for a database, made up: on every kind of subject, by three people, some private or gone."""

from __future__ import annotations

import random
import sqlite3
from collections import defaultdict
from pathlib import Path
from typing import Any

from mailtui.model.enums import SubjectKind
from mailtui.model.work import Reader

READER = Reader(1000, "ann")
TAGS = ("vip", "todo", "known", "rare", "unused")
TEXTS = ("called them", "Ticket #4711\nwaits for Köln", "100% sure, a_b", "any", "said: \x1b[31m[red]")


def fill(database: Path) -> None:
    """Put them on a tenth of all that can carry them."""
    chance = random.Random(4)
    with sqlite3.connect(database) as connection:
        connection.executemany(
            "INSERT INTO operator VALUES (?, ?, ?, 0, 0)", [(1, 1000, "ann"), (2, 1000, "bob"), (3, 0, "ann")]
        )
        connection.executemany("INSERT INTO tag VALUES (?, ?, '')", enumerate(TAGS, 1))
        subjects = _subjects(connection)
        for kind, ref in subjects:
            if chance.random() < 0.1:
                connection.execute("INSERT INTO tagging VALUES (?, ?, ?)", (chance.randint(1, 3), kind, ref))
            if chance.random() < 0.1:
                _note(connection, chance, kind, ref)
        connection.execute("INSERT INTO tagging VALUES (4, ?, ?)", subjects[0])
        incident = next(ref for kind, ref in subjects if kind == SubjectKind.INCIDENT.code)
        code = SubjectKind.INCIDENT.code
        connection.execute("INSERT OR IGNORE INTO tagging VALUES (1, ?, ?)", (code, incident))
        for _ in range(3):
            _note(connection, chance, code, incident)
    connection.close()


def _subjects(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    queries = {
        SubjectKind.MESSAGE: "SELECT id FROM message",
        SubjectKind.RECIPIENT: "SELECT message_id * 65536 + number FROM recipient",
        SubjectKind.REJECTION: "SELECT id FROM rejection",
        SubjectKind.ADDRESS: "SELECT id FROM address WHERE id % 5 = 0",
        SubjectKind.INCIDENT: "SELECT id FROM incident WHERE id % 3 = 0",
        SubjectKind.DOMAIN: "SELECT id FROM message WHERE id < 50",
    }
    return [(kind.code, row[0]) for kind, query in queries.items() for row in connection.execute(query)]


def _note(connection: sqlite3.Connection, chance: random.Random, kind: int, ref: int) -> None:
    private, deleted = chance.random() < 0.5, 1 if chance.random() < 0.2 else None
    connection.execute(
        "INSERT INTO note (kind, ref, operator_id, private, text, created, version, deleted) "
        "VALUES (?, ?, ?, ?, ?, 0, 1, ?)",
        (kind, ref, chance.randint(1, 3), private, chance.choice(TEXTS), deleted),
    )


class Remarks:
    """What READER finds on a subject."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._tags: dict[tuple[int, int], set[str]] = defaultdict(set)
        self._notes: dict[tuple[int, int], list[str]] = defaultdict(list)
        for kind, ref, name in connection.execute(
            "SELECT kind, ref, name FROM tagging JOIN tag ON tag.id = tag_id"
        ):
            self._tags[kind, ref].add(name)
        people = {row[0]: Reader(row[1], row[2]) for row in connection.execute("SELECT * FROM operator")}
        notes: list[Any] = connection.execute(
            "SELECT kind, ref, operator_id, private, text, deleted FROM note"
        )
        for kind, ref, who, private, text, deleted in notes:
            if deleted is None and (not private or people[who] == READER):
                self._notes[kind, ref].append(text)

    def on(self, *subjects: tuple[SubjectKind, int | None]) -> tuple[set[str], list[str]]:
        """Tags and notes on some subjects together."""
        places = [(kind.code, ref) for kind, ref in subjects if ref is not None]
        tags = {name for place in places for name in self._tags.get(place, ())}
        return tags, [text for place in places for text in self._notes.get(place, ())]
