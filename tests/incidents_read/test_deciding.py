"""State and assignee: who and when, beside a running import, and never on a database of others."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from pathlib import Path

import pytest
from tests.incidents_read import log
from tests.store.databases import raises, unprivileged

from mailtui.errors import StoreError
from mailtui.model.enums import IncidentState, OperatorRole, SubjectKind
from mailtui.model.operator import Operator
from mailtui.model.work import Subject
from mailtui.query import parse
from mailtui.services.acting import Acting
from mailtui.services.imports import import_logs
from mailtui.services.incidents import Incidents
from mailtui.services.people import who_am_i
from mailtui.services.search import Search
from mailtui.store.engine import writer

ROOT = Operator(0, "root", OperatorRole.ADMIN)


@pytest.fixture
def acting(database: Path) -> Acting:
    return Acting(database, ROOT, lambda: log.NOW, lambda _: None)


def subject(incident: int) -> list[Subject]:
    return [Subject(SubjectKind.INCIDENT, incident)]


def facts(database: Path, incident: int) -> tuple[object, ...]:
    with sqlite3.connect(database) as connection:
        query = "SELECT state, assignee, changed, changed_by FROM incident WHERE id = ?"
        found: tuple[object, ...] = connection.execute(query, (incident,)).fetchone()
    connection.close()
    return found


def test_who_and_when_are_kept(incidents: Incidents, acting: Acting, database: Path) -> None:
    one = incidents.list()[0]
    acting.state(subject(one.id), IncidentState.WAITING)
    assert facts(database, one.id) == (IncidentState.WAITING.code, None, log.NOW, "root")
    acting.assign(subject(one.id), "ann")
    assert facts(database, one.id) == (IncidentState.WAITING.code, "ann", log.NOW, "root")
    acting.assign(subject(one.id), None)
    assert facts(database, one.id)[1] is None
    again = incidents.get(one.id)
    assert again is not None
    assert again.state is IncidentState.WAITING


def test_what_is_settled_is_not_open(incidents: Incidents, acting: Acting, search: Search) -> None:
    one = incidents.list(ended=False)[0]
    assert search.total(parse("is:open")).value == 14
    acting.state(subject(one.id), IncidentState.IGNORED)
    assert incidents.list(ended=False) == []
    assert incidents.triage().incidents[0].state is IncidentState.IGNORED
    assert search.total(parse("is:open")).value == 1
    assert search.total(parse("is:waiting")).value == 13
    assert search.total(parse("is:unfiled")).value == 1
    assert search.total(parse("inc:any")).value == 0
    acting.state(subject(one.id), IncidentState.NEW)
    assert search.total(parse("is:open inc:any")).value == 13


def test_it_waits_for_its_turn_while_another_writes(
    incidents: Incidents, acting: Acting, database: Path
) -> None:
    one = incidents.list()[0]
    engine = writer(database)
    begun = threading.Event()

    def hold() -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE server SET name = name")
            begun.set()
            time.sleep(0.3)

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait(5)
    acting.state(subject(one.id), IncidentState.RESOLVED)
    thread.join()
    engine.dispose()
    assert facts(database, one.id)[0] == IncidentState.RESOLVED.code


def test_the_next_transaction_of_an_import_comes_after_it(
    incidents: Incidents, acting: Acting, database: Path
) -> None:
    """The importer begins again at once, for two seconds; nobody waits for more than one transaction."""
    one = incidents.list()[0]
    engine = writer(database)
    begun, end = threading.Event(), time.monotonic() + 2

    def work() -> None:
        while time.monotonic() < end:
            with engine.begin() as connection:
                connection.exec_driver_sql("UPDATE server SET name = name")
                begun.set()
                time.sleep(0.1)

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait(5)
    for state in (IncidentState.OPEN, IncidentState.WAITING, IncidentState.RESOLVED):
        acting.state(subject(one.id), state)
    in_time = time.monotonic() < end
    thread.join()
    engine.dispose()
    assert in_time
    assert facts(database, one.id)[0] == IncidentState.RESOLVED.code


def test_it_outlasts_an_import(incidents: Incidents, acting: Acting, database: Path, tmp_path: Path) -> None:
    one = incidents.list(ended=False)[0]
    acting.state(subject(one.id), IncidentState.WAITING)
    acting.assign(subject(one.id), "ann")
    story = log.story()
    name = story.message(205, "s0@slow.example")
    story.turned_away(205.5, name, "s0@slow.example", "mx.slow.example", log.LATE)
    more = tmp_path / "mainlog.new"
    more.write_text("".join(f"{line}\n" for line in story))
    assert not import_logs(database, [str(more)], server="mx1", zone="UTC").problems
    again = incidents.list(ended=False)[0]
    assert (again.id, again.state, again.assignee) == (one.id, IncidentState.WAITING, "ann")
    assert again.failures == one.failures + 1


def test_a_database_that_may_only_be_read_is_a_clear_error(imported: Path) -> None:
    whole = imported.read_bytes()
    with unprivileged() as folder:
        database = folder / "mailtui.db"
        database.write_bytes(whole)
        database.chmod(0o444)
        with raises(StoreError, "mailtui.db cannot be opened for writing", "rights", "user who owns it"):
            Acting(database, ROOT, lambda: log.NOW, lambda _: None).state(subject(1), IncidentState.OPEN)


def test_nothing_is_made_where_no_database_is(incidents: Incidents, acting: Acting, database: Path) -> None:
    database.unlink()
    with pytest.raises(StoreError, match="there is no database"):
        acting.state(subject(1), IncidentState.OPEN)
    assert not database.exists()


def test_the_name_is_the_kernels_not_a_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "mallory")
    monkeypatch.setenv("USER", "mallory")
    assert who_am_i() not in ("", "mallory")
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)
    assert who_am_i() == "uid 4000000"
