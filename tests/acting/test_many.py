"""Acts on many: frozen sets as jobs of a worker, or done here where none runs; and two at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from tests.acting.conftest import ANN, BOB
from tests.acting.test_chain import verified
from tests.acting.test_deciding import FIRST, rows
from tests.acting.test_killed import many
from tests.worker.processes import mailtui, until, worker

from mailtui.model.enums import IncidentState, SubjectKind
from mailtui.model.work import Subject, recipient
from mailtui.services.acting import Acting
from mailtui.services.acting.ordering import Order, as_done, as_result
from mailtui.services.desk import open_desk
from mailtui.services.handing import ask, follow
from mailtui.services.run import now
from mailtui.store.engine import writer

COUNT = 3_000


class _Stop(Exception):
    pass


def set_of(database: Path) -> list[Subject]:
    found = rows(database, "SELECT message_id, number FROM recipient WHERE message_id > 1000000")
    return [recipient(*row) for row in found]


@pytest.fixture
def large(database: Path) -> Path:
    many(database, COUNT)
    return database


def here(database: Path) -> Acting:
    return Acting(database, ANN, now, lambda _: None, hands_over=True)


def decided(database: Path) -> list[tuple[object, ...]]:
    return rows(database, "SELECT state, assignee, count(*) FROM work GROUP BY 1, 2")


def test_an_order_is_the_same_after_the_way_through_the_database(large: Path) -> None:
    subjects = [*set_of(large), FIRST, Subject(SubjectKind.ADDRESS, 5), *set_of(large)[:2]]
    order = Order(ANN, "tag", "+vip -todo", subjects, "because")
    again = Order.of(order.as_arguments())
    assert (again.operator, again.verb, again.value, list(again.subjects), again.why) == (
        *(ANN, "tag", "+vip -todo"),
        subjects,
        "because",
    )
    done = here(large).state([FIRST, Subject(SubjectKind.INCIDENT, 999)], IncidentState.OPEN)
    assert as_done(as_result(done)) == done


def test_a_worker_does_it_as_who_asked(large: Path) -> None:
    subjects, told = set_of(large), []
    with worker(large):
        done = here(large).state(subjects, IncidentState.WAITING, "in one", lambda *far: told.append(far))
        assert (done.changed, done.refused, done.title) == (COUNT, (), "3 000 failures: waiting")
        assert here(large).tag(subjects, "+vip").changed == COUNT
        assert here(large).assign(subjects, "ann").changed == COUNT
    assert {total for _, total in told} == {COUNT}
    assert decided(large) == [(IncidentState.WAITING.code, "ann", COUNT)]
    jobs = rows(large, "SELECT kind, error, json_extract(arguments, '$.subjects') FROM job")
    assert jobs == [("act", None, None)] * 3
    entries = rows(large, "SELECT name, act, reason FROM audit_entry ORDER BY id")
    assert entries == [("ann", "state", "in one"), ("ann", "tag", ""), ("ann", "assign", "")]
    for _ in range(3):
        assert here(large).undo().changed == COUNT
    assert decided(large) == []
    assert verified(large).problems == ()


def test_stopped_before_it_is_written_nothing_has_changed(large: Path) -> None:
    subjects = set_of(large)

    def stop(_done: int, _of: int) -> None:
        raise _Stop

    with pytest.raises(_Stop):
        here(large).state(subjects, IncidentState.WAITING, progress=stop)
    with worker(large):
        with pytest.raises(_Stop):
            here(large).state(subjects, IncidentState.WAITING, progress=stop)
        until(lambda: not rows(large, "SELECT id FROM job WHERE finished IS NULL"))
    assert decided(large) == []
    assert rows(large, "SELECT * FROM audit_entry") == []
    assert rows(large, "SELECT * FROM undo_entry") == []


def test_an_error_there_is_an_error_here(large: Path) -> None:
    """A tag that cannot be: the worker says so, and nothing has changed."""
    arguments = Order(ANN, "tag", "+vip", set_of(large)).as_arguments() | {"value": "vip and more"}
    with worker(large):
        found = follow(large, ask(large, "act", arguments), lambda _: None)
    assert found.result is None
    assert "neither + nor -" in (found.error or "")
    assert decided(large) == []


def test_two_operators_at_the_same_time(large: Path) -> None:
    """Each act is whole, whoever is first; the chain has all of them, in one order."""
    subjects, errors = set_of(large), []

    def work(name: str) -> None:
        acting = Acting(large, ANN if name == "ann" else BOB, now, lambda _: None)
        try:
            for _ in range(6):
                acting.assign(subjects, name)
        except Exception as error:  # noqa: BLE001 - told by the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("ann", "bob")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(decided(large)) == 1
    assert verified(large).problems == ()


def test_beside_an_import_that_begins_again_at_once(large: Path) -> None:
    subjects, stop = set_of(large), threading.Event()
    engine = writer(large)

    def importing() -> None:
        while not stop.is_set():
            with engine.begin() as connection:
                connection.exec_driver_sql("UPDATE server SET name = name")

    thread = threading.Thread(target=importing)
    thread.start()
    try:
        assert Acting(large, ANN, now, lambda _: None).assign(subjects, "ann").changed == COUNT
    finally:
        stop.set()
        thread.join()
        engine.dispose()


def test_another_desk_hears_of_it(database: Path) -> None:
    one, other = open_desk(database), open_desk(database)
    before = other.state.read()
    acts = [
        lambda: one.acting.state([FIRST], IncidentState.WAITING),
        lambda: one.acting.note(FIRST, "look"),
        lambda: one.acting.tag([FIRST], "+vip"),
        lambda: one.acting.undo(),
        lambda: one.acting.redo(),
    ]
    for act in acts:
        act()
        until(other.state.is_news)
        now_ = other.state.read()
        assert now_.acts != before.acts
        before = now_
    found = other.incidents.get(1)
    assert found is not None
    assert found.state is IncidentState.WAITING


def test_a_job_is_told_on_the_command_line(large: Path) -> None:
    with worker(large):
        assert here(large).state(set_of(large), IncidentState.OPEN).changed == COUNT
        said = mailtui(large, "status", "--json").stdout
    assert '"kind": "act"' in said
