"""What people put on facts, while facts come and go: notes keep theirs, a checkpoint stands for old audit."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.acting.conftest import ANN
from tests.acting.test_chain import verified
from tests.acting.test_deciding import rows
from tests.importing.facts import imported
from tests.retention.conftest import _made, database, logs  # noqa: F401 - five days of mail

from mailtui.model.enums import IncidentState, SubjectKind
from mailtui.model.moment import DAY
from mailtui.model.work import Subject, recipient
from mailtui.services.acting import Acting
from mailtui.services.retention import preview, retain
from mailtui.services.run import now
from mailtui.store.retention.limits import Days

KEPT = Days(lines=2, attempts=3, rejections=2)


@pytest.fixture
def old(database: Path) -> list[tuple[int, int]]:  # noqa: F811 - the fixture
    """Message and address of the first recipients of old messages."""
    query = "SELECT message_id, address_id FROM recipient WHERE number = 0 ORDER BY message_id LIMIT 4"
    return rows(database, query)


@pytest.fixture
def acting(database: Path) -> Acting:  # noqa: F811
    return Acting(database, ANN, now, lambda _: None)


def count(database: Path, table: str, where: str) -> int:  # noqa: F811
    return int(rows(database, f"SELECT count(*) FROM {table} WHERE {where}")[0][0])


def test_a_note_keeps_its_message_and_states_go_with_theirs(
    database: Path,  # noqa: F811
    old: list[tuple[int, int]],
    acting: Acting,
) -> None:
    noted, noted_recipient, tagged, plain = (message for message, _ in old)
    acting.note(Subject(SubjectKind.MESSAGE, noted), "remember this")
    acting.note(recipient(noted_recipient, 0), "and this")
    acting.tag([Subject(SubjectKind.MESSAGE, tagged), recipient(tagged, 0)], "+vip")
    acting.state([recipient(message, 0) for message, _ in old], IncidentState.RESOLVED)
    lines = f"SELECT events, lines FROM message WHERE id IN ({noted}, {noted_recipient})"
    before = rows(database, lines)
    assert retain(database, KEPT, lambda _: None).messages > 0
    assert {row[0] for row in rows(database, "SELECT message_id FROM work")} == {noted, noted_recipient}
    assert count(database, "message", f"id IN ({tagged}, {plain})") == 0
    assert rows(database, lines) == before
    assert rows(database, "SELECT * FROM tagging") == []
    undone = acting.undo()
    assert (undone.changed, len(undone.refused)) == (2, 2)
    assert verified(database).problems == ()


def test_a_person_with_a_note_or_a_tag_stays(
    database: Path,  # noqa: F811
    old: list[tuple[int, int]],
    acting: Acting,
    logs: list[Path],  # noqa: F811
) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        ids = [
            connection.execute(
                "INSERT INTO address (id, text, domain_id) SELECT max(id) + 1, ?, min(domain_id) "
                "FROM address RETURNING id",
                (f"{name}@only-once.example",),
            ).fetchone()[0]
            for name in ("noted", "tagged", "nobody", "last")
        ]
        messages = [message for message, _ in old[:3]]
        for message, address in zip(messages, ids, strict=False):
            connection.execute(
                "UPDATE recipient SET address_id = ? WHERE message_id = ? AND number = 0", (address, message)
            )
    acting.note(Subject(SubjectKind.ADDRESS, ids[0]), "moved to another firm")
    acting.tag([Subject(SubjectKind.ADDRESS, ids[1])], "+vip")
    retain(database, KEPT, lambda _: None)
    left = rows(database, "SELECT text FROM address WHERE text LIKE '%only-once.example' ORDER BY id")
    assert [row[0].partition("@")[0] for row in left] == ["noted", "tagged", "last"]


def test_a_refusal_with_a_note_stays(database: Path, acting: Acting) -> None:  # noqa: F811
    first = rows(database, "SELECT min(id) FROM rejection")[0][0]
    acting.note(Subject(SubjectKind.REJECTION, first), "was it them?")
    assert retain(database, KEPT, lambda _: None).rejections > 0
    assert rows(database, "SELECT min(id) FROM rejection")[0][0] == first


def test_the_audit_is_cut_and_says_so(database: Path) -> None:  # noqa: F811
    one = [Subject(SubjectKind.INCIDENT, rows(database, "SELECT min(id) FROM incident")[0][0])]
    times = iter((now() - 400 * DAY, now() - 399 * DAY, now() - 40 * DAY, now() - 10 * DAY))
    acting = Acting(database, ANN, lambda: next(times), lambda _: None)
    for state in (IncidentState.OPEN, IncidentState.WAITING, IncidentState.RESOLVED, IncidentState.NEW):
        acting.state(one, state)
    assert preview(database, KEPT).audit == 2
    assert retain(database, KEPT, lambda _: None).audit == 2
    acts = rows(database, "SELECT id, act FROM audit_entry ORDER BY id")
    assert acts == [(3, "state"), (4, "state"), (5, "retention"), (6, "audit.checkpoint")]
    state = verified(database)
    assert (state.taken, state.problems) == (2, ())
    assert [row[0] for row in rows(database, "SELECT id FROM undo_entry")] == [4]
    assert retain(database, Days(2, 3, 2, 0), lambda _: None).audit == 0


def test_what_is_on_a_recipient_stays_with_the_address_when_older_lines_give_it_another_number(
    tmp_path: Path,
) -> None:
    """The line of the arrival, which names all recipients in their order, comes after the deliveries."""
    name, path = "1xU001-00000000001-0001", tmp_path / "mailtui.db"

    def line(minute: int, text: str) -> str:
        return f"2026-11-20 10:{minute:02}:00 {name} {text}\n"

    late, early = tmp_path / "mainlog", tmp_path / "mainlog.1"
    defer = "R=dns T=smtp defer (111): Connection refused"
    late.write_text(line(5, f"== carl@c.example {defer}") + line(6, f"== anna@a.example {defer}"))
    to = "anna@a.example bert@b.example carl@c.example"
    early.write_text(line(0, f"<= news@shop.example H=c.example [192.0.2.7] P=esmtp S=900 for {to}"))
    imported(path, late)
    who = "SELECT a.text, r.number FROM recipient r JOIN address a ON a.id = r.address_id ORDER BY 2"
    numbers = dict(rows(path, who))
    acting = Acting(path, ANN, now, lambda _: None)
    for address in ("carl@c.example", "anna@a.example"):
        one = recipient(1, numbers[address])
        acting.assign([one], address)
        acting.note(one, address)
        acting.tag([one], f"+{address[:4]}")
    imported(path, early)
    assert dict(rows(path, who)) != numbers
    query = (
        "SELECT a.text, w.assignee, n.text, t.name FROM recipient r JOIN address a ON a.id = r.address_id "
        "JOIN work w ON w.message_id = r.message_id AND w.number = r.number "
        "JOIN note n ON n.kind = 1 AND n.ref = r.message_id << 16 | r.number "
        "JOIN tagging g ON g.kind = 1 AND g.ref = r.message_id << 16 | r.number JOIN tag t ON t.id = g.tag_id"
    )
    assert sorted(rows(path, query)) == [
        (address, address, address, address[:4]) for address in ("anna@a.example", "carl@c.example")
    ]
    assert count(path, "work", "true") == 2
