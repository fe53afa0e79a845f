"""A trace as JSON and as a story."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC

from tests.cli_data.views import MESSAGE, event, trace

from mailtui.cli import trace_output


def test_json_holds_everything_with_its_proof() -> None:
    made = trace(event("deferred: 451", smtp_code=451, reply="451 no", duration=4.0))
    shown = json.loads(json.dumps(trace_output.as_object(made)))
    assert list(shown) == ["message", "recipients", "threads", "related", "freeze", "tags", "notes"]
    assert shown["message"]["queue_id"] == MESSAGE.queue_id
    assert shown["message"]["received"] == "2026-11-20T23:27:43+00:00"
    assert shown["message"]["completed"] is None
    assert shown["recipients"][0]["id"] == "d12.1"
    (thread,) = shown["threads"]
    assert (thread["kind"], thread["name"], thread["outcome"]) == ("recipient", "bob@corp.example", "unknown")
    (told,) = thread["events"]
    assert told["time"] == "2026-11-20T23:27:44+00:00"
    assert (told["kind"], told["text"], told["reply"]) == ("deferral", "deferred: 451", "451 no")
    assert (told["smtp_code"], told["duration"], told["host"], told["ip"]) == (451, 4.0, None, None)
    raw = told["raw"]
    assert (raw["file"], raw["line"], raw["offset"], raw["log"]) == ("/logs/mainlog", 41, 6120, "main")
    assert raw["text"].encode("utf-8", "surrogateescape").endswith(b"== bob \xff")
    assert [related["relation"] for related in shown["related"]] == ["bounced by", "next hop"]


def test_the_story() -> None:
    assert list(trace_output.story(trace(event("deferred by mx.corp.example: 451 no")), UTC)) == [
        "1xUY19-000000006JX-1NTW on mx1: deferred",
        "  from        alice@ours.example",
        "  subject     hello",
        "  Message-ID  <a@client.example>",
        "  size        352 bytes",
        "  client      client.example [203.0.113.77]",
        "  protocol    esmtpsa",
        "  login       plain:alice",
        "  received    2026-11-20 23:27:43",
        "  queue       frozen",
        "",
        "bob@corp.example: deferred",
        "  2026-11-20 23:27:44  deferred by mx.corp.example: 451 no  (/logs/mainlog:41)",
        "",
        "bounced by 1xUY2E-000000008IR-2k2P on mx1 (accepted, 2026-11-20 23:27:43)",
        "next hop 5180BC0DBC on corp (its log was not imported)",
    ]


def test_a_reply_of_several_lines_stays_together() -> None:
    lines = list(trace_output.story(trace(event("refused: 550-no\n550 such user")), UTC))
    assert lines[12:14] == [
        "  2026-11-20 23:27:44  refused: 550-no",
        "                       550 such user  (/logs/mainlog:41)",
    ]


def test_a_message_without_its_beginning() -> None:
    message = replace(MESSAGE, received=None, sender=None, subject=None, client_host=None, client_ip=None)
    lines = list(trace_output.story(trace(message=message), UTC))
    assert lines[1] == "  from        (unknown)"
    assert "  received    before the logs that were imported" in lines
    assert not any("client" in line for line in lines if "Message-ID" not in line)
