"""What a query finds, worked out row by row in plain Python: slow, short, and nothing of the store's SQL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.search.members import Incidents, is_filed, is_settled
from tests.search.remarking import Remarks

from mailtui.diagnosis.mailboxes import mailbox_of
from mailtui.model.clock import Clock
from mailtui.model.enums import (
    Direction,
    EventKind,
    FailureClass,
    LogType,
    Outcome,
    Phase,
    QueueState,
    Role,
    Side,
    Status,
    SubjectKind,
)
from mailtui.model.status import FAILED, HELD_UP, OPEN
from mailtui.model.view import RowKey
from mailtui.parsing.exim.parser import Parser
from mailtui.query.moments import resolve
from mailtui.query.tree import (
    And,
    Choice,
    Compare,
    Domain,
    Node,
    Not,
    Or,
    Pattern,
    Query,
    Range,
    Span,
    Term,
    Text,
    Value,
)  # fmt: skip
from mailtui.store.blocks import RECORDS_PER_BLOCK, unpack
from mailtui.store.entries import unpacked


@dataclass(eq=False)
class Row:
    """One recipient or rejection with all that can be asked about it."""

    key: RowKey
    server: str
    queue_id: str | None
    status: Status
    outcome: Outcome
    queue: QueueState
    message_status: Status | None = None
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    hops: list[tuple[str, str]] = field(default_factory=list)
    """(name, IP) of every host that it was handed to."""
    peers: list[tuple[str, str]] = field(default_factory=list)
    code: int | None = None
    enhanced: str | None = None
    phase: Phase | None = None
    replies: list[str] = field(default_factory=list)
    subject: str | None = None
    size: int | None = None
    finished: int | None = None
    tries: int | None = None
    routers: list[str] = field(default_factory=list)
    transports: list[str] = field(default_factory=list)
    auth: str | None = None
    failure_class: FailureClass | None = None
    side: Side | None = None
    providers: list[str] = field(default_factory=list)
    mailbox: str | None = None
    incidents: list[str] = field(default_factory=list)
    groups: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    takers: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    """Those that the reader of the tests may read."""
    lines: list[str] = field(default_factory=list)

    @cached_property
    def message_ids(self) -> list[str]:
        parser = Parser(Clock(), LogType.MAIN)
        found = (parser.parse(line.encode()).message_id for line in self.lines)
        return [one for one in found if one]


class Oracle:
    """All rows of a database, and which of them a query finds."""

    def __init__(self, database: Path, now: int, zone: tzinfo) -> None:
        connection = sqlite3.connect(database)
        connection.row_factory = sqlite3.Row
        self.now, self.zone = now, zone
        self.rows = [*_deliveries(connection), *_rejections(connection)]
        connection.close()
        self._known: dict[Term, frozenset[RowKey]] = {}

    def found(self, query: Query) -> list[Row]:
        """The rows of a query in its order."""
        rows = [row for row in self.rows if query.where is None or self._holds(query.where, row)]
        rank: dict[str, Callable[[Row], int]] = {
            "date": lambda row: 0,
            "size": lambda row: row.size or 0,
            "delay": lambda row: 0 if row.key.is_rejection else self._delay(row),
            "tries": lambda row: row.tries or 0,
        }
        by = rank[query.sort.field]
        return sorted(rows, key=lambda row: (by(row), row.key), reverse=query.sort.descending)

    def _holds(self, node: Node, row: Row) -> bool:
        if isinstance(node, And):
            return all(self._holds(child, row) for child in node.children)
        if isinstance(node, Or):
            return any(self._holds(child, row) for child in node.children)
        if isinstance(node, Not):
            return not self._holds(node.child, row)
        if node not in self._known:
            self._known[node] = frozenset(one.key for one in self.rows if self._meets(node, one))
        return row.key in self._known[node]

    def _meets(self, term: Term, row: Row) -> bool:
        return any(self._value(term.field, value, row) for value in term.values)

    def _value(self, name: str, value: Value, row: Row) -> bool:
        if isinstance(value, Choice):
            return _word(name, value.word, row)
        if isinstance(value, Span):
            start, end = resolve(value, self.now, self.zone)
            return (start is None or row.key.time >= start) and (end is None or row.key.time < end)
        if isinstance(value, Compare | Range):
            number = self._number(name, row)
            return number is not None and _compares(value, number)
        if name == "text":
            return any(_mentions(value, line) for line in row.lines) or _in_subject(value, row)
        return any(_text(name, value, text) for text in _texts(name, row))

    def _number(self, name: str, row: Row) -> float | None:
        delivery = not row.key.is_rejection
        return {
            "size": row.size,
            "delay": self._delay(row) / 1_000_000 if delivery else None,
            "age": (self.now - row.key.time) / 1_000_000,
            "tries": row.tries,
            "code": row.code,
        }[name]

    def _delay(self, row: Row) -> int:
        return (self.now if row.finished is None else row.finished) - row.key.time


def _word(name: str, word: str, row: Row) -> bool:
    if name == "status":
        return row.status == word or (word == "partial" and row.message_status == word)
    if name == "kind":
        return word == ("rejection" if row.key.is_rejection else "delivery")
    found: dict[str, Iterable[str]] = {
        "outcome": [row.outcome],
        "queue": [row.queue],
        "phase": [row.phase] if row.phase else [],
        "class": [row.failure_class] if row.failure_class else [],
        "side": [row.side] if row.side else [],
        "inc": row.incidents,
        "state": row.states,
        "is": row.groups,
        "has": row.known,
        "tag": ["any"] if row.tags else [],
        "note": ["any"] if row.notes else [],
        **dict.fromkeys(("opened", "clicked", "complained", "unsubscribed"), ()),  # no log tells it
    }
    return word in found[name]


def _compares(value: Compare | Range, number: float) -> bool:
    if isinstance(value, Range):
        return value.low <= number <= value.high
    held: dict[str, bool] = {
        "=": number == value.number,
        "<": number < value.number,
        "<=": number <= value.number,
        ">": number > value.number,
        ">=": number >= value.number,
    }
    return held[value.op.value]


def _texts(name: str, row: Row) -> list[str]:
    found: dict[str, list[str | None]] = {
        "from": [*row.senders],
        "sender-domain": [*row.senders],
        "to": [*row.recipients],
        "domain": [*row.recipients],
        "address": [*row.senders, *row.recipients],
        "relay": [host for host, _ in row.hops],
        "host": [host for host, _ in row.hops + row.peers],
        "ip": [ip for _, ip in row.hops + row.peers],
        "server": [row.server],
        "esc": [row.enhanced],
        "reply": [*row.replies],
        "subject": [row.subject],
        "router": [*row.routers],
        "transport": [*row.transports],
        "auth": [row.auth],
        "provider": [*row.providers],
        "inc": [*row.incidents],
        "assignee": [*row.takers],
        "tag": [*row.tags],
        "note": [*row.notes],
        "campaign": [],  # no log tells these three
        "link": [],
        "machine-link": [],
        "mailbox": [row.mailbox],
        "id": [row.queue_id],
        "msgid": [*row.message_ids],
    }
    return [text for text in found[name] if text is not None]


def _text(name: str, value: Value, text: str) -> bool:
    if name in ("domain", "sender-domain") or (
        isinstance(value, Domain) and name in ("from", "to", "address")
    ):
        text = text.rpartition("@")[2].lower() if "@" in text else ""
        if isinstance(value, Domain):
            below = text.endswith(f".{value.name.lower()}")
            return below if value.subdomains else text == value.name.lower()
    if isinstance(value, Domain):
        below = text.lower().endswith(f".{value.name.lower()}")
        return below or (not value.subdomains and text.lower() == value.name.lower())
    if isinstance(value, Pattern):
        return re.search(value.source, text, re.IGNORECASE) is not None
    assert isinstance(value, Text)
    wanted = value.text
    if name == "id":
        return text == wanted if value.exact else text.startswith(wanted)
    if name == "ip":
        return text.startswith(wanted) if wanted.endswith((".", ":")) else text == wanted
    if name in ("inc", "tag"):
        return text == wanted
    if name == "esc":
        return text == wanted or text.startswith(f"{wanted}.")
    if name == "msgid":
        wanted = wanted.strip().strip("<>")
    return wanted.lower() == text.lower() if value.exact else wanted.lower() in text.lower()


def _mentions(value: Value, line: str) -> bool:
    if isinstance(value, Pattern):
        return re.search(value.source, line, re.IGNORECASE) is not None
    assert isinstance(value, Text)
    text = value.text.lower()
    start = r"(?<![^\W_])" if text[:1].isalnum() else ""
    return re.search(start + re.escape(text), line.lower()) is not None


def _in_subject(value: Value, row: Row) -> bool:
    if not isinstance(value, Text) or row.subject is None:
        return False
    escaped = not value.text.isascii() or '"' in value.text or "\\" in value.text
    return escaped and value.text.lower() in row.subject.lower()


def _raw(connection: sqlite3.Connection) -> dict[int, str]:
    return {
        block * RECORDS_PER_BLOCK + place: stored.raw.decode("utf-8", "replace")
        for block, data in connection.execute("SELECT id, data FROM raw_block")
        for place, stored in enumerate(unpack(data))
    }


def _deliveries(connection: sqlite3.Connection) -> list[Row]:
    raw = _raw(connection)
    names = _names(connection)
    known, remarks = Incidents(connection), Remarks(connection)
    tries: dict[int, list[Any]] = {}
    for one in connection.execute("SELECT * FROM every_attempt"):
        tries.setdefault(one["message_id"], []).append(one)
    entries: dict[int, list[Any]] = {}
    for one in connection.execute("SELECT * FROM message"):
        entries[one["id"]] = unpacked(one["events"], one["lines"], one["first_seen"])
    messages = {one["id"]: one for one in connection.execute("SELECT * FROM message")}
    return [
        _delivery(one, messages[one["message_id"]], tries, entries, raw, names, known, remarks)
        for one in connection.execute("SELECT * FROM recipient")
    ]


def _names(connection: sqlite3.Connection) -> dict[str, dict[Any, Any]]:
    found: dict[str, dict[Any, Any]] = {
        table: dict(connection.execute(f"SELECT id, {column} FROM {table}").fetchall())
        for table, column in (("address", "text"), ("label", "text"), ("reply", "text"), ("server", "name"))
    }
    found["host"] = {row[0]: (row[1], row[2]) for row in connection.execute("SELECT id, name, ip FROM host")}
    found["run by"] = dict(
        connection.execute("SELECT h.id, l.text FROM host h JOIN label l ON l.id = h.provider_id").fetchall()
    )
    return found


def _some(names: dict[Any, Any], *ids: int | None) -> list[Any]:
    return [names[one] for one in ids if one is not None]


def _delivery(
    one: Any, message: Any, tries: dict[int, list[Any]], entries: dict[int, list[Any]],
    raw: dict[int, str], names: dict[str, dict[Any, Any]], incidents: Incidents, remarks: Remarks,
) -> Row:  # fmt: skip
    every = tries.get(message["id"], [])
    own = [attempt for attempt in every if attempt["recipient"] == one["number"]]
    of_others = {attempt["entry_id"] for attempt in every} - {attempt["entry_id"] for attempt in own}
    kept = entries[message["id"]]
    status, role = Status.of_code(one["status"]), Role.of_code(one["role"])
    cause = incidents.causes.get(one["cause_id"])
    members = incidents.of(one, own)
    tags, notes = remarks.on(
        (SubjectKind.MESSAGE, message["id"]),
        (SubjectKind.RECIPIENT, message["id"] << 16 | one["number"]),
        *_of_addresses(one["address_id"], one["original_id"], message["sender_id"]),
        *((SubjectKind.INCIDENT, found.id) for found in members),
    )
    tests = {
        "failed": status in FAILED,
        "waiting": status in OPEN,
        "open": status in FAILED | OPEN and not is_settled(members),
        "unfiled": status in FAILED | HELD_UP and not is_filed(members),
        "frozen": status is Status.FROZEN,
        "bounce": message["direction"] == Direction.BOUNCE.code,
        "unrecognised": any(entry.event == EventKind.UNRECOGNISED.code for entry in kept),
        "unfinished": message["received"] is None,
    }
    known = {
        "reply": one["reply_id"] is not None,
        "subject": message["subject"] is not None,
        "alias": role is Role.CHILD,
        "assignee": any(found.assignee for found in members),
        "tag": bool(tags),
        "note": bool(notes),
    }
    return Row(
        key=RowKey(one["time"], message["id"], one["number"]),
        server=names["server"][message["server_id"]],
        queue_id=message["queue_id"],
        status=status,
        outcome=Outcome.of_code(one["outcome"]),
        queue=QueueState.of_code(one["queue_state"]),
        message_status=Status.of_code(message["status"]),
        senders=_some(names["address"], message["sender_id"]),
        recipients=_some(names["address"], one["address_id"], one["original_id"]),
        hops=_some(names["host"], one["host_id"], *(attempt["host_id"] for attempt in own)),
        peers=_some(names["host"], message["host_id"]),
        code=one["smtp_code"],
        enhanced=one["enhanced_code"],
        phase=None if one["phase"] is None else Phase.of_code(one["phase"]),
        replies=_some(names["reply"], one["reply_id"], *(attempt["reply_id"] for attempt in own)),
        subject=message["subject"],
        size=message["size"],
        finished=one["finished"],
        tries=one["attempts"],
        routers=_some(names["label"], *(attempt["router_id"] for attempt in own)),
        transports=_some(names["label"], *(attempt["transport_id"] for attempt in own)),
        auth=next(iter(_some(names["label"], message["auth_id"])), None),
        failure_class=cause.failure_class if cause else None,
        side=cause.side if cause else None,
        providers=incidents.providers(one),
        mailbox=mailbox_of(
            names["run by"].get(one["host_id"]) or "",
            names["address"][one["address_id"]].rpartition("@")[2].lower(),
        ),
        incidents=[str(found.id) for found in members] + ["any" for found in members if found.is_open][:1],
        states={str(found.state) for found in members},
        takers=[found.assignee for found in members if found.assignee],
        groups={name for name, held in tests.items() if held},
        known={name for name, held in known.items() if held},
        tags=tags,
        notes=notes,
        lines=[raw[entry.id] for entry in kept if entry.id not in of_others],
    )


def _rejections(connection: sqlite3.Connection) -> list[Row]:
    raw, names, remarks = _raw(connection), _names(connection), Remarks(connection)
    return [_rejection(one, raw, names, remarks) for one in connection.execute("SELECT * FROM rejection")]


def _of_addresses(*ids: int | None) -> list[tuple[SubjectKind, int | None]]:
    return [(SubjectKind.ADDRESS, one) for one in ids]


def _rejection(one: Any, raw: dict[int, str], names: dict[str, dict[Any, Any]], remarks: Remarks) -> Row:
    tags, notes = remarks.on(
        (SubjectKind.REJECTION, one["id"]), *_of_addresses(one["address_id"], one["sender_id"])
    )
    known = {
        "reply": one["reply_id"] is not None,
        "subject": one["subject"] is not None,
        "tag": bool(tags),
        "note": bool(notes),
    }
    return Row(
        key=RowKey(one["time"], 0, one["id"]),
        server=names["server"][one["server_id"]],
        queue_id=one["queue_id"],
        status=Status.REJECTED,
        outcome=Outcome.REJECTED,
        queue=QueueState.NONE,
        senders=_some(names["address"], one["sender_id"]),
        recipients=_some(names["address"], one["address_id"]),
        peers=_some(names["host"], one["host_id"]),
        code=one["smtp_code"],
        enhanced=one["enhanced_code"],
        phase=Phase.of_code(one["stage"]),
        replies=_some(names["reply"], one["reply_id"]),
        subject=one["subject"],
        auth=next(iter(_some(names["label"], one["auth_id"])), None),
        groups={"rejection", "failed"} if one["permanent"] else {"rejection"},
        known={name for name, held in known.items() if held},
        tags=tags,
        notes=notes,
        lines=[raw[one["entry_id"]]],
    )
