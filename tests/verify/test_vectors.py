"""Records from the tests of other checkers: we say the same, or the table says why not.

docs/domains-differences.md tells the reasons in full.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.verify.forms import dmarc_faults

from mailtui.verify import bimi, mta_sts_judge, mta_sts_policy, tls_rpt
from mailtui.verify.dkim_judge import judge
from mailtui.verify.report_uri import destination

GONE = "RFC 9989 removed pct, rf and ri: receivers pass over them, whatever they say"
UNKNOWN = "unknown tags must be ignored (RFC 7489 section 6.3, RFC 9989 section 4.7)"
ORDER = "RFC 9989 lets p= stand anywhere, RFC 7489 does not: a warning"
NO_ADDRESS = "mailto://host is no mail address: no report can arrive there"
CASE = "the version is case-sensitive: receivers see no record in v=dmarc1"
SPACE = "spaces around = are allowed (RFC 7489 section 6.4)"
LOGO = "l= is required; empty, it says that there is no logo"
TWICE = "of two fields the first holds (RFC 8461 section 3.2)"

DIFFERENT = {
    ("checkdmarc", "v=DMARC1; sp=none; p=reject"): ORDER,
    ("opendmarc", "v=DMARC1; p=none; rf=bob;"): GONE,
    ("opendmarc", "v=DMARC1; p=none; ruf=mailto://abuse.com"): NO_ADDRESS,
    ("opendmarc", "v=DMARC1; p=none; ruf=mailto://abuse.com; foo=bar; buzz=happy;"): NO_ADDRESS,
    ("mailcheck", "v=DMARC1;p=none;pct=-18"): GONE,
    ("mailcheck", "v=DMARC1;p=none;pct="): GONE,
    ("mailcheck", "v=DMARC1;p=none;rf=999"): GONE,
    ("mailcheck", "v=DMARC1;p=none;rf="): GONE,
    ("mailcheck", "v=DMARC1;p=none;ri=-18"): GONE,
    ("mailcheck", "v=DMARC1;p=none;ri=abc"): GONE,
    ("mailcheck", "v=DMARC1;p=none;ri="): GONE,
    ("mailcheck", "v=DMARC1;p=none;unknownThing=150"): UNKNOWN,
    ("mailcheck", "v=DMARC1;p=none;unknownThing==150"): UNKNOWN,
    ("mailcheck", "v=DMARC1;p=none;unknownThing="): UNKNOWN,
    ("mailcheck", "v=dmarc1;p=none"): CASE,
    ("mailcheck", "v= DMARC1; p=none"): SPACE,
    ("checkdmarc", "v=BIMI1; lps=News,Billing"): LOGO,
    ("checkdmarc", "v=BIMI1; avp=brand"): LOGO,
    (
        "checkdmarc",
        "version: STSv1\r\nmode: enforce\r\nmode: testing\r\nmax_age: 86400\r\nmx: mail.example.com\r\n",
    ): TWICE,
}

Fault = Callable[[str], Any]


@pytest.fixture(scope="session")
def records(corpora: Path) -> Path:
    return corpora / "dns-records"


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text().splitlines())


def _checkdmarc(records: Path, what: str) -> Iterator[tuple[str, str, bool]]:
    for line in _lines(records / f"checkdmarc-parse_{what}.jsonl"):
        yield "checkdmarc", line["args"][0], line["outcome"] == "ok"


def _mox(records: Path, what: str) -> Iterator[tuple[str, str, bool]]:
    with (records / "mox-records.tsv").open() as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            text = row["record"].replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r")
            if row["kind"] == what:
                yield "mox", text, row["verdict"] == "valid"


def _mailcheck(records: Path) -> Iterator[tuple[str, str, bool]]:
    for line in _lines(records / "mailcheck-dmarc.jsonl"):
        if line["record"] and "{" not in line["record"]:
            yield "mailcheck", line["record"], any("IsEmpty" in one for one in line["asserts"])


def _opendmarc(records: Path) -> Iterator[tuple[str, str, bool]]:
    for line in (records / "opendmarc-parse.tsv").read_text().splitlines():
        text, status = line.split("\t")
        yield "opendmarc", text, status == "DMARC_PARSE_OKAY"


def _compare(vectors: Iterator[tuple[str, str, bool]], fault: Fault, least: int) -> None:
    """Where we say otherwise, the table has it; what is in the table is otherwise."""
    many = list(vectors)
    assert len(many) >= least
    for source, text, good in many:
        same = good == (not fault(text))
        assert same != ((source, text) in DIFFERENT), (source, text, fault(text))


def test_dmarc(records: Path) -> None:
    _compare(_checkdmarc(records, "dmarc_record"), dmarc_faults, 20)
    _compare(_mox(records, "DMARC"), dmarc_faults, 19)
    _compare(_mailcheck(records), dmarc_faults, 50)
    _compare(_opendmarc(records), dmarc_faults, 7)


def test_report_uris(records: Path) -> None:
    _compare(_checkdmarc(records, "dmarc_report_uri"), lambda text: destination(text).problem, 6)


def test_mta_sts(records: Path) -> None:
    def policy(text: str) -> object:
        return mta_sts_policy.read(text).problems

    _compare(_checkdmarc(records, "mta_sts_record"), mta_sts_judge.record_problem, 2)
    _compare(_mox(records, "MTA-STS"), mta_sts_judge.record_problem, 9)
    _compare(_checkdmarc(records, "mta_sts_policy"), policy, 6)
    _compare(_mox(records, "MTA-STS-policy"), policy, 10)


def test_tls_rpt(records: Path) -> None:
    _compare(_checkdmarc(records, "smtp_tls_reporting_record"), tls_rpt.problem, 4)
    _compare(_mox(records, "TLSRPT"), tls_rpt.problem, 3)


def test_bimi(records: Path) -> None:
    _compare(_checkdmarc(records, "bimi_record"), bimi.problem, 8)


def test_dkim(records: Path) -> None:
    """mox has no valid keys among its vectors; those of dkimpy are real ones."""
    bad = [text for _, text, _ in _mox(records, "DKIM-key")]
    assert len(bad) == 5
    assert all(judge("s._domainkey.example.com", [text]) for text in bad)
    found = {}
    for file in [*(records / "dkimpy").glob("*.dns"), *(records / "dkimpy").glob("*.txt")]:
        many = judge("s._domainkey.example.com", [file.read_text().strip()])
        found[file.name] = [one.code for one in many]
    assert found == {
        "ed25519test.dns": [],
        "eximtest.dns": [],
        "test.txt": ["dkim-1024"],
        "badk.txt": ["dkim-syntax"],
        "test_bad.txt": ["dkim-syntax"],
    }
