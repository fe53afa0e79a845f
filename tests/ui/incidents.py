"""Made-up incidents, and a service that answers from a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mailtui.model.enums import Area, FailureClass, IncidentState, LogType, Phase, Side, Urgency
from mailtui.model.incident import Incident, Triage
from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND
from mailtui.model.view import RawLine, RowKey

NOON = 1_795_262_400 * SECOND

BLOCKED = Incident(
    id=7,
    failure_class=FailureClass.PROVIDER_BLOCK,
    side=Side.US,
    area=Area.REPUTATION,
    provider="microsoft",
    host="outlook-com.olc.protection.outlook.com",
    server="mx1",
    egress="192.0.2.25",
    phase=Phase.MAIL,
    template="550 5.7.1 part of their network is on our block list (s3140)",
    sample_reply="550 5.7.1 Unfortunately, messages from [192.0.2.25] weren't sent. Please contact your "
    "Internet service provider since part of their network is on our block list (S3140).",
    rule="ms-s3140",
    confidence=0.97,
    onset=NOON - 3 * HOUR,
    opened=NOON - 3 * HOUR + 4 * MINUTE,
    recovered=None,
    reopened=None,
    first_seen=NOON - 3 * HOUR,
    last_seen=NOON - 2 * MINUTE,
    failures=1290,
    messages=415,
    recipients=412,
    waiting=0,
    next_bounce=None,
    severity=Urgency.CRITICAL,
    score=90.0,
    state=IncidentState.NEW,
    assignee=None,
    previous=None,
    hours=(*(0,) * 20, 3, 140, 97, 172),
)
DROPPED = replace(
    BLOCKED,
    id=12,
    failure_class=FailureClass.CONNECTION_DROPPED,
    side=Side.NET,
    area=None,
    provider="mail.some-quite-long-domain.example",
    host="mx2.mail.some-quite-long-domain.example",
    egress="",
    phase=Phase.DATA,
    template="remote host closed connection in response to end of data",
    sample_reply="Remote host closed connection in response to end of data",
    rule="exim-closed",
    confidence=0.9,
    onset=NOON - 2 * DAY,
    opened=NOON - 2 * DAY,
    last_seen=NOON - 31 * MINUTE,
    failures=66,
    messages=5,
    recipients=6,
    waiting=6,
    next_bounce=NOON + 26 * HOUR,
    severity=Urgency.HIGH,
    score=40.0,
    state=IncidentState.OPEN,
    assignee="anna",
    previous=4,
    hours=(2, 3) * 12,
)
RESTRICTED = replace(
    BLOCKED,
    id=13,
    failure_class=FailureClass.RECIPIENT_RESTRICTED,
    side=Side.POLICY,
    area=None,
    provider="google",
    template="550 5.7.1 this group only takes mail of members",
    sample_reply="550-5.7.1 The group you tried to reach\n550 5.7.1 only takes mail of its members",
    rule="google-group",
    onset=NOON - 20 * HOUR,
    last_seen=NOON - HOUR,
    failures=9,
    messages=9,
    recipients=3,
    severity=Urgency.LOW,
    score=10.0,
    state=IncidentState.WAITING,
    assignee="me",
    hours=(1, 0, 0, 4) * 6,
)
IGNORED = replace(
    RESTRICTED,
    id=14,
    failure_class=FailureClass.MAILBOX_FULL,
    side=Side.RCPT,
    state=IncidentState.IGNORED,
    assignee=None,
    score=30.0,
)
RECOVERED = replace(
    DROPPED,
    id=15,
    failure_class=FailureClass.GREYLISTED,
    side=Side.THEM,
    provider="posteo.de",
    template="451 4.7.1 greylisted, try again in {n} seconds",
    sample_reply="451 4.7.1 Greylisted, try again in 300 seconds",
    onset=NOON - 5 * HOUR,
    recovered=NOON - 4 * HOUR,
    last_seen=NOON - 4 * HOUR - MINUTE,
    messages=123_456,
    recipients=1_234_567,
    waiting=0,
    next_bounce=None,
    state=IncidentState.NEW,
    assignee=None,
    previous=None,
    severity=Urgency.LOW,
    score=50.0,
)
ALL = (BLOCKED, RECOVERED, DROPPED, IGNORED, RESTRICTED)
"""Not in the order of the screen."""


def many(number: int) -> tuple[Incident, ...]:
    """As many as that, all open."""
    return tuple(
        replace(BLOCKED, id=place, provider=f"provider{place}", recipients=number - place)
        for place in range(1, number + 1)
    )


def hostile(text: str, number: int = 1) -> Incident:
    """The same text in every field that comes from outside."""
    return replace(
        DROPPED,
        id=number,
        provider=text,
        host=text,
        server=text,
        egress=text,
        template=text,
        sample_reply=f"{text}\n{text}",
        rule=text,
        assignee=text,
    )


@dataclass
class FakeIncidents:
    """Keeps what is decided; can be made broken (`error`)."""

    known: tuple[Incident, ...] = ()
    unfiled: int = 0
    last_failure: int | None = NOON - 3 * HOUR
    undiagnosed: int = 0
    error: Exception | None = None
    asked: int = 0
    said: list[tuple[object, ...]] = field(default_factory=list)
    """Every decision, as it was handed in."""
    newest_row: RowKey | None = None
    line: bytes = b"2026-11-21 11:58:00 1tKxy1-00000001B-2cD ** bob@outlook.com: block list (S3140)"

    def triage(self) -> Triage:
        self.asked += 1
        self._fail()
        return Triage(self.known, self.unfiled, self.last_failure, self.undiagnosed)

    def list(self, query_text: str = "", limit: int = 5_000) -> Sequence[Incident]:
        self._fail()
        return [one for one in self.known if query_text in f"class:{one.failure_class}"][:limit]

    def get(self, incident: int) -> Incident | None:
        self._fail()
        return next((one for one in self.known if one.id == incident), None)

    def of_row(self, key: RowKey) -> int | None:
        self._fail()
        return 7 if key.owner % 2 else None

    def newest(self, incident: int) -> RowKey | None:
        self._fail()
        return self.newest_row

    def evidence(self, incident: int, limit: int = 100) -> Sequence[RawLine]:
        self._fail()
        return [RawLine("/var/log/exim4/mainlog", LogType.MAIN, 1204, 9000, self.line)]

    def change(self, ids: Sequence[int], **values: object) -> None:
        self.known = tuple(
            replace(one, **values) if one.id in ids else one  # type: ignore[arg-type]
            for one in self.known
        )

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error
