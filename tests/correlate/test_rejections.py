"""What was refused before it became a message."""

from __future__ import annotations

import pytest
from tests.correlate.story import START, at

from mailtui.ingest.correlate import rejection
from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind, LogType, Phase
from mailtui.model.event import Event
from mailtui.parsing.exim.parser import Parser

STAMP = b"2026-11-20 23:44:36 "
HOST = b"H=mail.sender.example (localhost) [198.51.100.7] "
JOE = "joe@sender.example"


def refused(line: bytes):
    return rejection(Parser(Clock(), LogType.REJECT).parse(STAMP + line))


@pytest.mark.parametrize(
    ("line", "stage", "permanent", "recipient"),
    [
        (HOST + b"F=<joe@sender.example> rejected RCPT <x@elsewhere.example>: relay not permitted",
         Phase.RCPT, True, "x@elsewhere.example"),
        (HOST + b"F=<joe@sender.example> temporarily rejected RCPT <grey@ours.example>: greylisted",
         Phase.RCPT, False, "grey@ours.example"),
        (HOST + b"rejected MAIL <joe@sender.example>: Sender blocked here", Phase.MAIL, True, None),
        (HOST + b"rejected EHLO or HELO localhost: Access denied", Phase.HELO, True, None),
        (b'H=[203.0.113.66] rejected connection in "connect" ACL: local blocklist',
         Phase.CONNECT, True, None),
        (b"1xUXy2-000000000AN-2w8j " + HOST + b"F=<joe@sender.example> rejected after DATA: malware",
         Phase.END_OF_DATA, True, None),
        (b"1xUXy2-000000000AQ-33Dw " + HOST + b"F=<joe@sender.example> temporarily rejected after DATA: no",
         Phase.END_OF_DATA, False, None),
        (b"1xUXy2-000000000AX-3EgU rejected from <joe@sender.example> H=mail.sender.example [198.51.100.7]:"
         b" message too big: read=2342753 max=2097152", Phase.END_OF_DATA, True, None),
        (b"F=<joe@sender.example> rejected by non-SMTP ACL: local policy", Phase.END_OF_DATA, True, None),
        (b"plain authenticator failed for H=(ylmf-pc) [203.0.113.9]: 535 Incorrect authentication data"
         b" (set_id=admin)", Phase.AUTH, True, None),
    ],
)  # fmt: skip
def test_where_and_for_how_long(line, stage, permanent, recipient):
    found = refused(line)
    assert found is not None
    assert (found.stage, found.permanent, found.recipient) == (stage, permanent, recipient)
    if b"joe@" in line:
        assert found.sender == JOE
    assert found.reply


def test_who_was_refused_and_why():
    found = refused(
        HOST + b"F=<joe@sender.example> rejected RCPT <x@elsewhere.example>: 550 5.7.1 relay not permitted"
    )
    assert (found.host, found.helo, found.ip) == ("mail.sender.example", "localhost", "198.51.100.7")
    assert (found.smtp_code, found.enhanced_code) == (550, "5.7.1")


def test_the_reject_log_tells_the_headers():
    found = refused(
        b"1xUXy2-000000000AN-2w8j " + HOST + b"F=<joe@sender.example> rejected after DATA: malware\n"
        b"Envelope-from: <joe@sender.example>\n"
        b"Envelope-to: <bob@ours.example>\n    <carol@ours.example>\n"
        b"P Received: from mail.sender.example\n\tby mx.ours.example\n"
        b"F From: joe@sender.example\n  Subject: EICAR test\nI Message-ID: <gen-0085@client.example>"
    )
    assert (found.subject, found.message_id) == ("EICAR test", "gen-0085@client.example")
    assert (found.recipient, found.queue_id) == ("bob@ours.example", "1xUXy2-000000000AN-2w8j")


def test_other_lines_are_no_refusal():
    assert rejection(at(0, EventKind.WARNING, text="Warning: fake rejected")) is None
    assert rejection(at(0, EventKind.FAILURE, reply="550 rejected")) is None
    assert rejection(Event(EventKind.REJECTION)) is None


@pytest.mark.parametrize(
    ("fields", "stage"),
    [
        ({"text": 'rejected connection in "connect" ACL'}, Phase.CONNECT),
        ({"reply": "plain authenticator failed"}, Phase.AUTH),
        ({"queue_id": "1xUXy2-000000000AN-2w8j", "text": "refused"}, Phase.END_OF_DATA),
        ({"queue_id": None, "address": "x@y.example"}, Phase.RCPT),
        ({"queue_id": None}, Phase.CONNECT),
    ],
)
def test_the_stage_is_guessed_when_the_line_does_not_say_it(fields, stage):
    found = rejection(Event(EventKind.REJECTION, time=START, **fields))
    assert found is not None
    assert found.stage is stage
