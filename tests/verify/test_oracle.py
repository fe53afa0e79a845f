"""checkdmarc as an oracle for the form of records: where we differ, it is for one of the reasons here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from tests.verify.forms import dmarc_faults

from mailtui.verify import mta_sts_judge, mta_sts_policy, tls_rpt

VERSIONS = ["v=DMARC1", "v=dmarc1", "v=DMARC1 ", "V=DMARC1", "v=DMARC2", "v=DMARC1 p=none"]
POLICIES = ["", "p=none", "p=reject", "p=REJECT", "p=foo", "p=", "p=none;p=reject"]
OTHERS = [
    *("sp=none", "sp=foo", "np=foo", "adkim=x", "aspf=s", "fo=1:d", "fo=9", "pct=50", "pct=500", "ri=x"),
    *("x=1", "t=y", "t=q", "psd=n", "psd=q", "hello", "rua=", "rua=mailto:", "rua=a@example.com"),
    *("rua=mailto:a@example.com", "rua=mailto:a@example.com!10m", "rua=mailto:a@example.com,b@example.com"),
]


def _records() -> Iterator[str]:
    for version, policy, one in product(VERSIONS, POLICIES, ["", *OTHERS]):
        yield "; ".join(filter(None, [version, policy, one]))
    for one, two in product(OTHERS, OTHERS):
        yield f"v=DMARC1; p=reject; {one}; {two}"


@pytest.fixture
def no_dns(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oracle asks whether others take reports; here nobody is asked."""
    monkeypatch.setattr("checkdmarc.dmarc.query_dns", lambda *_, **__: ["v=DMARC1"])


@pytest.mark.usefixtures("no_dns")
def test_dmarc() -> None:
    different, many = 0, list(dict.fromkeys(_records()))
    for text in many:
        theirs, ours = _accepts_dmarc(text), dmarc_faults(text)
        accepted = not {one for one in ours if not one.endswith(" warn")}
        if theirs != accepted:
            different += 1
            assert _explained(text, theirs, ours), (text, theirs, ours)
    assert len(many) > 1000
    assert different / len(many) < 0.25


def _accepts_dmarc(text: str) -> bool:
    from checkdmarc.dmarc import DMARCError, parse_dmarc_record

    try:
        parse_dmarc_record(text, "example.com")
    except DMARCError:
        return False
    return True


def _explained(text: str, theirs: bool, ours: set[str]) -> bool:
    """Without p= and rua= receivers do nothing at all; an error behind v= and p= is passed over by them."""
    if theirs:
        return "dmarc-policy" in ours and not any(one.strip().startswith("p=") for one in text.split(";"))
    return ours == {"dmarc-syntax warn"} or "rua=" in text.split("; ") or text.count("rua=") == 2


Judge = Callable[[str], object]


def _agree(texts: list[str], theirs: Judge, error: type[Exception], ours: Judge) -> None:
    for text in texts:
        try:
            theirs(text)
        except error:
            assert ours(text), text
        else:
            assert not ours(text), text


def test_tls_rpt() -> None:
    from checkdmarc.smtp_tls_reporting import SMTPTLSReportingError, parse_smtp_tls_reporting_record

    uris = [
        "mailto:a@b.example",
        "https://b.example/x",
        "http://b.example/",
        "ftp://b.example",
        "nothing",
        "",
    ]
    versions = ["v=TLSRPTv1", "v=tlsrptv1", "v=TLSRPTv2"]
    texts = [
        f"{version}; rua={uri}{end}" for version, uri, end in product(versions, uris, ["", ";", "; x=1"])
    ]
    texts += ["v=TLSRPTv1", "v=TLSRPTv1;", "v=TLSRPTv1; rua=mailto:a@b.example,https://c.example/"]
    _agree(texts, parse_smtp_tls_reporting_record, SMTPTLSReportingError, tls_rpt.problem)


def test_mta_sts_records() -> None:
    from checkdmarc.mta_sts import MTASTSError, parse_mta_sts_record

    ids = ["id=a", "id=20260101T000000", "id=a-b", "id=", f"id={'a' * 32}", f"id={'a' * 33}"]
    versions = ["v=STSv1; ", "v=STSv1;", "v=STSv1 ; ", "v=stsv1; ", "v=STSv2; "]
    texts = ["".join(parts) for parts in product(versions, ids, ["", ";", "; x=1"])]
    _agree(texts, parse_mta_sts_record, MTASTSError, mta_sts_judge.record_problem)


def test_mta_sts_policies() -> None:
    from checkdmarc.mta_sts import MTASTSError, parse_mta_sts_policy

    modes, hosts = (
        ["enforce", "testing", "none", "bad", ""],
        ["a.example.org", "*.example.org", "*.*.org", "*", ""],
    )
    ages = ["86400", "0", "31557600", "31557601", "-1", "1.5", "x"]
    texts = [
        f"version: {version}\r\nmode: {mode}\r\nmx: {mx}\r\nmax_age: {age}\r\n"
        for version, mode, mx, age in product(["STSv1", "STSv2"], modes, hosts, ages)
    ]
    _agree(texts, parse_mta_sts_policy, MTASTSError, lambda text: mta_sts_policy.read(text).problems)
