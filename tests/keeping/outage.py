"""Exim log lines of a small outage, for tests that ask what incidents an import leaves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HOST = "H=mx.hoster.example [192.0.2.7]"
REFUSED = "Connection refused"


def at(minutes: float) -> str:
    """A stamp so many minutes after the start."""
    return f"{START + timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S}"


def moment(minutes: float) -> int:
    """The same in UTC microseconds."""
    return int((START + timedelta(minutes=minutes)).timestamp()) * 1_000_000


def queue_id(number: int) -> str:
    return f"1tABc{number // 62:X}-0000{number:02X}-AA"


def delivered(number: int, minutes: float, address: str | None = None) -> list[str]:
    """A message that arrives and is delivered at once."""
    mail, to = queue_id(number), address or f"user{number}@shop.example"
    return [
        f"{at(minutes)} {mail} <= anna@lab.example U=anna P=local S=700",
        f'{at(minutes)} {mail} => {to} R=dnslookup T=remote_smtp {HOST} C="250 OK"',
        f"{at(minutes)} {mail} Completed",
    ]


def deferred(number: int, minutes: float, words: str = REFUSED, address: str | None = None) -> list[str]:
    """A message that arrives and has to wait."""
    mail, to = queue_id(number), address or f"user{number}@shop.example"
    return [
        f"{at(minutes)} {mail} <= anna@lab.example U=anna P=local S=700",
        f"{at(minutes)} {mail} == {to} R=dnslookup T=remote_smtp defer (111) {HOST}: {words}",
    ]


def not_tried(number: int, minutes: float, address: str | None = None) -> list[str]:
    """A message that arrives while the host's retry time has not come."""
    mail, to = queue_id(number), address or f"user{number}@shop.example"
    domain = to.rpartition("@")[2]
    reason = f"retry time not reached for any host for '{domain}'"
    return [
        f"{at(minutes)} {mail} <= anna@lab.example U=anna P=local S=700",
        f"{at(minutes)} {mail} == {to} R=dnslookup T=remote_smtp defer (-54): {reason}",
    ]


def outage() -> list[str]:
    """Ten good ones, an hour of refusals with one that is not even tried, then good ones again."""
    lines = [line for n in range(10) for line in delivered(n, n * 3)]
    lines += [line for n in range(10, 22) for line in deferred(n, 30 + (n - 10) * 5)]
    lines += not_tried(22, 86)
    return lines + [line for n in range(30, 40) for line in delivered(n, 91 + (n - 30) * 3)]
