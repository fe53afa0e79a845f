# ruff: noqa: E501 - log lines are as long as they are
"""What a trace tells: whose line it is, in which words, once, and which other mail hangs on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.search import log

from mailtui.model.enums import LogType
from mailtui.model.view import Trace, TraceEvent
from mailtui.services.imports import import_logs
from mailtui.services.tracing import Tracing
from mailtui.store.engine import reader

STORY = r"""
2026-11-20 10:00:00 1vMA01-000000001AB-0001 <= alice@lab.example U=alice P=local S=400 id=a1@lab.example for bob@far.example
2026-11-20 10:00:01 1vMA01-000000001AB-0001 H=[192.0.2.9] Connection refused
2026-11-20 10:00:01 1vMA01-000000001AB-0001 == bob@far.example R=dnslookup T=remote_smtp defer (111): Connection refused
2026-11-20 10:30:00 1vMA01-000000001AB-0001 == bob@far.example R=dnslookup T=remote_smtp defer (-53): retry time not reached for any host
2026-11-20 11:00:00 1vMA01-000000001AB-0001 == bob@far.example R=dnslookup T=remote_smtp H=mx.far.example [192.0.2.9] I=[198.51.100.1] defer (-44): SMTP error from remote mail server after RCPT TO:<bob@far.example>: 451 4.7.1 greylisted
2026-11-20 11:00:00 1vMA01-000000001AB-0001 ** bob@far.example: retry timeout exceeded
2026-11-20 11:00:01 1vMA02-000000001AC-0001 <= <> R=1vMA01-000000001AB-0001 U=exim P=local S=900 for alice@lab.example
2026-11-20 11:00:01 1vMA01-000000001AB-0001 Completed
2026-11-20 11:00:02 1vMA02-000000001AC-0001 ** alice@lab.example R=local_user T=local_delivery: mailbox is full
2026-11-20 11:00:02 1vMA02-000000001AC-0001 Frozen (delivery error message)
2026-11-20 11:30:02 1vMA02-000000001AC-0001 Message is frozen
2026-11-20 12:00:00 1vMA03-000000001AD-0001 H=evil.example (helo.example) [203.0.113.7] F=<evil@bad.example> rejected after DATA: spam says 14.2
2026-11-20 12:00:00 1vMA03-000000001AD-0001 H=evil.example (helo.example) [203.0.113.7] F=<evil@bad.example> rejected after DATA: spam says 14.2
2026-11-20 12:10:00 1vMA05-000000001AF-0001 <= alice@lab.example U=alice P=local S=400 for bob@far.example ann@far.example
2026-11-20 12:10:01 1vMA05-000000001AF-0001 == bob@far.example R=dnslookup T=remote_smtp defer (111): Connection refused
2026-11-20 12:20:00 1vMA06-000000001AG-0001 <= <> R=1vMA05-000000001AF-0001 U=exim P=local S=900 for alice@lab.example
2026-11-20 12:30:00 1vMA05-000000001AF-0001 ** bob@far.example: retry timeout exceeded
2026-11-20 12:30:00 1vMA07-000000001AH-0001 <= <> R=1vMA05-000000001AF-0001 U=exim P=local S=900 T="Mail delivery failed" for alice@lab.example
2026-11-20 12:40:00 1vMA08-000000001AJ-0001 <= <> R=1vMA05-000000001AF-0001 U=exim P=local S=900 T="Warning: message 1vMA05-000000001AF-0001 delayed 30 minutes" for alice@lab.example
2026-11-20 12:50:00 1vMA09-000000001AK-0001 <= alice@lab.example U=alice P=local S=400 for bob@far.example
2026-11-20 12:50:00 1vMA09-000000001AK-0001 Frozen by the system filter: held for review
2026-11-20 12:55:00 1vMA09-000000001AK-0001 Message is frozen
2026-11-20 13:00:00 1vMA04-000000001AE-0001 *> x@far.example R=dnslookup T=remote_smtp H=mx.far.example [192.0.2.9]
""".strip()
REJECT = (
    r"""
2026-11-20 12:00:00 1vMA03-000000001AD-0001 H=evil.example (helo.example) [203.0.113.7] F=<evil@bad.example> rejected after DATA: spam says 14.2
Envelope-from: <evil@bad.example>
Envelope-to: <bob@lab.example>
  Subject: buy now
""".strip()
    + "\n"
)


@pytest.fixture(scope="module")
def tracing(tmp_path_factory: pytest.TempPathFactory) -> Tracing:
    folder = tmp_path_factory.mktemp("story")
    logs = folder / "logs"
    logs.mkdir()
    (logs / "mainlog").write_text(STORY + "\n")
    (logs / "rejectlog").write_text(REJECT)
    database = folder / "mailtui.db"
    assert not import_logs(database, [str(logs)], server="mx1", zone="UTC").problems
    return Tracing(reader(database))


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Tracing:
    return Tracing(reader(log.build(tmp_path_factory.mktemp("servers"))))


def traced(tracing: Tracing, identifier: str, server: str | None = None) -> Trace:
    found = [view for view in tracing.find(identifier) if server in (None, view.server)]
    assert len(found) == 1
    return tracing.trace(found[0].id)


def texts(trace: Trace, name: str) -> list[str]:
    return [event.text for event in events(trace, name)]


def events(trace: Trace, name: str) -> tuple[TraceEvent, ...]:
    return next(thread.events for thread in trace.threads if thread.name.startswith(name))


def related(trace: Trace) -> set[tuple[str, str, str]]:
    return {(one.relation, one.server, one.queue_id) for one in trace.related}


def test_a_failure_names_its_host_even_where_only_the_line_before_it_does(tracing: Tracing) -> None:
    trace = traced(tracing, "1vMA01-000000001AB-0001")
    assert texts(trace, "bob@far.example") == [
        "deferred by [192.0.2.9]: Connection refused",
        "not tried: retry time not reached for any host",
        "deferred by mx.far.example [192.0.2.9] (from our 198.51.100.1): 451 4.7.1 greylisted",
        "given up: retry timeout exceeded",
    ]
    assert events(trace, "bob@far.example")[0].ip == "192.0.2.9"
    assert texts(trace, "message")[0] == "received from <alice@lab.example>, handed in by local user alice"


def test_frozen_is_told_in_plain_words(tracing: Tracing) -> None:
    assert texts(traced(tracing, "1vMA02-000000001AC-0001"), "message") == [
        "made by this server to report on 1vMA01-000000001AB-0001",
        "frozen: delivery error message",
        "still frozen, not tried",
    ]


def test_a_refusal_in_two_logs_is_told_once_with_both_lines_at_hand(tracing: Tracing) -> None:
    trace = traced(tracing, "1vMA03-000000001AD-0001")
    first, second = events(trace, "message")
    assert first.text == "refused by this server for good at end of data: spam says 14.2"
    assert first.raw is not None
    assert first.raw.log_type is LogType.MAIN
    assert [copy.log_type for copy in first.copies] == [LogType.REJECT]
    assert b"Subject: buy now" in first.copies[0].data
    assert second.copies == ()
    assert trace.message.client_helo == "helo.example"


def test_a_delivery_that_is_only_pretended_says_so(tracing: Tracing) -> None:
    trace = traced(tracing, "1vMA04-000000001AE-0001")
    said = "not delivered: Exim runs with -N, which only pretends (to mx.far.example [192.0.2.9])"
    assert texts(trace, "x@far.example") == [said]
    assert trace.message.received is None


def test_a_bounce_and_what_it_reports_know_each_other(tracing: Tracing) -> None:
    message, bounce = "1vMA01-000000001AB-0001", "1vMA02-000000001AC-0001"
    assert related(traced(tracing, message)) == {("bounced by", "mx1", bounce)}
    assert related(traced(tracing, bounce)) == {("bounce of", "mx1", message)}


def test_a_warning_of_delay_is_no_bounce(tracing: Tracing) -> None:
    assert related(traced(tracing, "1vMA05-000000001AF-0001")) == {
        ("reported by", "mx1", "1vMA06-000000001AG-0001"),
        ("bounced by", "mx1", "1vMA07-000000001AH-0001"),
        ("reported by", "mx1", "1vMA08-000000001AJ-0001"),
    }


def test_what_froze_a_message_is_told_with_what_to_type(tracing: Tracing) -> None:
    held = "1vMA09-000000001AK-0001"
    freeze = traced(tracing, held).freeze
    assert freeze is not None
    assert freeze.reason == "frozen: by the system filter: held for review"
    assert freeze.commands == (f"exim -Mvl {held}", f"exim -Mt {held}  # changes the queue: thaws it")
    assert [event.attempted for event in events(traced(tracing, held), "message")] == [True, True, False]
    assert traced(tracing, "1vMA05-000000001AF-0001").freeze is None


def test_hops_between_two_servers_know_each_other(servers: Tracing) -> None:
    here, there = "1vLA01-000000001AB-0001", "1vLB01-000000002AB-0002"
    assert ("next hop", "mx2", there) in related(traced(servers, here, "mx1"))
    assert related(traced(servers, there)) == {("previous hop", "mx1", here)}
    same_id = traced(servers, here, "mx2")
    assert related(same_id) == set()


def test_a_message_id_finds_the_mail_on_both_servers(servers: Tracing) -> None:
    assert {view.server for view in servers.find("<Odd.1@shop.example>")} == {"mx1", "mx2"}


def test_a_message_id_is_found_in_any_case(servers: Tracing) -> None:
    known = servers.find("<Odd.1@shop.example>")
    assert [one.id for one in servers.find("odd.1@SHOP.example")] == [one.id for one in known]
    assert servers.find("xodd.1@shop.example") == []


def test_members_of_an_alias_have_their_own_lines(servers: Tracing) -> None:
    trace = traced(servers, "1vLA01-000000001AB-0001", "mx1")
    assert texts(trace, "carol <team@lab.example>") == ["delivered by local_delivery"]
    assert texts(trace, "bob@far.example <team@lab.example>")[0].startswith("accepted by mx1.far.example")
    assert texts(trace, "team@lab.example") == []


def test_every_line_of_a_message_is_in_its_trace(corpora: Path, tmp_path: Path) -> None:
    logs = corpora / "lab" / "exim-v498all"
    database = tmp_path / "mailtui.db"
    files = [str(logs / name) for name in ("mainlog", "rejectlog", "paniclog")]
    assert not import_logs(database, files, server="mx1", zone="UTC").problems
    tracing = Tracing(reader(database))
    for queue_id in ("1xUXxa-000000000FU-46pL", "1xUXxN-0000000005K-29zJ", "1xUXxS-000000000AC-1f3X"):
        trace = traced(tracing, queue_id)
        told = [event for thread in trace.threads for event in thread.events]
        raw = [line for event in told for line in (event.raw, *event.copies) if line]
        assert len(raw) == len(set(raw))
        lines = [line for file in files for line in Path(file).read_bytes().splitlines()]
        found = [line for line in lines if line[:1].isdigit() and queue_id.encode() in line.split(b" ")[:5]]
        assert sorted(line.data.splitlines()[0] for line in raw) == sorted(found)
