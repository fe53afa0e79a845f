# ruff: noqa: E501 - log lines are as long as they are
"""Why recipients failed or wait: the deciding reply, or the last concrete one, and what it means."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mailtui.model.enums import FailureClass, Side
from mailtui.model.view import Explained, Trace
from mailtui.query import parse
from mailtui.services.demo import folder
from mailtui.services.desk import Desk, now, open_desk
from mailtui.services.imports import import_logs
from mailtui.services.tracing import Tracing
from mailtui.store.engine import reader

NOT_YET = "defer (-53): retry time not reached for any host for 'far.example'"
STORY = f"""
2026-11-20 10:00:00 1vMA01-000000001AB-0001 <= alice@lab.example U=alice P=local S=400 id=a1@lab.example
2026-11-20 10:00:01 1vMA01-000000001AB-0001 == bob@far.example R=dnslookup T=remote_smtp defer (111): Connection refused
2026-11-20 10:00:01 1vMA01-000000001AB-0001 == eve@far.example R=dnslookup T=remote_smtp {NOT_YET}
2026-11-20 10:00:02 1vMA01-000000001AB-0001 == dan@near.example R=dnslookup T=remote_smtp {NOT_YET}
2026-11-20 10:00:03 1vMA01-000000001AB-0001 ** joe@near.example R=dnslookup T=remote_smtp H=mx.near.example [192.0.2.8]: SMTP error from remote mail server after RCPT TO:<joe@near.example>: 550 5.1.1 <joe@near.example>: User unknown
2026-11-20 10:00:04 1vMA01-000000001AB-0001 => amy@near.example R=dnslookup T=remote_smtp H=mx.near.example [192.0.2.8] C="250 OK"
2026-11-20 10:30:00 1vMA01-000000001AB-0001 == bob@far.example R=dnslookup T=remote_smtp {NOT_YET}
2026-11-20 10:30:00 1vMA01-000000001AB-0001 == dan@near.example R=dnslookup T=remote_smtp {NOT_YET}
2026-11-20 11:00:00 1vMA02-000000001AC-0001 <= alice@lab.example U=alice P=local S=400 id=a2@lab.example
2026-11-20 11:00:01 1vMA02-000000001AC-0001 H=mx.far.example [192.0.2.9] Connection timed out
2026-11-20 11:00:01 1vMA02-000000001AC-0001 == bob@far.example R=dnslookup T=remote_smtp {NOT_YET}
""".strip()

Find = Callable[[str], Trace]


@pytest.fixture(scope="module")
def find(tmp_path_factory: pytest.TempPathFactory) -> Find:
    place = tmp_path_factory.mktemp("story")
    (place / "mainlog").write_text(STORY + "\n")
    database = place / "mailtui.db"
    assert not import_logs(database, [str(place / "mainlog")], server="mx1", zone="UTC").problems
    tracing = Tracing(reader(database))
    return lambda queue_id: tracing.trace(tracing.find(queue_id)[0].id)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return open_desk(folder.prepare(tmp_path_factory.mktemp("data") / "demo", now()).database)


def of(trace: Trace) -> dict[str, Explained | None]:
    """The diagnoses by recipient."""
    assert len(trace.diagnoses) == len(trace.recipients)
    return {row.recipient or "": one for row, one in zip(trace.recipients, trace.diagnoses, strict=True)}


def found(desk: Desk, query: str) -> dict[str, Explained | None]:
    """The diagnoses of the newest message that a query finds."""
    row = desk.search.page(parse(query)).rows[0]
    return of(desk.tracing.trace(row.key.owner))


def test_a_retry_that_was_not_due_takes_the_last_concrete_reply(find: Find) -> None:
    bob = of(find("1vMA01-000000001AB-0001"))["bob@far.example"]
    assert bob is not None
    assert bob.diagnosis.failure_class is FailureClass.CONNECT_FAILED
    assert bob.inherited
    assert bob.proof.errno == 111
    assert bob.proof.raw is not None
    assert bob.proof.raw.line_number == 2
    assert not bob.last.attempted


def test_one_that_was_never_tried_takes_that_of_another_of_its_domain(find: Find) -> None:
    eve = of(find("1vMA01-000000001AB-0001"))["eve@far.example"]
    assert eve is not None
    assert eve.diagnosis.failure_class is FailureClass.CONNECT_FAILED


def test_what_is_about_one_mailbox_is_never_inherited_by_another(find: Find) -> None:
    told = of(find("1vMA01-000000001AB-0001"))
    joe, dan = told["joe@near.example"], told["dan@near.example"]
    assert joe is not None
    assert dan is not None
    assert (joe.diagnosis.failure_class, joe.inherited) == (FailureClass.RECIPIENT_UNKNOWN, False)
    assert (dan.diagnosis.side, dan.diagnosis.inherits) == (Side.UNKNOWN, True)
    assert told["amy@near.example"] is None


def test_where_all_go_to_one_domain_the_error_of_a_host_counts(find: Find) -> None:
    (bob,) = of(find("1vMA02-000000001AC-0001")).values()
    assert bob is not None
    assert bob.diagnosis.failure_class is FailureClass.CONNECT_FAILED
    assert bob.proof.host == "mx.far.example"


@pytest.mark.parametrize(
    ("query", "wanted", "side", "inherited"),
    [
        ("to:fiona@postbox.example status:deferred", FailureClass.MAILBOX_FULL, Side.RCPT, True),
        ("to:@bigmial.example", FailureClass.DNS_FAILURE, Side.NET, True),
    ],
)
def test_stories_of_the_demo(
    desk: Desk, query: str, wanted: FailureClass, side: Side, inherited: bool
) -> None:
    (told,) = found(desk, query).values()
    assert told is not None
    assert (told.diagnosis.failure_class, told.diagnosis.side) == (wanted, side)
    assert told.inherited is inherited
    assert told.proof.raw is not None


def test_one_newsletter_with_four_ends(desk: Desk) -> None:
    told = found(desk, 'subject:"autumn sale"')
    classes = sorted(str(one.diagnosis.failure_class) for one in told.values() if one)
    assert {"mailbox-full", "recipient-unknown"} <= set(classes)
    assert None in told.values()


def test_a_block_of_the_provider_is_on_our_side(desk: Desk) -> None:
    (told,) = found(desk, "status:blocked to:@bigmail.example since:4h").values()
    assert told is not None
    assert told.diagnosis.side is Side.US


@pytest.mark.parametrize("query", ["to:bob@slowgate.example status:accepted", "to:@closed.example"])
def test_what_got_there_or_was_taken_out_needs_no_diagnosis(desk: Desk, query: str) -> None:
    row = desk.search.page(parse(query)).rows[0]
    assert not any(desk.tracing.trace(row.key.owner).diagnoses)


def test_broken_rules_of_the_operator_leave_the_trace_whole(desk: Desk, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\nid = "x"\n')
    row = desk.search.page(parse("to:@bigmial.example")).rows[0]
    trace = Tracing(desk._engine, rules).trace(row.key.owner)
    assert trace.threads
    assert trace.diagnoses == ()
    assert "rules.toml:2: the rule has no class" in trace.undiagnosed


@pytest.mark.parametrize("module", ["mailtui.services.desk", "mailtui.services.tracing", "mailtui.ui.app"])
def test_nothing_loads_the_rules_before_a_failure_is_traced(module: str) -> None:
    code = f"import sys, {module}; sys.exit('mailtui.diagnosis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
