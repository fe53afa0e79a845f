"""What people put on an incident outlasts whatever later lines make of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.keeping.outage import deferred, delivered, not_tried

from mailtui.model.enums import IncidentState, OperatorRole, SubjectKind
from mailtui.model.operator import Operator
from mailtui.model.work import Subject
from mailtui.services.acting import Acting
from mailtui.services.imports import import_logs
from mailtui.services.rediagnosing import rediagnose
from mailtui.store.engine import writer
from mailtui.store.spells import Span, replace

ANN = Operator(1001, "ann", OperatorRole.ADMIN)


def _import(database: Path, lines: list[str], name: str) -> None:
    log = database.parent / name
    log.write_text("\n".join(lines) + "\n")
    assert not import_logs(database, [str(log)], server="mx1", zone="UTC").problems


def _ask(database: Path, question: str) -> list[tuple]:
    with closing(sqlite3.connect(database)) as connection, connection:
        return connection.execute(question).fetchall()


def _acting(database: Path) -> Acting:
    return Acting(database, ANN, lambda: 1_800_000_000_000_000, lambda _: None)


def _incident(number: int) -> list[Subject]:
    return [Subject(SubjectKind.INCIDENT, number)]


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two outages more than a day apart; lines that come later show that there was no recovery between."""
    path = tmp_path / "mail.db"
    _import(path, _outages(between=True), "mainlog")
    assert len(_ask(path, "SELECT id FROM incident")) == 2
    return path


def _outages(*, between: bool) -> list[str]:
    day = 24 * 60
    lines = [line for n in range(10) for line in delivered(n, n * 3)]
    lines += [line for n in range(10, 22) for line in deferred(n, 30 + (n - 10) * 5)]
    if between:
        lines += [line for n in range(30, 60) for line in delivered(n, 91 + (n - 30) * 3)]
    lines += [line for n in range(60, 72) for line in deferred(n, 2 * day + (n - 60) * 5)]
    return lines


def test_the_id_stays_and_with_it_all_that_hangs_on_it(two: Path) -> None:
    acting = _acting(two)
    for number in (1, 2):
        acting.state(_incident(number), IncidentState.WAITING)
        acting.note(_incident(number), f"note on {number}")
        acting.tag(_incident(number), "+vip")
    _import(two, [*delivered(90, 95), *not_tried(91, 3000)], "late")
    rediagnose(two, None, lambda *_: None)
    assert _ask(two, "SELECT ref, text FROM note ORDER BY 1") == [(1, "note on 1"), (2, "note on 2")]
    assert _ask(two, "SELECT ref FROM tagging ORDER BY 1") == [(1,), (2,)]
    assert _ask(two, "SELECT id, state FROM incident") == [(1, 2), (2, 2)]


@pytest.mark.parametrize("worked", [(1,), (2,), (1, 2)])
def test_one_that_another_takes_over_leaves_it_notes_tags_and_what_was_decided(
    tmp_path: Path, worked: tuple[int, ...]
) -> None:
    path = tmp_path / "mail.db"
    _import(path, _outages(between=True), "mainlog")
    acting = _acting(path)
    for number in worked:
        acting.note(_incident(number), f"note on {number}")
        acting.tag(_incident(number), f"+from-{number}")
        acting.assign(_incident(number), f"taker {number}")
    _merge(path)
    rows = _ask(path, "SELECT id, assignee FROM incident")
    assert len(rows) == 1
    kept, assignee = rows[0]
    assert assignee in {f"taker {number}" for number in worked}
    assert _ask(path, "SELECT ref, text FROM note ORDER BY text") == [
        (kept, f"note on {number}") for number in worked
    ]
    assert {row[0] for row in _ask(path, "SELECT ref FROM tagging")} == {kept}
    assert len(_ask(path, "SELECT tag_id FROM tagging")) == len(worked)


def _merge(path: Path) -> None:
    """One incident where there were two, as it is written when a destination is gone through afresh."""
    engine = writer(path)
    with engine.begin() as connection:
        rows = connection.exec_driver_sql(
            "SELECT signature_id, onset, opened, last_seen, failures FROM incident ORDER BY onset"
        ).all()
        first, last = rows
        destination = connection.exec_driver_sql(
            "SELECT destination_id FROM signature WHERE id = ?", (first[0],)
        ).scalar_one()
        span = Span(first[0], first[1], first[2], None, None, last[3], first[4] + last[4], None, None)
        replace(connection, destination, [span])
    engine.dispose()


def test_one_that_nobody_takes_over_stays_if_it_has_a_note(two: Path) -> None:
    _acting(two).note(_incident(2), "remember this")
    engine = writer(two)
    with engine.begin() as connection:
        replace(connection, connection.exec_driver_sql("SELECT id FROM destination").scalar_one(), [])
    engine.dispose()
    assert _ask(two, "SELECT id, recovered IS NULL FROM incident") == [(2, 0)]
