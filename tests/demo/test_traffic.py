"""The made-up day: repeatable, like real lines, within its day, with every story in it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind, LogType
from mailtui.model.moment import DAY, SECOND
from mailtui.parsing.exim.parser import Parser
from mailtui.parsing.exim.records import Assembler
from mailtui.services.demo.stories import STORIES
from mailtui.services.demo.traffic import Logs, generate

NOW = 1_795_250_000_123_456


@pytest.fixture(scope="module")
def logs() -> Logs:
    return generate(NOW)


def test_the_same_moment_gives_the_same_day(logs: Logs) -> None:
    assert generate(NOW) == logs


def test_it_is_a_day_of_a_small_server(logs: Logs) -> None:
    assert 20_000 <= logs.main.count(b"\n") <= 30_000
    assert logs.reject.count(b"\n") >= 1_000


def test_lines_are_in_order_and_end_now(logs: Logs) -> None:
    stamps = [line[:23] for line in logs.main.splitlines()]
    assert stamps == sorted(stamps)
    first, *_, last = _events(logs.main, LogType.MAIN)
    assert NOW - DAY - 1000 <= first.time <= last.time <= NOW
    assert NOW - last.time < 600 * SECOND


def test_every_line_is_understood(logs: Logs) -> None:
    for data, log_type in ((logs.main, LogType.MAIN), (logs.reject, LogType.REJECT)):
        kinds = Counter(event.kind for event in _events(data, log_type))
        assert not kinds[EventKind.UNRECOGNISED]
        assert not kinds[EventKind.OTHER]


def test_every_id_arrives_once(logs: Logs) -> None:
    arrived = [
        event.queue_id for event in _events(logs.main, LogType.MAIN) if event.kind is EventKind.ARRIVAL
    ]
    assert len(arrived) == len(set(arrived))
    assert all(re.fullmatch(r"\w{6}-\w{11}-\w{4}", name or "") for name in arrived)


def test_the_reject_log_repeats_lines_of_the_main_log(logs: Logs) -> None:
    main = set(logs.main.splitlines())
    stamped = [line for line in logs.reject.splitlines() if line.startswith(b"20")]
    assert set(stamped) <= main


def test_only_reserved_names_and_addresses(logs: Logs) -> None:
    text = logs.main.decode() + logs.reject.decode()
    domains = set(re.findall(r"@([a-z0-9.-]+\.[a-z]+)\b", text))
    assert {name for name in domains if not name.endswith(".example")} <= {"app.quit"}
    addresses = set(re.findall(r"\[(\d+\.\d+\.\d+)\.\d+\]", text))
    assert addresses <= {"192.0.2", "198.51.100", "203.0.113"}


def test_stories_have_titles_and_queries_of_their_own() -> None:
    assert len({story.title for story in STORIES}) == len({story.query for story in STORIES}) == len(STORIES)


def _events(data: bytes, log_type: LogType):
    assembler = Assembler(log_type)
    parser = Parser(Clock(), log_type)
    records = [*assembler.feed(data), *assembler.close()]
    return [parser.parse(record.raw) for record in records]
