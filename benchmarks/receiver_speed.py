"""Webhooks taken a second by a real worker, and that every one that was answered is there after kill -9.

    python benchmarks/receiver_speed.py [PAYLOADS] [CONNECTIONS]

Payloads of Postmark with a password, over connections that stay open, as a proxy keeps them. An answer says
that a payload is synced to the disk; the worker reads them meanwhile. The promise is about the worker's
CPU time, its start included, since other programs are busy too. Then some are posted and the worker is killed
in the middle, three times; at the end each that was answered is in the database, once.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

HEAD = (
    "POST /postmark HTTP/1.1\r\nHost: hooks\r\nContent-Type: application/json\r\n"
    f"Authorization: Basic {base64.b64encode(b'mt:sesame').decode()}\r\nContent-Length: %d\r\n\r\n"
)
ENOUGH = 500
"""Payloads taken and read in a second of CPU time that are promised."""


def request(name: str) -> bytes:
    """A delivery of a mail of that name, as one piece: a client that sends it in two waits for each other."""
    told = {"RecordType": "Delivery", "MessageID": name, "Recipient": f"{name}@rcpt.example"}
    told |= {"DeliveredAt": "2026-11-20T11:00:05.25Z", "Details": "smtp;250 2.0.0 OK", "ServerID": 1}
    body = json.dumps(told).encode()
    return HEAD.encode() % len(body) + body


def post(port: int, names: list[str], answered: list[str], took: list[float]) -> None:
    """Post one after the other; `answered` gets those that are kept."""
    with closing(socket.create_connection(("127.0.0.1", port), 30)) as connection:
        for name in names:
            began = time.perf_counter()
            try:
                connection.sendall(request(name))
                answer = b""
                while not answer.endswith(b"ok\n"):
                    part = connection.recv(4096)
                    if not part:
                        return
                    answer += part
            except OSError:
                return
            took.append(time.perf_counter() - began)
            answered.append(name)


def all_at_once(port: int, names: list[str], connections: int) -> tuple[list[str], list[float], float]:
    """Who was answered, how long each took, how long all took."""
    answered: list[str] = []
    took: list[float] = []
    shares = [names[number::connections] for number in range(connections)]
    threads = [threading.Thread(target=post, args=(port, share, answered, took)) for share in shares]
    began = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answered, took, time.perf_counter() - began


@contextmanager
def worker(database: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """One that takes webhooks."""
    accounts = {"postmark": {"user": "mt", "secret": "env:SESAME"}}
    environment = os.environ | {"SESAME": "sesame", "MAILTUI_WEBHOOKS": json.dumps(accounts)}
    command = [sys.executable, "-m", "mailtui", "--db", str(database), "worker", "--listen", str(port)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as child:
        while child.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        try:
            yield child
        finally:
            child.kill()


def count(database: Path, query: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(query).fetchone()[0] or 0)


def until_read(database: Path) -> float:
    """Seconds until nothing waits to be read."""
    began = time.perf_counter()
    while count(database, "SELECT count(*) FROM webhook_event WHERE processed IS NULL"):
        time.sleep(0.1)
    return time.perf_counter() - began


def main() -> int:
    payloads = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    connections = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with TemporaryDirectory() as folder:
        database = Path(folder) / "mail.db"
        with worker(database, port) as child:
            names = [f"m-{number}" for number in range(payloads)]
            answered, took, seconds = all_at_once(port, names, connections)
            rest, rate = until_read(database), len(answered) / seconds
            took.sort()
            middle, late = took[len(took) // 2] * 1e3, took[len(took) * 99 // 100] * 1e3
            print(f"{len(answered)} of {payloads} answered in {seconds:.1f} s: {rate:.0f} a second")
            print(f"answer: median {middle:.0f} ms, p99 {late:.0f} ms; read {rest:.1f} s after the last one")
            child.send_signal(signal.SIGTERM)
            child.wait()
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            each = (used.ru_utime + used.ru_stime) / len(answered)
            print(f"CPU time of the worker: {each * 1e3:.2f} ms each, taken and read")
        for turn in range(3):
            with worker(database, port) as child:
                threading.Timer(0.7, child.kill).start()
                more = [f"k-{turn}-{number}" for number in range(payloads)]
                answered += all_at_once(port, more, connections)[0]
        with worker(database, port):
            until_read(database)
        with closing(sqlite3.connect(database)) as connection:
            there = [row[0] for row in connection.execute("SELECT queue_id FROM message")]
        lost, twice = set(answered) - set(there), len(there) - len(set(there))
        print(f"{len(answered)} answered over three kills: {len(lost)} lost, {twice} twice")
    kept = each * ENOUGH <= 1 and not lost and not twice
    print("kept" if kept else "BROKEN")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
