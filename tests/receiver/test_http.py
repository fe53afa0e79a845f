"""What is answered to requests that are not as they must be; each is refused and counted, none is kept."""

from __future__ import annotations

import gzip
import json
import random
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.events import examples
from tests.receiver.calling import JSON, PASSWORD, Live, basic, copy, counters, live, payloads, rows
from tests.worker.processes import until

from mailtui.worker.listening import body, remotes
from mailtui.worker.listening.protocol import Patient

DELIVERY = json.dumps({**examples.POSTMARK_DELIVERY, "Metadata": {}}).encode()
TABLES = {
    "postmark": {"user": "mt", "secret": "env:SECRET"},
    "brevo": {"accept_unsigned": True},
}


@pytest.fixture(scope="module")
def shared(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One for tests that keep nothing: starting and ending one takes a while."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET", PASSWORD)
        with live(copy(blank, tmp_path_factory.mktemp("shared")), TABLES) as found:
            yield found


@pytest.fixture
def receiver(database: Path) -> Iterator[Live]:
    with live(database, TABLES) as found:
        yield found


def test_a_payload_is_kept_before_it_is_answered_and_read_later_once(receiver: Live) -> None:
    assert receiver.ask("/postmark", DELIVERY, basic())[:2] == (200, "ok\n")
    assert rows(receiver.database, "SELECT processed, events FROM webhook_event") == [(None, 0)]
    assert receiver.read()
    assert rows(receiver.database, "SELECT processed > 0, events FROM webhook_event") == [(1, 1)]
    assert rows(receiver.database, "SELECT count(*) FROM message") == [(1,)]
    assert receiver.post("/postmark", DELIVERY, basic()) == 200  # told again: kept once
    receiver.read()
    assert payloads(receiver.database) == 1
    assert counters(receiver.database)["postmark"] == (2, 0, 0)


@pytest.mark.parametrize(
    ("status", "path", "method", "headers", "text"),
    [
        (404, "/nobody", "POST", basic(), DELIVERY),
        (404, "/postmark/", "POST", basic(), DELIVERY),
        (405, "/postmark", "GET", basic(), b""),
        (405, "/postmark", "PUT", basic(), DELIVERY),
        (401, "/postmark", "POST", JSON, DELIVERY),
        (401, "/postmark", "POST", basic("wrong"), DELIVERY),
        (415, "/postmark", "POST", basic() | {"Content-Type": "multipart/form-data; boundary=x"}, DELIVERY),
        (415, "/postmark", "POST", basic() | {"Content-Type": "text/plain; charset=UTF-8"}, DELIVERY),
        (415, "/postmark", "POST", basic() | {"Content-Encoding": "br"}, DELIVERY),
        (400, "/postmark", "POST", basic(), b" \n"),
        (400, "/postmark", "POST", basic() | {"Content-Encoding": "gzip"}, DELIVERY),
        (400, "/postmark", "POST", basic() | {"Content-Encoding": "gzip"}, gzip.compress(DELIVERY)[:-3]),
        (
            413,
            "/postmark",
            "POST",
            basic() | {"Content-Encoding": "gzip"},
            gzip.compress(bytes(body.MOST + 1)),
        ),
    ],
    ids=lambda value: "" if isinstance(value, bytes | dict) else str(value),
)
def test_refused(
    shared: Live, status: int, path: str, method: str, headers: dict[str, str], text: bytes
) -> None:
    receiver, refused = shared, counters(shared.database)["postmark"][1]
    found, _, answered = receiver.ask(path, text, headers, method)
    assert found == status
    assert answered["connection"] == "close"
    assert ("www-authenticate" in answered) == (status == 401)
    assert payloads(receiver.database) == 0
    until(lambda: counters(receiver.database)["postmark"] == (0, refused + (status != 404), 0))
    said = "\n".join(receiver.said)
    assert "127.0.0.1" in said
    assert PASSWORD not in said
    assert "Basic" not in said
    assert "rcpt.example" not in said


def test_a_large_body_is_refused_before_it_is_read(shared: Live) -> None:
    size = body.MOST + 1
    head = f"POST /brevo HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\nExpect: 100-continue\r\n\r\n"
    assert _raw(shared, head.encode()).startswith(b"HTTP/1.1 413 ")


def test_a_body_that_grows_is_refused_when_it_is_too_large(receiver: Live) -> None:
    with closing(socket.create_connection(("127.0.0.1", receiver.port), timeout=20)) as connection:
        connection.sendall(b"POST /brevo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        part = b"10000\r\n" + bytes(0x10000) + b"\r\n"
        try:
            for _ in range(body.MOST // 0x10000 + 2):
                connection.sendall(part)
        except OSError:  # it has hung up
            pass
        else:
            assert connection.recv(100).startswith(b"HTTP/1.1 413 ")
    until(lambda: counters(receiver.database)["brevo"] == (0, 1, 0))


def test_who_comes_when_too_much_is_under_way_is_told_to_come_again(
    receiver: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "TOGETHER", 1000)
    head = b"POST /brevo HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n"
    with closing(socket.create_connection(("127.0.0.1", receiver.port), timeout=20)) as slow:
        slow.sendall(head + bytes(900))
        until(lambda: receiver.post("/brevo", b"1" * 200) == 503)
        assert receiver.post("/brevo", b"1") == 200
        slow.sendall(b"1" * 99)
        assert slow.recv(100).startswith(b"HTTP/1.1 200 ")
    assert receiver.post("/brevo", b"1" * 200) == 200


def test_what_is_no_http_is_told_once(receiver: Live) -> None:
    for _ in range(3):
        assert _raw(receiver, b"\x16\x03\x01\x02\x00 \r\n\r\n").startswith(b"HTTP/1.1 400 ")
    assert [line for line in receiver.said if "Invalid HTTP" in line] == [
        "webhooks: Invalid HTTP request received"
    ]


def test_packed_bodies_are_taken(receiver: Live) -> None:
    packed = basic() | {"Content-Encoding": "gzip"}
    assert receiver.post("/postmark", gzip.compress(DELIVERY), packed) == 200
    assert receiver.post("/postmark", DELIVERY, basic()) == 200
    assert payloads(receiver.database) == 1


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"POST /brevo HTTP/1.1\r\nHost: x\r\n",
        b"POST /brevo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{",
    ],
)
def test_who_is_too_slow_is_cut_off(shared: Live, beginning: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it sends a byte."""
    monkeypatch.setattr(Patient, "head", 0.2)
    monkeypatch.setattr(body, "PATIENCE", 0.2)
    began = time.monotonic()
    with closing(socket.create_connection(("127.0.0.1", shared.port), timeout=20)) as connection:
        connection.sendall(beginning)
        connection.settimeout(0.05)
        answer = b""
        while time.monotonic() - began < 20:
            try:
                if beginning:
                    connection.sendall(b" ")
                got = connection.recv(1000)
            except TimeoutError:
                continue
            except OSError:
                break
            if not got:
                break
            answer += got
        else:
            pytest.fail("it was let be")
    assert answer[:13] in (b"", b"HTTP/1.1 408 ")


def test_one_connection_for_many_requests(receiver: Live) -> None:
    one = b"POST /brevo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n"
    last = b"GET /brevo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answers = _raw(receiver, b"".join(one + b"%03d" % number for number in range(100, 105)) + last)
    assert [line for line in answers.splitlines() if line.startswith(b"HTTP/1.1 ")] == [
        *[b"HTTP/1.1 200 OK"] * 5,
        b"HTTP/1.1 405 Method Not Allowed",
    ]
    assert payloads(receiver.database) == 5


@pytest.mark.parametrize(
    ("proxies", "who"),
    [((), "127.0.0.1"), (("127.0.0.0/8",), "203.0.113.7"), (("127.0.0.1", "203.0.113.7"), "198.51.100.1")],
)
def test_a_proxy_is_believed_only_where_the_settings_say_so(
    database: Path, proxies: tuple[str, ...], who: str
) -> None:
    with live(database, TABLES, proxies) as receiver:
        said_by = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7", "X-Real-IP": "198.51.100.9"}
        assert receiver.post("/postmark", DELIVERY, JSON | said_by) == 401
        assert f"401 /postmark from {who}: " in receiver.said[-1]


def test_the_same_refusal_is_told_once_and_hostile_words_are_harmless(receiver: Live) -> None:
    before = len(receiver.said)
    for _ in range(5):
        assert receiver.post("/postmark") == 401
        assert receiver.post("/%1b[31mred%E2%80%AE") == 404
    assert len(receiver.said) == before + 2
    assert "\x1b" not in "".join(receiver.said)
    assert "\u202e" not in "".join(receiver.said)


def test_no_request_makes_an_error_of_ours(receiver: Live) -> None:
    """Bytes are changed, left out, doubled; what comes is an answer or a closed connection, never a 500."""
    chance = random.Random(8925)
    head = (
        "POST /brevo?a=b HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
    )
    head += "X-Forwarded-For: a, b\r\nAuthorization: Basic eHh4\r\nContent-Length: %d\r\n"
    head += "Connection: close\r\n\r\n"
    packed = gzip.compress(b'{"event": "x", "email": "a@b.example"}')
    whole = (head % len(packed)).encode() + packed
    monsters = [
        b"POST /brevo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + length + b"\r\n\r\n"
        for length in (b"9" * 5000, b"-1", b"1e3", b"\xb2", b"99999999999999999999")
    ]
    mutants = [_mutated(whole, chance) for _ in range(80)]
    for request in [*monsters, *mutants, b"\0" * 70_000, b"GET / HTTP/9.9\r\n\r\n"]:
        answer = _rudely(receiver, request)
        assert not answer.startswith(b"HTTP/1.1 500"), request
    assert not [line for line in receiver.said if "Exception" in line]
    assert receiver.post("/postmark", b"{}") == 401


def _mutated(whole: bytes, chance: random.Random) -> bytes:
    text = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(text))
        match chance.randrange(4):
            case 0:
                text[place] = chance.randrange(256)
            case 1:
                del text[place : place + chance.randint(1, 30)]
            case 2:
                text[place:place] = text[place : place + 20]
            case _:
                text[place:place] = bytes([chance.choice(b"\r\n\0%:;/ \xff")])
    return bytes(text)


def _rudely(receiver: Live, request: bytes) -> bytes:
    """Send it and hang up; what was answered until then."""
    with closing(socket.create_connection(("127.0.0.1", receiver.port), timeout=20)) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return connection.recv(4096)
        except OSError:
            return b""


def test_many_who_are_refused_do_not_fill_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    telling = remotes.Telling(said.append)
    for number in range(1000):
        telling.tell("403 /mailgun", f"203.0.113.{number}", "the signature is wrong")
    assert len(said) == remotes.MOST
    monkeypatch.setattr(remotes, "AGAIN", 0.0)
    telling.tell("403 /mailgun", "203.0.113.1", "the signature is wrong")
    assert said[-2:] == [
        "900 more requests like these were refused",
        "403 /mailgun from 203.0.113.1: the signature is wrong",
    ]


def _raw(receiver: Live, request: bytes) -> bytes:
    with closing(socket.create_connection(("127.0.0.1", receiver.port), timeout=20)) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65536):
            answer += part
        return answer
