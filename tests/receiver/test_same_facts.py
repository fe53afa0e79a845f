"""Recorded payloads posted as webhooks say the same as imported as files; so they do after kill -9."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from tests.events import examples
from tests.importing.facts import differences, facts
from tests.receiver.calling import JSON, live, rows
from tests.worker.processes import until

from mailtui.cli.main import run
from mailtui.parsing.events.detect import detect
from mailtui.services.receiving.hooks import SERVICES
from mailtui.services.standing import standings

TABLES = {str(provider): {"accept_unsigned": True} for provider in SERVICES}
BEGAN = time.time_ns() // 1000
TOLD = """
    SELECT s.name, m.queue_id, hex(e.key), a.text, e.kind, e.time, e.permanent, e.blocked, e.smtp_code,
           e.enhanced_code, p.text, h.name, h.ip, l.url, e.actor, e.head, e.visitor
    FROM delivery_event e JOIN message m ON m.id = e.message_id JOIN server s ON s.id = m.server_id
    LEFT JOIN recipient r ON r.message_id = e.message_id AND r.number = e.number
    LEFT JOIN address a ON a.id = r.address_id LEFT JOIN reply p ON p.id = e.reply_id
    LEFT JOIN host h ON h.id = e.host_id LEFT JOIN link l ON l.id = e.link_id"""
RECIPIENTS = """
    SELECT m.queue_id, m.status, a.text, r.role, r.queue_state, r.outcome, r.status, r.attempts,
           r.first_attempt, r.last_attempt, r.finished, r.smtp_code, r.enhanced_code, p.text,
           c.external_id, g.sent, g.opened, g.clicked, g.complained, g.unsubscribed, g.opens,
           g.machine_opens, g.clicks, g.machine_clicks
    FROM recipient r JOIN message m ON m.id = r.message_id JOIN address a ON a.id = r.address_id
    LEFT JOIN reply p ON p.id = r.reply_id
    LEFT JOIN engagement g ON g.message_id = r.message_id AND g.number = r.number
    LEFT JOIN campaign c ON c.id = g.campaign_id"""
COUNTS = """
    SELECT c.external_id, t.part, t.key, t.attempted, t.delivered, t.hard, t.opened, t.clicked
    FROM campaign_tally t JOIN campaign c ON c.id = t.campaign_id"""
OWN = {"told": TOLD, "recipients": RECIPIENTS, "counts": COUNTS}


def _all(database: Path) -> dict[str, Counter[Any]]:
    """Everything but how recipients of one mail are numbered, which depends on what was read together."""
    found = {name: Counter(rows(database, query)) for name, query in OWN.items()}
    numbered = ("recipients", "causes", "waiting", "attempts")
    found |= {name: told for name, told in facts(database).items() if name not in numbered}
    return {name: _undated(told) for name, told in found.items()}


def _undated(told: Counter[Any]) -> Counter[Any]:
    """Without the moments when payloads came, which stand for those that an event does not tell."""
    return Counter(
        tuple(
            "when it came" if isinstance(value, int) and BEGAN < value < 2 * BEGAN else value for value in row
        )
        for row in told.elements()
    )


@pytest.fixture(scope="module")
def recorded(corpora: Path) -> dict[str, list[bytes]]:
    """Payloads by whose they are: recorded ones, and those of the documentation."""
    found: dict[str, list[bytes]] = {}
    folder = corpora / "provider-events"
    for path in sorted([*folder.glob("anymail/*/tracking-*.json"), *folder.glob("aws-docs/*.json")]):
        content = json.loads(path.read_text("utf-8"))
        text = content.get("body", "") if isinstance(content, dict) else ""
        body = text.encode("utf-8", "surrogateescape") or path.read_bytes()
        provider = detect(body)
        if provider is not None:
            found.setdefault(str(provider), []).append(body)
    assert len(found) == len(SERVICES)
    assert sum(map(len, found.values())) > 40
    return found


def _imported(folder: Path, payloads: dict[str, list[bytes]]) -> Path:
    """A database made from files."""
    database = folder / "files.db"
    for provider, bodies in payloads.items():
        place = folder / provider
        place.mkdir()
        for number, one in enumerate(bodies):
            (place / f"{number:04}.json").write_bytes(one)
        assert run(["--db", str(database), "import", "--format", provider, str(place)]) in (0, 4)
    return database


def test_posted_or_imported(database: Path, tmp_path: Path, recorded: dict[str, list[bytes]]) -> None:
    with live(database, TABLES) as receiver:
        for number, (provider, bodies) in enumerate(recorded.items()):
            assert {receiver.post(f"/{provider}", one) for one in bodies} == {200}
            if number % 2:
                assert receiver.read()
        receiver.read()
    assert rows(database, "SELECT count(*) FROM webhook_event WHERE processed IS NULL") == [(0,)]
    assert differences(_all(_imported(tmp_path, recorded)), _all(database)) == {}


# -- a real worker -----------------------------------------------------------------------------------


def _port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def _worker(database: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`mailtui worker --listen`, ready to take."""
    environment = os.environ | {"MAILTUI_QUEUE_MINUTES": "0", "MAILTUI_WEBHOOKS": json.dumps(TABLES)}
    words = ["--db", str(database), "worker", "--listen", str(port)]
    command = [sys.executable, "-m", "mailtui", *words]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as child:
        try:
            until(lambda: child.poll() is not None or _answers(port))
            assert child.poll() is None, child.communicate()[1].decode()
            yield child
        finally:
            child.kill()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def _post(port: int, path: str, body: bytes) -> int:
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("POST", path, body, JSON)
        return connection.getresponse().status


def test_killed_after_the_answer(database: Path, tmp_path: Path) -> None:
    """Each payload was answered with 200 a moment before; every one is in the database, once."""
    sent = [
        json.dumps({**examples.POSTMARK_DELIVERY, "MessageID": f"m-{number % 20}", "Metadata": {}}).encode()
        for number in range(60)
    ]
    for number, body in enumerate(list(sent)):
        sent[number] = body.replace(b"ann@", f"ann{number % 30}@".encode())
    port = _port()
    with _worker(database, port) as child:
        assert [_post(port, "/postmark", one) for one in sent] == [200] * len(sent)
        child.send_signal(signal.SIGKILL)
    with _worker(database, port) as child:
        assert _post(port, "/postmark", sent[0]) == 200
        waiting = "SELECT count(*) FROM webhook_event WHERE processed IS NULL"
        until(lambda: rows(database, waiting) == [(0,)])
        until(lambda: standings(database, 0).doing == f"taking webhooks at 127.0.0.1:{port}")
        child.terminate()
        assert child.wait(20) == 0
    files = _imported(tmp_path, {"postmark": sent})
    assert differences(_all(files), _all(database)) == {}
    assert rows(database, "SELECT count(*) FROM delivery_event") == [(60,)]
