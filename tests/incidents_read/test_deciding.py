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

from mailtui.errors import NotFoundError, StoreError
from mailtui.model.enums import IncidentState
from mailtui.query import parse
from mailtui.services.imports import import_logs
from mailtui.services.incidents import Incidents
from mailtui.services.people import who_am_i
from mailtui.services.search import Search
from mailtui.store.deciding import set_state
from mailtui.store.engine import writer


def facts(database: Path, incident: int) -> tuple[object, ...]:
    with sqlite3.connect(database) as connection:
        query = "SELECT state, assignee, changed, changed_by FROM incident WHERE id = ?"
        found: tuple[object, ...] = connection.execute(query, (incident,)).fetchone()
    connection.close()
    return found


def test_who_and_when_are_kept(incidents: Incidents, database: Path) -> None:
    one = incidents.list()[0]
    incidents.set_state([one.id], IncidentState.WAITING, "root")
    assert facts(database, one.id) == (IncidentState.WAITING.code, None, log.NOW, "root")
    incidents.assign([one.id], "ann", "bob")
    assert facts(database, one.id) == (IncidentState.WAITING.code, "ann", log.NOW, "bob")
    incidents.assign([one.id], None, "ann")
    assert facts(database, one.id)[1] is None
    again = incidents.get(one.id)
    assert again is not None
    assert again.state is IncidentState.WAITING


def test_what_is_settled_is_not_open(incidents: Incidents, search: Search) -> None:
    one = incidents.list(ended=False)[0]
    assert search.total(parse("is:open")).value == 14
    incidents.set_state([one.id], IncidentState.IGNORED, "root")
    assert incidents.list(ended=False) == []
    assert incidents.triage().incidents[0].state is IncidentState.IGNORED
    assert search.total(parse("is:open")).value == 1
    assert search.total(parse("is:waiting")).value == 13
    assert search.total(parse("is:unfiled")).value == 1
    assert search.total(parse("inc:any")).value == 0
    incidents.set_state([one.id], IncidentState.NEW, "root")
    assert search.total(parse("is:open inc:any")).value == 13


def test_all_or_none(incidents: Incidents, database: Path) -> None:
    one = incidents.list()[0]
    with pytest.raises(NotFoundError, match="not in the database"):
        incidents.set_state([one.id, 999], IncidentState.IGNORED, "root")
    assert facts(database, one.id)[0] == IncidentState.NEW.code
    incidents.set_state([one.id, one.id], IncidentState.OPEN, "root")
    assert facts(database, one.id)[0] == IncidentState.OPEN.code


def test_it_waits_for_its_turn_while_another_writes(incidents: Incidents, database: Path) -> None:
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
    incidents.set_state([one.id], IncidentState.RESOLVED, "root")
    thread.join()
    engine.dispose()
    assert facts(database, one.id)[0] == IncidentState.RESOLVED.code


def test_the_next_transaction_of_an_import_comes_after_it(incidents: Incidents, database: Path) -> None:
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
        incidents.set_state([one.id], state, "root")
    in_time = time.monotonic() < end
    thread.join()
    engine.dispose()
    assert in_time
    assert facts(database, one.id)[0] == IncidentState.RESOLVED.code


def test_it_outlasts_an_import(incidents: Incidents, database: Path, tmp_path: Path) -> None:
    one = incidents.list(ended=False)[0]
    incidents.set_state([one.id], IncidentState.WAITING, "root")
    incidents.assign([one.id], "ann", "root")
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
            set_state(database, [1], IncidentState.OPEN, log.NOW, "root")


def test_nothing_is_made_where_no_database_is(incidents: Incidents, database: Path) -> None:
    database.unlink()
    with pytest.raises(StoreError, match="there is no database"):
        incidents.set_state([1], IncidentState.OPEN, "root")
    assert not database.exists()


def test_the_name_is_the_kernels_not_a_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "mallory")
    monkeypatch.setenv("USER", "mallory")
    assert who_am_i() not in ("", "mallory")
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)
    assert who_am_i() == "uid 4000000"
