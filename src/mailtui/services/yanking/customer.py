"""The text for the customer: what happened, whose side it is, what happens next, what they can do.

Short, kind, and without a word that only a mail admin knows. The words are in `customer.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any

from mailtui.model.moment import to_datetime
from mailtui.model.outlook import Outlook
from mailtui.model.status import FAILED, HELD_UP
from mailtui.model.view import SearchRow
from mailtui.services.yanking.matter import Matter

KINDS = 3
"""Different things that are told in one text; of more, the commonest."""
NAMED = 10
"""Addresses that are named."""


@cache
def texts() -> Mapping[str, Any]:
    """The words, by failure class and, under `status`, by what became of the mail."""
    file = resources.files(__package__).joinpath("customer.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def customer(matter: Matter) -> str:
    """The whole text, one part for each kind of thing that became of the mail. Not yet made visible."""
    ordered = sorted(matter.rows, key=_kind)
    groups = [list(group) for _, group in groupby(ordered, _kind)]
    groups.sort(key=len, reverse=True)
    return "\n\n".join("\n\n".join(_part(group, matter)) for group in groups[:KINDS])


def _kind(row: SearchRow) -> tuple[str, str]:
    """Rows of one kind are told in one part: by class where there is one, else by status."""
    if row.status in FAILED | HELD_UP and row.failure_class is not None:
        return str(row.failure_class), "waits" if row.status in HELD_UP else "failed"
    return "status", str(row.status)


def _part(rows: Sequence[SearchRow], matter: Matter) -> Iterator[str]:
    kind, state = _kind(rows[0])
    words = texts()["status"].get(state, texts()["status"]["unknown"]) if kind == "status" else texts()[kind]
    filled = _filled(rows, matter.zone)
    yield _about(rows, matter.zone)
    yield words["happened"].format_map(filled)
    yield words["side"].format_map(filled)
    if kind == "status":
        yield words["next"].format_map(filled)
    else:
        yield _next(state == "waits", _outlook(rows, matter), matter.zone)
    yield words.get("do_failed" if state == "failed" else "do", words["do"]).format_map(filled)


def _outlook(rows: Sequence[SearchRow], matter: Matter) -> Outlook | None:
    """Of the first of them that somebody looked at closely."""
    known = (matter.explained.get(row.key) for row in rows)
    return next((found.outlook for found in known if found is not None), None)


def _about(rows: Sequence[SearchRow], zone: tzinfo) -> str:
    """Which mail this is about."""
    first = rows[0]
    if len(rows) == 1:
        subject = f", “{' '.join(first.subject.split())}”," if first.subject else ""
        to = first.recipient or "an address that we do not know"
        return f"About your mail{subject} of {_day(first.key.time, zone)} to {to}"
    if len({row.sender for row in rows}) > 1:
        # To one customer nobody names the people that others write to.
        domains = list(dict.fromkeys((row.recipient or "").rpartition("@")[2] for row in rows))
        return f"About mail to {_named([domain for domain in domains if domain], 'domains')}"
    people = list(dict.fromkeys(row.recipient for row in rows if row.recipient))
    return f"About {len(rows)} of your mails, to {_named(people, 'addresses')}"


def _named(names: Sequence[str], noun: str) -> str:
    """The first few of them."""
    left = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {left} others" if left > 0 else "") or f"{noun} we do not know"


def _filled(rows: Sequence[SearchRow], zone: tzinfo) -> dict[str, str]:
    """What stands in the gaps of the words."""
    first = rows[0]
    domains = {(row.recipient or "").rpartition("@")[2] for row in rows}
    done = first.last_attempt if len(rows) == 1 else None
    return {
        "address": (first.recipient or "the person") if len(rows) == 1 else "these addresses",
        "domain": (domains.pop() if len(domains) == 1 else "") or "the other side",
        "when": "" if done is None else f" on {_day(done, zone)}",
    }


def _next(waits: bool, outlook: Outlook | None, zone: tzinfo) -> str:
    """What our server does now."""
    if not waits:
        return "Our server has stopped trying. You should have received an automatic notice about it."
    tries = gives_up = ""
    if outlook is not None and outlook.next_try is not None:
        tries = f", the next time at about {_day(outlook.next_try.latest, zone)}"
    if outlook is not None and outlook.gives_up is not None:
        until = _day(outlook.gives_up.latest, zone)
        gives_up = f" If it has not worked by about {until}, you get a notice and nothing further is tried."
    return f"Your mail is safe with us and our server keeps trying by itself{tries}.{gives_up}"


def _day(moment: int, zone: tzinfo) -> str:
    """`20 November 2026, 09:14 CET`; months are English whatever the locale is."""
    when = to_datetime(moment, zone)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}, {when:%H:%M} {when.tzname() or ''}".rstrip()


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
