"""The ticket text: what a postmaster on the other side asks for, in plain text. Times are UTC."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address

from mailtui.model.enums import FailureClass, Status
from mailtui.model.foresight import before, changes
from mailtui.model.status import FAILED, HELD_UP
from mailtui.model.view import Explained, SearchRow
from mailtui.services.yanking.matter import Matter, counted, utc

ARRIVED = frozenset({Status.ACCEPTED, Status.DELIVERED})
SAMPLES = 5
"""Messages that are named one by one."""
REPLIES, HOSTS = 5, 3
NO_ADDRESS = "(our log does not name the address we sent from: please add it)"
_V4, _V6 = r"\d{1,3}(?:\.\d{1,3}){3}", r"[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}"
_IP = re.compile(rf"(?<![\w.:])(?:{_V4}|{_V6})(?![\w.:]*\w)")
"""What may be an IP address in a reply."""


def ticket(matter: Matter) -> str:
    """The whole text; lines are as long as replies are. Not yet made visible.

    Where some fail and others do not (they were accepted later), it is about those that fail.
    """
    failing = tuple(row for row in matter.rows if row.status in FAILED | HELD_UP)
    about = replace(matter, rows=failing) if failing else matter
    whole = (_subject(about), _where(about), _when(about, matter), _replies(about), _samples(about))
    blocks = ("\n".join(part) for part in (*whole, _checked(matter)))
    return "\n\n".join(block for block in blocks if block)


def _subject(matter: Matter) -> Iterator[str]:
    kinds = Counter(_kind(row) for row in matter.rows)
    kind = kinds.most_common(1)[0][0] if kinds else "refused"
    where = ", ".join(_destinations(matter)[:HOSTS]) or "you"
    if _is_over(matter):
        yield f"Mail from our server did not get to {where} for a time"
        return
    if kind in _ENDED and (unreached := _unreached(matter)):
        yield unreached
        return
    yield {
        "refused": f"Mail from our server is refused by {where}",
        "put off": f"Mail from our server is put off by {where}",
        "given up": f"Mail from our server could not be delivered to {where}",
        "accepted": f"Mail that {where} accepted from our server did not arrive",
        "turned away": "Mail that our server refused",
        "other": f"Mail from our server to {where}",
    }[kind]


def _is_over(matter: Matter) -> bool:
    """Whether it is about incidents of which nothing fails any more."""
    return bool(matter.incidents) and not any(row.status in FAILED | HELD_UP for row in matter.rows)


_ENDED = frozenset({"put off", "given up", "refused"})
_UNREACHED = {
    FailureClass.CONNECT_FAILED: "Our server cannot connect to",
    FailureClass.CONNECTION_DROPPED: "Our server loses the connection to",
}
"""Classes of failures in which the other side did not say no."""


def _unreached(matter: Matter) -> str:
    """The first sentence where most say that no host could be talked to; '' otherwise."""
    classes = Counter(row.failure_class for row in matter.rows)
    commonest = classes.most_common(1)[0][0]
    if commonest not in _UNREACHED:
        return ""
    rows = [row for row in matter.rows if row.failure_class is commonest]
    hosts = Counter(_host(row) for row in rows if row.ip or row.host)
    where = hosts.most_common(1)[0][0] if hosts else ", ".join(_destinations(matter)[:HOSTS])
    more = f" and {len(hosts) - 1} more" if len(hosts) > 1 else ""
    said = Counter(filter(None, map(reply_text, rows))).most_common(1)
    return f"{_UNREACHED[commonest]} {where or 'you'}{more}{f': {said[0][0]}' if said else ''}"


def _kind(row: SearchRow) -> str:
    if row.key.is_rejection:
        return "turned away"
    if row.status in HELD_UP:
        return "put off"
    if row.status is Status.EXPIRED:
        return "given up"
    if row.status in FAILED:
        return "refused"
    return "accepted" if row.status is Status.ACCEPTED else "other"


def _destinations(matter: Matter) -> list[str]:
    """Who runs the other side: the provider where it is known, else the domains of the recipients."""
    known = [one.provider for one in matter.incidents]
    known += [found.diagnosis.provider or "" for found in matter.explained.values()]
    domains = Counter((row.recipient or "").rpartition("@")[2].lower() for row in matter.rows)
    found = [name for name in known if name] or [name for name, _ in domains.most_common() if name]
    return list(dict.fromkeys(found))


def _where(matter: Matter) -> Iterator[str]:
    refused = all(row.key.is_rejection for row in matter.rows) and bool(matter.rows)
    ours = ", ".join(matter.servers) or "unknown"
    if refused:
        yield f"Our server:       {ours}"
    else:
        yield f"Our server:       {ours}  {_egress(matter)}"
    hosts = Counter(_host(row) for row in matter.rows if row.ip or row.host)
    for number, host in enumerate(counted(hosts, HOSTS)):
        label = "" if number else "Sending host:" if refused else "Your server:"
        yield f"{label:17} {host}"


def _host(row: SearchRow) -> str:
    """`mx.example.org [192.0.2.80]`, of which one may be missing."""
    return " ".join(part for part in (row.host, row.ip and f"[{row.ip}]") if part)


def _egress(matter: Matter) -> str:
    """Our addresses: by our log, else those that the replies name, which are ours by all likelihood."""
    if matter.egress:
        return ", ".join(matter.egress)
    theirs = {row.ip for row in matter.rows}
    named = (ip for row in matter.rows for ip in _IP.findall(row.reply or "") if _is_ip(ip))
    found = list(dict.fromkeys(ip for ip in named if ip not in theirs))
    return f"{', '.join(found[:HOSTS])} (as your reply says)" if found else NO_ADDRESS


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _when(matter: Matter, whole: Matter) -> Iterator[str]:
    """`whole` has also the rows that do not fail any more."""
    times = [row.last_attempt or row.key.time for row in matter.rows]
    starts = [one.onset for one in matter.incidents] or times
    ends = [one.last_seen for one in matter.incidents] or times
    if starts:
        yield f"First seen:       {utc(min(starts))}"
        yield f"Last seen:        {utc(max(ends))}"
    messages = sum(one.messages for one in matter.incidents)
    people = sum(one.recipients for one in matter.incidents)
    if not matter.incidents:
        messages = len({row.key.owner or row.key for row in matter.rows})
        people = len({row.recipient for row in matter.rows})
    more = "" if whole.is_whole or matter.incidents else f" (of {whole.total} chosen)"
    yield f"Messages:         {messages}, to {people} recipient{'' if people == 1 else 's'}{more}"
    waiting = sum(row.status in HELD_UP for row in matter.rows)
    later = sum(row.status in ARRIVED for row in whole.rows)
    if later and (whole.incidents or len(matter.rows) < len(whole.rows)):
        read = "" if whole.is_whole else f"of the newest {len(whole.rows)} "
        yield f"Now:              {read}{_now(matter, waiting, later)}"
    elif waiting:
        yield f"Still waiting:    {waiting}"


def _now(matter: Matter, waiting: int, later: int) -> str:
    """`6 still wait, 28 were accepted later`."""
    failed = sum(row.status in FAILED for row in matter.rows)
    parts = (
        (waiting, "still waits", "still wait"),
        (failed, "failed for good", "failed for good"),
        (later, "was accepted later", "were accepted later"),
    )
    return ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in parts if number)


def _replies(matter: Matter) -> Iterator[str]:
    """Of an incident that is over what was said while it lasted, never that mail was taken at last."""
    said = Counter(reply_text(row) for row in matter.rows if row.reply or row.smtp_code)
    if _is_over(matter):
        said = Counter(" ".join(one.sample_reply.split()) for one in matter.incidents if one.sample_reply)
    if said:
        yield "Reply:" if len(said) == 1 else "Replies:"
        yield from (f"  {line}" for line in counted(said, REPLIES))


def reply_text(row: SearchRow) -> str:
    """The reply on one line, with the codes that it does not say itself."""
    text = " ".join((row.reply or "").split())
    codes = [str(part) for part in (row.smtp_code, row.enhanced_code) if part and str(part) not in text]
    return " ".join([*codes, text]).strip()


def _samples(matter: Matter) -> Iterator[str]:
    if matter.rows:
        yield "Messages:" if len(matter.rows) <= SAMPLES else f"Messages (the newest {SAMPLES}):"
    for row in matter.rows[:SAMPLES]:
        yield f"  {utc(row.last_attempt or row.key.time)}"
        yield f"    from {_address(row.sender)} to {_address(row.recipient)}"
        ids = (("our queue id", row.queue_id), ("Message-ID", row.message_id and f"<{row.message_id}>"))
        named = ", ".join(f"{name} {value}" for name, value in ids if value)
        if named:
            yield f"    {named}"


def _address(address: str | None) -> str:
    return "somebody the log does not name" if address is None else f"<{address}>"


def _checked(matter: Matter) -> Iterator[str]:
    """Each thing once, however many messages say it."""
    lines = [line for found in matter.explained.values() for line in _looked_at(found)]
    if lines:
        yield "What we checked:"
        yield from (f"  - {line}" for line in dict.fromkeys(lines))


def _looked_at(found: Explained) -> Iterator[str]:
    yield from before(found.precedent, utc)
    yield from changes(found, utc)
    setup = found.setup
    if setup is not None and setup.state is not None:
        state = f"DNS of {setup.domain}: {setup.state}, checked {utc(setup.checked)}"
        yield f"{state}; nothing found that explains this" if not setup.findings else state
        yield from (f"{one.code} {one.name}: {' '.join(one.found.split())}" for one in setup.findings)
    if found.diagnosis.failure_class is not FailureClass.UNCATEGORISED:
        yield f"we read the reply as: {found.diagnosis.failure_class.replace('-', ' ')}"
