"""A log with three stories: an outage that lasts, one that is over, and one refusal that stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailtui.services.imports import import_logs

START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
NOW = int(datetime(2026, 11, 20, 12, 0, tzinfo=UTC).timestamp()) * 1_000_000
"""Half an hour after the last line, so that the log counts as followed."""
LATE = "421 4.7.0 Too many messages from 192.0.2.9, slow down"
FULL = "452 4.2.2 Mailbox of <{to}> is over quota"
GONE = "550 5.1.1 <{to}>: no such user"


class Writer:
    """Lines of one server in the order of time."""

    def __init__(self) -> None:
        self.lines: list[tuple[datetime, str]] = []
        self._number = 0

    def message(self, minute: float, to: str) -> str:
        """A message to one recipient; its queue id."""
        self._number += 1
        name = f"1xU{self._number:03}-{self._number:011}-0001"
        self._at(minute, f"{name} <= news@shop.example H=c.example [192.0.2.7] P=esmtp S=900 for {to}")
        return name

    def delivered(self, minute: float, name: str, to: str, host: str) -> None:
        self._at(minute, f'{name} => {to} R=dns T=smtp H={host} [198.51.100.7] C="250 OK"')
        self._at(minute, f"{name} Completed")

    def deferred(self, minute: float, name: str, to: str, host: str, reply: str) -> None:
        said = f"SMTP error from remote mail server after RCPT TO:<{to}>: {reply.format(to=to)}"
        self._at(minute, f"{name} == {to} R=dns T=smtp defer (-44) H={host} [198.51.100.7]: {said}")

    def turned_away(self, minute: float, name: str, to: str, host: str, reply: str) -> None:
        said = f"SMTP error from remote mail server after initial connection: {reply}"
        self._at(minute, f"{name} == {to} R=dns T=smtp defer (0) H={host} [198.51.100.7]: {said}")

    def put_off(self, minute: float, name: str, to: str) -> None:
        domain = to.partition("@")[2]
        said = f"retry time not reached for any host for '{domain}'"
        self._at(minute, f"{name} == {to} R=dns T=smtp defer (-54): {said}")

    def refused(self, minute: float, name: str, to: str, host: str, reply: str) -> None:
        said = f"SMTP error from remote mail server after RCPT TO:<{to}>: {reply.format(to=to)}"
        self._at(minute, f"{name} ** {to} R=dns T=smtp H={host} [198.51.100.8]: {said}")
        self._at(minute, f"{name} Completed")

    def _at(self, minute: float, text: str) -> None:
        self.lines.append((START + timedelta(minutes=minute), text))

    def __iter__(self) -> Iterator[str]:
        for time, text in sorted(self.lines, key=lambda line: line[0]):
            yield f"{time:%Y-%m-%d %H:%M:%S} {text}"


def story() -> Writer:
    """Slow.example puts us off since 10:00, fast.example did from 9 to 10; nobody@lone.example is gone."""
    log = Writer()
    for number in range(60):
        for place in ("slow", "fast"):
            to = f"p{number}@{place}.example"
            log.delivered(number, log.message(number, to), to, f"mx.{place}.example")
    for number in range(12):
        slow, fast = f"s{number}@slow.example", f"f{number}@fast.example"
        name = log.message(120 + number, slow)
        log.turned_away(120 + number + 0.1, name, slow, "mx.slow.example", LATE)
        log.turned_away(180 + number + 0.1, name, slow, "mx.slow.example", LATE)
        name = log.message(60 + number, fast)
        log.deferred(60 + number + 0.1, name, fast, "mx.fast.example", FULL)
        log.delivered(120 + number, name, fast, "mx.fast.example")
    for number in range(20):
        to = f"q{number}@fast.example"
        log.delivered(140 + number, log.message(140 + number, to), to, "mx.fast.example")
    log.refused(150, log.message(150, "nobody@lone.example"), "nobody@lone.example", "mx.lone.example", GONE)
    log.put_off(200, log.message(200, "late@slow.example"), "late@slow.example")
    return log


def build(folder: Path, lines: Iterable[str] | None = None) -> Path:
    """The database after the import of these lines, or else of the story."""
    path = folder / "mainlog"
    path.write_text("".join(f"{line}\n" for line in lines or story()))
    database = folder / "mailtui.db"
    summary = import_logs(database, [str(path)], server="mx1", zone="UTC")
    assert not summary.problems, summary.problems
    return database
