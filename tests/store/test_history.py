# ruff: noqa: E501 - log lines are as long as they are
"""What came before a failure, and whose failure stands behind `retry time not reached`: by indexes, and right."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from tests.events import examples

from mailtui.model.enums import ProviderEventKind
from mailtui.model.moment import DAY, HOUR, from_datetime
from mailtui.model.precedent import Success, Tries
from mailtui.services.imports import import_logs
from mailtui.store import history, roots
from mailtui.store.engine import Connection, reader

MX = "R=dnslookup T=remote_smtp H=mx1.far.example [192.0.2.9]"
MX2 = "R=dnslookup T=remote_smtp H=mx2.far.example [192.0.2.10]"
BLOCK = "SMTP error from remote mail server after MAIL FROM:<a@lab.example>: 550 5.7.1 blocked, see https://far.example/b"
REFUSED = "R=dnslookup T=remote_smtp defer (111) H=mx1.far.example [192.0.2.9]: Connection refused"
LOG = f"""
2026-11-10 08:00:00 1vMA00-000000001AA-0001 <= a@lab.example U=a P=local S=400
2026-11-10 08:00:01 1vMA00-000000001AA-0001 => old@far.example {MX} C="250 OK"
2026-11-20 09:00:00 1vMA01-000000001AB-0001 <= a@lab.example U=a P=local S=400
2026-11-20 09:00:01 1vMA01-000000001AB-0001 => amy@far.example {MX} C="250 OK"
2026-11-20 09:40:01 1vMA02-000000001AB-0001 <= a@lab.example U=a P=local S=400
2026-11-20 09:40:02 1vMA02-000000001AB-0001 => bob@far.example {MX2} C="250 OK"
2026-11-20 09:40:02 1vMA02-000000001AB-0001 ** eve@far.example {MX2}: {BLOCK}
2026-11-20 10:00:00 1vMA03-000000001AB-0001 <= a@lab.example U=a P=local S=400
2026-11-20 10:00:01 1vMA03-000000001AB-0001 == amy@far.example {REFUSED}
2026-11-20 10:20:01 1vMA03-000000001AB-0001 == amy@far.example {REFUSED}
2026-11-20 10:30:00 1vMA04-000000001AB-0001 <= a@lab.example U=a P=local S=400
2026-11-20 10:30:01 1vMA04-000000001AB-0001 == dan@far.example R=dnslookup T=remote_smtp defer (-54): retry time not reached for any host for 'far.example'
2026-11-20 10:31:00 1vMA05-000000001AB-0001 <= a@lab.example U=a P=local S=400
2026-11-20 10:31:01 1vMA05-000000001AB-0001 == zoe@gone.example R=dnslookup defer (-1): host lookup did not complete
2026-11-20 10:40:00 1vMA06-000000001AB-0001 <= a@lab.example U=a P=local S=400
2026-11-20 10:40:01 1vMA06-000000001AB-0001 == ann@gone.example routing defer (-52): retry time not reached
""".strip()


def at(clock: str, day: int = 20) -> int:
    return from_datetime(datetime.fromisoformat(f"2026-11-{day} {clock}").replace(tzinfo=UTC))


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    folder = tmp_path_factory.mktemp("history")
    (folder / "mainlog").write_text(LOG + "\n")
    database = folder / "mailtui.db"
    assert not import_logs(database, [str(folder / "mainlog")], server="mx1", zone="UTC").problems
    with reader(database).connect() as found:
        yield found


def peer(connection: Connection) -> history.Peer:
    found = history.peer(connection, "mx1.far.example", "192.0.2.9")
    assert found is not None
    return found


def test_a_host_belongs_to_an_organisation(connection: Connection) -> None:
    assert peer(connection).to == "far.example"
    assert history.peer(connection, "mx9.far.example", None) is None


def test_the_last_success_is_that_of_any_host_of_the_destination(connection: Connection) -> None:
    found = history.last_success(connection, 1, peer(connection), at("10:20:01"))
    assert found == Success(at("09:40:02"), "far.example", 2, 3)
    before = history.last_success(connection, 1, peer(connection), at("09:40:00"))
    assert before == Success(at("09:00:01"), "far.example", 1, 1)
    assert history.last_success(connection, 2, peer(connection), at("10:20:01")) is None


def test_the_last_mail_that_an_address_took(connection: Connection) -> None:
    found = history.last_accepted(connection, "amy@far.example", at("10:00:01"))
    assert found == Success(at("09:00:01"), "amy@far.example", 0, 0)
    assert history.last_accepted(connection, "zoe@gone.example", at("10:40:00")) is None


def test_what_is_new_and_since_when_the_host_is_known(connection: Connection) -> None:
    message = connection.exec_driver_sql("SELECT id FROM message WHERE queue_id LIKE '1vMA03%'").scalar_one()
    number = connection.exec_driver_sql(
        "SELECT number FROM recipient WHERE message_id = ?", (message,)
    ).scalar_one()
    found = history.novelty(connection, 1, (message, number), peer(connection), at("10:20:01"))
    assert found == (at("10:00:01"), 2, at("08:00:01", 10), at("08:00:00", 10))


OLD = b"""From: ann@a.example
To: bob@b.example
Subject: Lunch
Date: Sat, 3 Jan 1970 12:00:00 +0000
Message-ID: <one@a.example>

Yes.
"""


def test_a_log_begins_where_its_server_does(tmp_path: Path) -> None:
    """Neither a letter of an archive nor mail of a service makes it older, nor the log theirs."""
    database = tmp_path / "mailtui.db"
    (tmp_path / "mainlog").write_text(LOG + "\n")
    (tmp_path / "old.eml").write_bytes(OLD)
    bounced = json.dumps(examples.SES_BOUNCE)
    (tmp_path / "ses.jsonl").write_text(bounced + "\n")
    for name, server in (("old.eml", None), ("ses.jsonl", "ses"), ("mainlog", "mx1")):
        assert not import_logs(database, [str(tmp_path / name)], server=server, zone="UTC").problems
    with reader(database).connect() as connection:
        ids = dict(connection.exec_driver_sql("SELECT name, id FROM server").all())
        begins = {name: history.log_begins(connection, id_) for name, id_ in ids.items()}
        (told,) = connection.exec_driver_sql(
            "SELECT min(time) FROM delivery_event WHERE kind = ?", (ProviderEventKind.BOUNCED.code,)
        ).one()
    assert begins["mx1"] == at("08:00:00", 10)
    assert begins["ses"] == told - told % HOUR


def test_tries_at_a_host_are_those_since_it_worked(connection: Connection) -> None:
    found = history.tries(connection, 1, peer(connection), at("12:00:00"))
    assert found == Tries((at("10:00:01"), at("10:20:01")), True)


def test_too_few_hours_are_no_usual_volume(connection: Connection) -> None:
    assert history.volume(connection, 1, "far.example", at("10:20:01")) is None


def test_the_end_of_the_log_and_the_software(connection: Connection) -> None:
    assert history.log_ends(connection) == at("10:40:01")
    assert history.software(connection, 1) == "exim"


def test_a_host_that_is_not_due_takes_the_failure_of_another_message(connection: Connection) -> None:
    asked = roots.Asked(1, "dan@far.example", at("10:30:01"), of_hosts=True)
    found = roots.of_domain(connection, asked)
    assert found is not None
    assert (found.queue_id, found.time) == ("1vMA03-000000001AB-0001", at("10:20:01"))
    assert (found.host, found.ip) == ("mx1.far.example", "192.0.2.9")


def test_nothing_is_taken_from_later_from_elsewhere_or_from_too_long_ago(connection: Connection) -> None:
    asked = roots.Asked(1, "dan@far.example", at("10:30:01"), of_hosts=True)
    earlier = roots.of_domain(connection, asked._replace(until=at("10:20:00")))
    assert earlier is not None
    assert earlier.time == at("10:00:01")
    assert roots.of_domain(connection, asked._replace(until=at("09:59:59"))) is None
    assert roots.of_domain(connection, asked._replace(server=2)) is None
    assert roots.of_domain(connection, asked._replace(until=asked.until + 8 * DAY + HOUR)) is None
    assert roots.of_domain(connection, asked._replace(address="dan@near.example")) is None


def test_routing_that_is_not_due_takes_the_failure_of_the_domain(connection: Connection) -> None:
    found = roots.of_domain(connection, roots.Asked(1, "ann@gone.example", at("10:40:01")))
    assert found is not None
    assert found.queue_id == "1vMA05-000000001AB-0001"


def test_an_address_takes_its_own_failure_in_another_message(connection: Connection) -> None:
    found = roots.of_address(connection, roots.Asked(1, "amy@far.example", at("10:30:00")))
    assert found is not None
    assert found.time == at("10:20:01")


def test_no_question_reads_a_whole_table(connection: Connection) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_1: Any, _2: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    try:
        here = peer(connection)
        roots.of_address(connection, roots.Asked(1, "dan@far.example", at("10:30:01")))
        roots.of_domain(connection, roots.Asked(1, "dan@far.example", at("10:30:01")))
        history.last_success(connection, 1, here, at("10:20:01"))
        history.last_accepted(connection, "amy@far.example", at("10:00:01"))
        history.novelty(connection, 1, (1, 0), here, at("10:20:01"))
        history.tries(connection, 1, here, at("12:00:00"))
        history.volume(connection, 1, "far.example", at("10:20:01"))
    finally:
        event.remove(connection, "before_cursor_execute", note)
    assert len(asked) > 10
    for statement, values in asked:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        read = (re.match(r"SCAN (\w+)", row[3]) for row in plan)
        whole = [found[1] for found in read if found and f") {found[1]}" not in statement]
        assert whole == [], statement
