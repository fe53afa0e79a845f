"""What is made of a plain message from its matched lines is what `Folding` makes of its events.

So it is when tries failed before all came to an end.
"""

# ruff: noqa: E501 - log lines are long

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mailtui.ingest import tried
from mailtui.ingest.correlate import Folding
from mailtui.ingest.plain import Plain
from mailtui.model.clock import Clock
from mailtui.model.enums import Outcome
from mailtui.parsing.exim.parser import Parser
from mailtui.parsing.exim.prefix import QUEUE_ID
from mailtui.store import facts, owned, plain
from mailtui.store.entries import in_order
from mailtui.store.in_columns import in_columns
from mailtui.store.rows import bare

GOLDEN = Path(__file__).parents[1] / "golden/exim"
ARRIVALS = [
    "<= a@x.example H=mx.y.example [192.0.2.7] P=esmtps X=TLS1.3:A:256 CV=no S=352 id=7@y.example",
    "<= <> H=mx.y.example (helo) [192.0.2.7]:9 I=[192.0.2.1]:587 P=esmtp S=9 for b@z.example c@z.example",
    "<= <> R=1xDWIi-0000Qq-01 U=exim P=local S=1 T=\"Mail failed\" for b@z.example",
    '<= ä@x.example U=root P=local S=12 T="sch\\303\\266n \\"q\\"" for B@z.example c@z.example b@z.example',
    "<= a@x.example H=([10.0.0.1]) [10.0.0.1] P=esmtpsa A=plain:a S=1 id=u@x for b@z.example <trunc>",
]  # fmt: skip
DELIVERIES = [
    "=> b@z.example R=dnslookup T=remote_smtp H=mx.z.example [192.0.2.9] C=\"250 2.0.0 Ok: queued as ABC\" DT=0.4s",
    "-> c@z.example R=dnslookup T=remote_smtp H=mx.z.example [192.0.2.9]:25 I=[192.0.2.1]:9 C=\"250 OK id=7\"",
    "=> B <b@z.example> R=localuser T=maildir DT=1m3s",
    "=> c+x@z.example <c@z.example> R=localuser T=maildir",
    "=> team@z.example <b@z.example> R=alias T=remote_smtp H=mx.z.example [192.0.2.9]",
    "=> :blackhole: <b@z.example> R=drop",
    "=> c@z.example R=r T=**bypassed**",
    "=> /var/spool/x <b@z.example> R=f T=address_file",
    "=> c R=localuser T=maildir",
    "=> c@Z.example R=dnslookup T=remote_smtp",
    "== c@z.example R=dnslookup T=remote_smtp defer (110): Connection timed out",
    "** c@z.example R=dnslookup T=remote_smtp H=mx [192.0.2.9]: SMTP error after RCPT TO: 550 5.1.1 no",
]  # fmt: skip
FAILURES = [
    "== c@z.example R=dnslookup T=remote_smtp defer (110): Connection timed out DT=2s",
    "== c@z.example R=dnslookup T=remote_smtp defer (111): Connection refused",
    "== b@z.example R=dnslookup T=remote_smtp defer (-44) H=mx.z.example [192.0.2.9] I=[192.0.2.1]: SMTP error from remote mail server after RCPT TO:<b@z.example>: 450 4.2.0 greylisted",
    "== B <b@z.example> R=localuser T=maildir defer (-22): mailbox is full (MTA-imposed quota exceeded while writing to x)",
    "== b@z.example R=dnslookup T=remote_smtp defer (-54): retry time not reached for any host for 'z.example'",
    "== c@z.example routing defer (-52): retry time not reached",
    "== c@z.example R=dnslookup defer (-1): host lookup did not complete",
    "== team@z.example <b@z.example> R=alias T=remote_smtp defer (-53): retry time not reached for any host",
    "== :blackhole: <b@z.example> R=drop defer (-1): no",
    "== c R=localuser T=maildir defer (13): Permission denied",
    "== c@z.example R=r T=**bypassed** defer (0): no",
    "** b@z.example R=dnslookup T=remote_smtp H=mx.z.example [192.0.2.9]: SMTP error from remote mail server after RCPT TO:<b@z.example>: 550 5.1.1 no such user",
    "** c@z.example R=dnslookup T=remote_smtp H=mx.z.example [192.0.2.9] DT=1s: SMTP error from remote mail server after end of data: 554 spam",
    "** c@z.example: Unrouteable address",
    "** b@z.example R=dnslookup T=remote_smtp: retry timeout exceeded",
    "** B <b@z.example> R=localuser T=maildir: mailbox is full",
    "** c@z.example: delivery cancelled by system filter",
    "** c@z.example <b@z.example>: Unrouteable address",
    "H=mx.z.example [192.0.2.9] Connection timed out",
    "H=mx2.other.example [192.0.2.10] Connection refused",
    "H=mx.z.example [192.0.2.9]: SMTP error from remote mail server after initial connection: 421 4.3.2 later",
    "Message is frozen",
]  # fmt: skip


class Words:
    """Names that stand for themselves; none is at hand."""

    addresses = hosts = labels = SimpleNamespace(at_hand={})

    def address(self, text: str | None) -> Any:
        return text

    def host(self, name: str | None, ip: str | None) -> Any:
        return (name or "", ip or "") if name or ip else None

    label = reply = address


def stories(count: int) -> Iterator[list[str]]:
    """Random lives of one message."""
    chance = random.Random(7)
    for number in range(count):
        second = 0
        lines = []
        some = chance.choices(DELIVERIES[:4], k=2) + chance.choices(DELIVERIES, k=chance.randrange(3))
        body = [chance.choice(ARRIVALS), *chance.sample(some, chance.randrange(len(some) + 1)), "Completed"]
        if chance.random() < 0.1:
            chance.shuffle(body)
        for text in body:
            second += chance.choice((0, 0, 1, 5))
            lines.append(f"2026-10-05 00:00:{second:02d} 1xDWIi-{number:06d}-01 {text}")
        yield lines


def troubles(count: int) -> Iterator[list[str]]:
    """Random lives of a message in which tries fail; most of them are plain otherwise."""
    chance = random.Random(8)
    for number in range(count):
        second = 0
        lines = []
        body = chance.choices(FAILURES[:7] + FAILURES[-4:-1], k=chance.randrange(6))
        if chance.random() < 0.15:
            body.insert(chance.randrange(len(body) + 1), chance.choice([*FAILURES, *DELIVERIES]))
        ends = [
            [DELIVERIES[0], DELIVERIES[2], *FAILURES[11:17]],
            [*DELIVERIES[1:4:2], DELIVERIES[8], FAILURES[13]],
        ]
        for end in chance.choices(ends, k=2) if chance.random() < 0.15 else chance.sample(ends, k=2):
            body.insert(
                chance.randrange(len(body) + 1) if chance.random() < 0.1 else len(body), chance.choice(end)
            )
        for text in [chance.choice([*ARRIVALS[:2], *ARRIVALS[:2], *ARRIVALS]), *body, "Completed"]:
            second += chance.choice((0, 1, 1, 1, 1, 2, 5))
            lines.append(f"2026-10-05 00:00:{second:02d} 1xDWIi-{number:06d}-01 {text}")
        yield lines


def messages(folder: Path) -> Iterator[list[str]]:
    """Messages of real logs, by their ids."""
    for path in sorted([*GOLDEN.glob("*.log"), *folder.glob("**/*log*")]):
        if not path.is_file() or path.suffix in (".gz", ".md", ".json", ".jsonl"):
            continue
        found: dict[str, list[str]] = {}
        for line in path.read_bytes().decode("utf-8", "surrogateescape").split("\n"):
            queue_id = QUEUE_ID.search(line, 0, 60)
            if queue_id is not None:
                found.setdefault(queue_id[0], []).append(line)
        yield from found.values()


def made_plainly(lines: list[str]) -> owned.TriedMessage | None:
    """A message of matched lines; None when they are not those of a plain one."""
    parser = Parser(Clock(year=2026))
    message: Plain | None = None
    for entry, text in enumerate(lines):
        said = parser.common(text)
        if said is None:
            event = parser.general(text)
            if message is None or event.time is None or not message.take(event, event.time, entry):
                return None
            continue
        if said.time is None or (message is None) is not (said.marker == "<="):
            return None
        if message is None:
            message = Plain(1, said.queue_id, said.groups, said.time, entry)
        elif said.time < message.last:
            return None
        elif said.marker != "Completed":
            message.lines.append((said.marker, said.groups, said.time, entry))
            message.last = said.time
        elif entry < len(lines) - 1:
            return None
        elif message.tried:
            return message.completed_at_last(said.time, entry)
        else:
            whole = message.completed(said.time, entry)
            return whole and (whole, range(len(whole[-1])), [], [])
    return None


def made_by_folding(lines: list[str]) -> owned.Owned:
    """The same message, the general way."""
    parser = Parser(Clock(year=2026))
    events = [parser.general(text) for text in lines]
    folding = Folding(events[0].queue_id or "")
    flat: list[int] = []
    for entry, event in enumerate(events):
        folding.apply(event, entry)
        flat += entry, event.kind.code, event.time or 0
    return owned.Owned(1, 1, folding.facts(), replaced=False, lines=flat)


def agree(lines: list[str]) -> bool:
    """Whether the message is plain, tries that failed aside; its rows must then be those of the general way."""
    made = made_plainly(lines)
    if made is None:
        return False
    whole = made_by_folding(lines)
    causes = owned.Failures(
        [100 + number for number in range(len(whole.facts.attempts))],
        [
            None if person.outcome in (Outcome.ACCEPTED, Outcome.DELIVERED) else 200 + number
            for number, person in enumerate(whole.facts.recipients)
        ],
    )
    expected = facts.Rows()
    naming: Any = Words()
    expected.add(naming, whole, causes, in_order(whole.lines))
    found = plain.Rows([], [], [], [])
    plain.add_tried(naming, 1, made, causes, found)
    whole_rows = [*map(bare, expected.messages)], [*map(bare, expected.recipients)]
    assert (found.messages, sorted(found.recipients)) == whole_rows, lines
    assert sorted(found.attempts) == expected.attempts, lines
    assert sorted(found.links) == sorted(expected.links), lines
    if not made[2]:
        columns = in_columns([made[0]])
        ids = plain.Ids(naming, columns)
        deliveries = sorted(plain.deliveries(ids, columns))
        assert ([*plain.messages(ids, 1, columns)], deliveries) == whole_rows, lines
        assert sorted(columns.links) == sorted(expected.links), lines
    assert seen(tried.owned_of(1, made)) == seen(whole), lines
    return True


def seen(message: owned.Owned) -> Any:
    """What is looked at to find the causes of failures."""
    people = [replace(person, first_attempt=None, last_attempt=None) for person in message.facts.recipients]
    tries = [
        replace(attempt, port=None, tls=None, duration=None, remote_queue_id=None)
        for attempt in message.facts.attempts
    ]
    return message.id, message.server_id, message.saved, message.facts.last_seen, people, tries


def test_random_lives() -> None:
    taken = sum(map(agree, stories(8000)))
    assert 400 < taken < 7600


def test_random_troubles() -> None:
    taken = sum(map(agree, troubles(8000)))
    assert 1000 < taken < 7000


def test_our_own_logs_and_real_ones() -> None:
    """The corpora lie beside the checkout, or they do not."""
    assert sum(agree(lines) for lines in messages(Path(__file__).parents[3] / "shared/corpora")) > 0


def test_the_columns_of_many_are_those_of_each() -> None:
    made = [one[0] for lines in stories(3000) if (one := made_plainly(lines)) and not one[2]]
    naming: Any = Words()
    together = in_columns(made)
    ids = plain.Ids(naming, together)
    alone = [(one, plain.Ids(naming, one)) for one in (in_columns([message]) for message in made)]
    assert len(made) > 100
    assert [*plain.messages(ids, 1, together)] == [
        row for one, own in alone for row in plain.messages(own, 1, one)
    ]
    assert [*plain.deliveries(ids, together)] == [
        row for one, own in alone for row in plain.deliveries(own, one)
    ]
    assert sorted(together.links) == sorted(row for one, _ in alone for row in one.links)
    assert [*together.successes()] == [row for one, _ in alone for row in one.successes()]
    assert in_columns([]).queue_ids == ()
    assert [*in_columns([]).successes()] == []
