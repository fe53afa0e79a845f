"""Made-up domains, and a service that answers from a list of them; looks wait for a gate."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from mailtui.errors import InputError, NotFoundError
from mailtui.model.domain import AreaState, Change, Check, DomainDetail, DomainRow, Suggestion
from mailtui.model.enums import ChangeKind, CheckArea, DomainState, Severity
from mailtui.model.finding import Expected, Finding, Record
from mailtui.model.moment import DAY, HOUR, MINUTE, SECOND
from mailtui.model.spf import SpfNode, SpfSender, SpfView
from mailtui.model.stopping import asked_to_stop

NOON = 1_795_262_400 * SECOND
KEY = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC2UcFEOgOkeYV0EMGnCM3WDOgLVNBRWwEONNnVOJlS8GuJEcWFGUqzm1m7"
STATES = {
    CheckArea.MX: DomainState.OK,
    CheckArea.SPF: DomainState.FAILING,
    CheckArea.DKIM: DomainState.OK,
    CheckArea.DMARC: DomainState.WARNINGS,
    CheckArea.MTA_STS: DomainState.OK,
    CheckArea.RDNS: DomainState.OK,
    CheckArea.DNSBL: DomainState.OK,
}


def finding(code: str, severity: Severity, area: CheckArea, name: str, *publish: Record, **more) -> Finding:
    values = {
        "found": "v=spf1 include:_spf.sender.example -all",
        "expected": "include:_spf.google.com",
        "advice": "Publish the record; mail from there fails until then.",
        "rfc": "RFC 7208 section 5",
        **more,
    }
    return Finding(code, severity, area, name, values.pop("found"), values.pop("expected"), publish, **values)


SPF_RECORD = Record("shop.example", "TXT", "v=spf1 include:_spf.google.com include:_spf.sender.example -all")
MUST = finding("spf-must", Severity.FAIL, CheckArea.SPF, "shop.example", SPF_RECORD)
POLICY = finding(
    "dmarc-none-policy",
    Severity.WARN,
    CheckArea.DMARC,
    "shop.example",
    Record("_dmarc.shop.example", "TXT", "v=DMARC1; p=quarantine; rua=mailto:d@shop.example"),
    found="p=none",
    expected="p=quarantine or p=reject",
    rfc="RFC 7489 section 6.3",
)
TREE = SpfNode(
    "shop.example",
    7,
    (
        SpfNode("mx", 1),
        SpfNode(
            "include:_spf.sender.example",
            5,
            (SpfNode("include:_a.sender.example", 2), SpfNode("a:out.sender.example", 1)),
        ),
        SpfNode("include:_gone.example", 1, problem="no SPF record is there"),
        SpfNode("-all", 0),
    ),
)
SPF = SpfView(
    TREE,
    (
        SpfSender("198.51.100.9", "pass", ("include:_spf.sender.example", "a:out.sender.example")),
        SpfSender("192.0.2.77", "fail"),
    ),
)


def areas(states: dict[CheckArea, DomainState], unsure: str = "") -> tuple[AreaState, ...]:
    """One of each; the last is in doubt when there is a reason."""
    found = [AreaState(area, state, NOON - 3 * HOUR) for area, state in states.items()]
    return (*found[:-1], replace(found[-1], unsure=unsure)) if unsure else tuple(found)


FAILING = DomainRow(
    "shop.example",
    DomainState.FAILING,
    NOON - 3 * HOUR,
    NOON - 20 * MINUTE,
    NOON - 20 * MINUTE,
    areas(STATES),
    worst=MUST,
    caused=412,
    next_check=NOON + 40 * MINUTE,
)
DISAGREED = replace(
    FAILING,
    name="news.example",
    disagreements=("mailer.csv says spf verified, DNS says failing",),
    caused=0,
)
WARNED = replace(
    FAILING,
    name="mail.some-quite-long-domain.example",
    state=DomainState.WARNINGS,
    areas=areas({**STATES, CheckArea.SPF: DomainState.OK}),
    worst=POLICY,
    caused=0,
)
UNSURE = replace(
    FAILING,
    name="lost.example",
    state=DomainState.OK,
    since=NOON - 9 * DAY,
    checked=NOON - 5 * HOUR,
    areas=areas(dict.fromkeys(STATES, DomainState.OK), "198.51.100.53: no answer within 2 s"),
    unsure="198.51.100.53: no answer within 2 s",
    worst=None,
    caused=0,
)
UNKNOWN = replace(
    UNSURE,
    name="dark.example",
    state=DomainState.UNKNOWN,
    checked=None,
    areas=areas(dict.fromkeys(STATES, DomainState.UNKNOWN), "the DNS server says SERVFAIL"),
    unsure="the DNS server says SERVFAIL",
)
PENDING = DomainRow("new.example", DomainState.PENDING, NOON - MINUTE, None, None, next_check=0)
OK = replace(
    FAILING,
    name="good.example",
    state=DomainState.OK,
    areas=areas(dict.fromkeys(STATES, DomainState.OK)),
    worst=None,
    caused=0,
)
ALL = (DISAGREED, FAILING, WARNED, UNKNOWN, PENDING, OK, UNSURE)

CHECKS = (
    Check(
        CheckArea.SPF,
        "shop.example",
        DomainState.FAILING,
        NOON - 3 * HOUR,
        NOON - 20 * MINUTE,
        NOON - 20 * MINUTE,
        findings=(MUST,),
        seen=("v=spf1 mx include:_spf.sender.example include:_gone.example -all",),
        spf=SPF,
    ),
    Check(
        CheckArea.DMARC,
        "shop.example",
        DomainState.WARNINGS,
        NOON - 9 * DAY,
        NOON - 20 * MINUTE,
        NOON - 20 * MINUTE,
        findings=(POLICY,),
        seen=("p=none",),
    ),
    Check(
        CheckArea.DKIM,
        "s1._domainkey.shop.example",
        DomainState.OK,
        NOON - 9 * DAY,
        NOON - 20 * MINUTE,
        NOON - 5 * HOUR,
        unsure="198.51.100.53: no answer within 2 s",
        unsure_since=NOON - HOUR,
        seen=(f"v=DKIM1; k=rsa; p={KEY}",),
    ),
)
CHANGES = (
    Change(CheckArea.SPF, "shop.example", NOON - 3 * HOUR, ChangeKind.STATE, "ok", "failing"),
    Change(
        CheckArea.SPF,
        "shop.example",
        NOON - 3 * HOUR,
        ChangeKind.SEEN,
        "v=spf1 include:_spf.google.com -all",
        "v=spf1 mx include:_spf.sender.example include:_gone.example -all",
    ),
)
SUGGESTED = (
    Suggestion("letters.example", 1204, NOON - MINUTE, ("192.0.2.25",), ("s1", "s2")),
    Suggestion("shop.example", 12, NOON - HOUR, ("192.0.2.26",), (), known=True),
    Suggestion("quiet.example", 1, NOON - 9 * DAY),
)


def detail_of(row: DomainRow) -> DomainDetail:
    """Everything about a domain; rich for one of them."""
    expected = Expected(row.name, {"s1": KEY}, spf_terms=("include:_spf.google.com",), ips=("192.0.2.77",))
    query = f"sender-domain:={row.name} class:auth-failed"
    if row.tried is None:
        return DomainDetail(row, expected, query=query)
    if row.worst is None:
        return DomainDetail(row, expected, CHECKS[2:], query=query)
    return DomainDetail(row, expected, CHECKS, CHANGES, (), (MUST, POLICY), query)


def hostile(text: str, number: int = 1) -> DomainDetail:
    """The same text in every field that comes from outside."""
    bad = Finding(
        "spf-syntax", Severity.FAIL, CheckArea.SPF, text, f"{text}\n{text}", text,
        (Record(text, "TXT", text),), text, text, text,
    )  # fmt: skip
    row = replace(
        FAILING,
        name=f"{number}{text}",
        areas=areas(STATES, text),
        unsure=text,
        worst=bad,
        disagreements=(f"{text} says spf verified",),
    )
    node = SpfNode(text, 3, (SpfNode(text, 2, problem=text), SpfNode(text, 1, unsure=text)))
    check = replace(
        CHECKS[0],
        target=text,
        findings=(bad,),
        seen=(text, text),
        unsure=text,
        spf=SpfView(node, (SpfSender(text, "permerror", (text, text), text),)),
    )
    change = replace(CHANGES[1], target=text, old=f"{text}\n{text}", new=text)
    expected = Expected(row.name, {text: text}, spf_terms=(text,), mx_hosts=(text,), token=text)
    return DomainDetail(row, expected, (check,), (change,), (), (bad,), "class:auth-failed")


def many(count: int) -> tuple[DomainRow, ...]:
    """As many as that, all failing."""
    return tuple(replace(FAILING, name=f"d{number:04}.example") for number in range(count))


@dataclass
class FakeDomains:
    """Answers from a list; a look makes every domain well, one by one, while the gate is open."""

    known: tuple[DomainRow, ...] = ()
    details: dict[str, DomainDetail] = field(default_factory=dict)
    suggested: tuple[Suggestion, ...] = ()
    error: Exception | None = None
    asked: int = 0
    said: list[tuple[object, ...]] = field(default_factory=list)
    """Everything that was to be done, as it was handed in."""
    gate: threading.Event = field(default_factory=threading.Event)
    changed: int = 0

    def __post_init__(self) -> None:
        self.gate.set()

    def edition(self) -> tuple[int, ...]:
        return (self.changed,)

    def rows(self) -> Sequence[DomainRow]:
        self.asked += 1
        self._fail()
        return list(self.known)

    def detail(self, name: str) -> DomainDetail:
        self._fail()
        row = next((one for one in self.known if one.name == name), None)
        if row is None:
            raise NotFoundError(f"{name} is not on the list of domains", f"mailtui domains add {name}")
        return self.details.get(name) or detail_of(row)

    def listed(self, domain: str) -> str | None:
        self._fail()
        return next((one.name for one in self.known if f".{domain}".endswith(f".{one.name}")), None)

    def add(self, name: str, wish: object) -> Expected:
        self._fail()
        if "." not in name:
            raise InputError(f"“{name}” is no domain", "Write it with its top-level domain")
        self._note("add", name, wish)
        if name not in [one.name for one in self.known]:
            self.known = (*self.known, replace(PENDING, name=name))
        return Expected(name)

    def remove(self, name: str) -> None:
        self._fail()
        self._note("remove", name)
        self.known = tuple(one for one in self.known if one.name != name)

    def suggestions(self) -> Sequence[Suggestion]:
        self._fail()
        return self.suggested

    def verify(
        self, names: Sequence[str] | None = None, told: Callable[[DomainDetail], None] | None = None
    ) -> Sequence[DomainDetail]:
        self._fail()
        self._note("verify", tuple(names or ()))
        stop, found = asked_to_stop(), []
        for one in self.known:
            if names is not None and one.name not in names:
                continue
            while not self.gate.wait(0.05) and not stop():
                pass
            if stop():
                break
            self.changed += 1
            now = replace(OK, name=one.name, checked=NOON, tried=NOON)
            self.known = tuple(now if each.name == one.name else each for each in self.known)
            found.append(detail_of(now))
            if told is not None:
                told(found[-1])
        return found

    def _note(self, *said: object) -> None:
        self.said.append(said)
        self.changed += 1

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error
