"""Files of events in all the ways they are written; what is broken costs itself only."""

from __future__ import annotations

import json
from time import process_time

import pytest
from tests.events import examples

from mailtui.model.enums import EventProvider as Provider
from mailtui.parsing.events.detect import detect
from mailtui.parsing.events.formats import parse
from mailtui.parsing.events.pieces import LARGEST, pieces

EVENTS = [examples.SENDGRID | {"event": "delivered", "sg_event_id": f"ev-{number}"} for number in range(5)]
LINES = [json.dumps(event) for event in EVENTS]
WAYS = {
    "array": json.dumps(EVENTS),
    "indented array": json.dumps(EVENTS, indent=1),
    "lines": "\n".join(LINES) + "\n",
    "lines of windows": "\r\n".join(LINES),
    "one after the other": "".join(LINES),
    "indented, one after the other": "\n".join(json.dumps(event, indent=2) for event in EVENTS),
    "RFC 7464": "".join(f"\x1e{line}\n" for line in LINES),
    "array cut open": ",\n".join(LINES),
    "byte order mark": "\ufeff" + "\n".join(LINES),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_tells_the_same(way: str) -> None:
    payload = WAYS[way].encode()
    assert detect(payload) is Provider.SENDGRID
    parsed = parse(Provider.SENDGRID, payload)
    assert parsed.problems == ()
    assert [event.event_id for event in parsed.events] == [f"ev-{number}" for number in range(5)]


@pytest.mark.parametrize("way", ["lines", "indented, one after the other"])
def test_a_broken_one_costs_itself_only(way: str) -> None:
    parsed = parse(Provider.SENDGRID, WAYS[way].replace('"ev-2"', '"ev-2').encode())
    assert [event.event_id for event in parsed.events] == ["ev-0", "ev-1", "ev-3", "ev-4"]
    (problem,) = parsed.problems
    assert problem.reason.startswith("this is no JSON: ")
    assert '"ev-2' in problem.raw


def test_a_file_cut_off_keeps_what_was_whole() -> None:
    payload = WAYS["one after the other"][:-40].encode()
    parsed = parse(Provider.SENDGRID, payload)
    assert len(parsed.events) == 4
    assert len(parsed.problems) == 1


def test_nothing_of_a_broken_file_is_lost() -> None:
    junk = "\n".join(f'{{"a": [{number}' for number in range(100)) + "\n" + "\n".join(LINES)
    parsed = parse(Provider.SENDGRID, junk.encode())
    assert len(parsed.events) == 5
    kept = "\n".join(problem.raw for problem in parsed.problems)
    assert all(f"[{number}" in kept for number in range(100))


@pytest.mark.parametrize("provider", list(dict.fromkeys(one for one, _ in examples.ALL)))
def test_the_beginning_of_a_file_is_enough(provider: Provider) -> None:
    """An array that is cut off after its second event."""
    value = next(value for one, value in examples.ALL if one is provider)
    text = json.dumps((value if isinstance(value, list) else [value]) * 3)
    assert detect(text[: len(text) * 2 // 3 + 20].encode()) is provider


@pytest.mark.parametrize("payload", [b"", b"  \n", b"\xef\xbb\xbf", b"\0\0"])
def test_nothing_is_nothing(payload: bytes) -> None:
    assert parse(Provider.SES, payload) == ((), ())
    assert detect(payload) is None


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"[" * 100_000, "the JSON is nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "the JSON holds a number that is too long"),
        (b"17", "an event is an object, and this is none"),
        (b"[[1]]", "an event is an object, and this is none"),
        (b"{}", "this is no event of SendGrid"),
        (b'{"event": "account_status_change"}', "SendGrid has no mail event 'account_status_change'"),
        (b'{"event": "open", "email": 7}', "email is a number, not text"),
        (b'{"event": "open", "timestamp": "now"}', "timestamp is text, not a number"),
        (b'{"event": "open", "timestamp": 1e300}', "timestamp is no moment: 1e+300"),
        (b'{"event": "open", "category": [1]}', "category[0] is a number, not text"),
    ],
)
def test_what_is_no_event_has_a_reason(payload: bytes, reason: str) -> None:
    parsed = parse(Provider.SENDGRID, payload)
    assert parsed.events == ()
    assert [problem.reason for problem in parsed.problems] == [reason]


def test_a_payload_past_the_limit_is_refused() -> None:
    parsed = parse(Provider.SENDGRID, b" " * (LARGEST + 1))
    assert "more than" in parsed.problems[0].reason


def test_text_that_no_database_takes_is_replaced() -> None:
    payload = rb'{"event": "open", "email": "a\u0000b\ud800@rcpt.example", "sg_event_id": "1"}'
    (event,) = parse(Provider.SENDGRID, payload).events
    assert event.recipient == "a\ufffdb?@rcpt.example"
    event.recipient.encode("utf-8")


HOSTILE = {
    "openers": lambda size: b"[" * size,
    "openers on lines": lambda size: b'{"a":\n' * (size // 6),
    "broken lines": lambda size: b'{"a": 1,}\n' * (size // 10),
    "arrays never closed": lambda size: b"[1,\n" * (size // 4),
    "strings never closed": lambda size: b'{"a":"\n' * (size // 7),
    "quotes": lambda size: b'["' * (size // 2),
    "brace lines": lambda size: b"{\n" * (size // 2),
    "form": lambda size: b"a=" + b"b&" * (size // 2),
    "parts": lambda size: b"--x\r\nContent-a\r\n" * (size // 16),
    "commas": lambda size: b"," * size,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_time_grows_with_the_size_and_no_more(kind: str) -> None:
    """Eight times the bytes may cost some thirty times the time (a loaded machine), never sixty-four."""
    small, large = (_seconds(HOSTILE[kind](size)) for size in (20_000, 160_000))
    assert large < 32 * max(small, 0.003)


def _seconds(payload: bytes) -> float:
    begun = process_time()
    for provider in (Provider.SES, Provider.MAILGUN):
        parse(provider, payload)
    detect(payload)
    return process_time() - begun


def test_pieces_know_their_text() -> None:
    assert [piece.raw for piece in pieces(b'{"a": 1}\n\n {"b": 2}  ')] == ['{"a": 1}', '{"b": 2}']


@pytest.mark.parametrize(
    ("name", "payload", "provider"),
    [
        ("brevo/2026-11.json", b'{"event": "unheard of"}', Provider.BREVO),
        ("events-of-ses.json", b'[{"eventType": "unheard of"}]', Provider.SES),
        ("addresses.json", b'[{"event": "unheard of"}]', None),
        ("sendgrid-contacts.json", b'[{"email": "ann@rcpt.example"}]', None),
        ("sendgrid.csv", b"email,event\n", None),
    ],
)
def test_the_name_helps_where_the_content_is_of_events(
    name: str, payload: bytes, provider: Provider | None
) -> None:
    assert detect(payload, name) is provider
    assert detect(payload) is None
