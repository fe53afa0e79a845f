"""Terms of SPF records: the grammar of RFC 7208 section 12, every error with a word."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.verify.spf_macros import expanded
from mailtui.verify.spf_terms import RECORD, term, terms

RIGHT = """
all -all ~all ?all +ALL a mx ptr a/24 a//64 a/24//64 mx/0 mx:example.org a:example.org/24//64 A:Example.ORG.
include:_spf.example.org ?include:%{d} exists:%{ir}.%{l1r+-}._spf.%{d} exists:%{i}._spf.example.org
ptr:example.org ip4:192.0.2.1 -ip4:192.0.2.0/24 ip4:0.0.0.0/0 ip6:2001:db8::1 ip6:2001:db8::/32 IP6:::1
redirect=_spf.example.org redirect=%{d} exp=explain._spf.%{d} moo.cow-far_out=man:dog/cat unknown=
a:xn--p1ai.xn--p1ai a:example.org/x.net
"""
WRONG = {
    "all:x": "alone",
    "all/8": "alone",
    "include": "missing",
    "include:": "after the colon",
    "include:org": "top-level",
    "include:example.org/24": "top-level",
    "include:example.1": "top-level",
    "a:": "after the colon",
    "a:192.0.2.1": "top-level",
    "a/33": "too large",
    "a//129": "too large",
    "a:example.org/024": "top-level",
    "aexample.org": "no mechanism",
    "ip4": "missing",
    "ip4:": "after the colon",
    "ip4:10.0.0.256": "no IPv4",
    "ip4:192.0.2.1/33": "too large",
    "ip4:192.0.2.1/": "no number",
    "ip4:%{i}": "no macro",
    "ip6:192.0.2.1": "no IPv6",
    "ip6:2001:db8::1/129": "too large",
    "ip6:fe80::1%eth0": "no macro",
    "ip:192.0.2.1": "ip4 is meant",
    "ipv6:2001:db8::1": "ip6 is meant",
    "ptr/24": "colon",
    "exists:%{s0}": "bad macro",
    "exists:%{z}.example.org": "bad macro",
    "exists:%": "bad macro",
    "redirect=": "missing",
    "?redirect=bogus": "no mechanism",
    "exp=%{?}": "bad macro",
    "x=%{": "bad macro",
    "+": "neither",
    "=a": "neither",
    "foo": "no mechanism",
    "caf\udcc3": "no mechanism",
    "a\x1b[31m": "colon",
}


@pytest.mark.parametrize("text", RIGHT.split())
def test_right(text: str) -> None:
    assert term(text).problem == ""


@pytest.mark.parametrize("text", WRONG)
def test_wrong_and_why(text: str) -> None:
    assert WRONG[text] in term(text).problem


def test_a_record_is_read_to_its_end() -> None:
    read = terms("v=spf1  mx foo redirect=a.example redirect=b.example ip4:192.0.2.9/24 -all")
    assert [one.name for one in read] == ["mx", "foo", "redirect", "redirect", "ip4", "all"]
    assert [bool(one.problem) for one in read] == [False, True, False, True, False, False]
    assert str(read[4].network) == "192.0.2.0/24"


def test_terms_that_mean_the_same() -> None:
    for one, other in [
        ("+include:A.Example.", "include:a.example"),
        ("ip4:192.0.2.7/24", "ip4:192.0.2.0/24"),
        ("ip4:192.0.2.7", "ip4:192.0.2.7/32"),
        ("ip6:2001:DB8:0::1", "ip6:2001:db8::1/128"),
        ("A/32//128", "a"),
        ("REDIRECT=X.Example", "redirect=x.example."),
    ]:
        assert term(one).canonical == term(other).canonical
    assert term("a/24").canonical != term("a").canonical
    assert term("-a").canonical != term("a").canonical


def test_what_begins_a_record() -> None:
    assert [
        bool(RECORD.match(text)) for text in ("v=spf1", "V=SPF1 mx", "v=spf10", "v=spf1mx", " v=spf1")
    ] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_macros_that_are_the_same_for_all_mail() -> None:
    def expand(value: str) -> str | None:
        return expanded(value, "a.b.example.org", "example.org")

    assert expand("%{d}") == "a.b.example.org"
    assert expand("%{d2}.x") == "example.org.x"
    assert expand("%{dr}") == "org.example.b.a"
    assert expand("%{o}.%%%_%-.X.") == "example.org.% %20.x"
    assert expand("%{i}.example.org") is None


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for one in terms(f"v=spf1 {text}"):
        assert isinstance(one.canonical, str)
    expanded(text, "example.org", "example.org")


ORACLE_DIFFERS = {
    "testSPFIncludeLoop": "the quotation marks in front are no part of a record: no SPF record for us",
    "testSPFSyntaxErrors": "likewise; behind them both of us find the empty include",
    "TestSPFMxBranches": "its errors come from DNS, not from the text",
}
"""Where checkdmarc says otherwise, by the name of its test, and why."""


def test_checkdmarc_agrees(corpora: Path) -> None:
    path = corpora / "dns-records" / "checkdmarc-parse_spf_record.jsonl"
    differing = []
    for line in path.read_text(encoding="utf-8").splitlines():
        vector = json.loads(line)
        text, name = vector["args"][0], vector["test"]
        ours = bool(RECORD.match(text)) and not any(one.problem for one in terms(text))
        theirs = vector["outcome"] == "ok"
        if ours != theirs and not any(known in name for known in ORACLE_DIFFERS):
            differing.append((name, text, vector.get("message")))
    assert not differing


MOX_WRONG = {
    "?redirect=bogus",
    "redirect=mox2.example",
    "ip4:10.0.0.256",
    "ip6:2001:db8::1/129",
    "exists:%{s0}",
}


def test_mox_agrees(corpora: Path) -> None:
    with (corpora / "dns-records" / "mox-records.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if row[0] == "SPF"]
    wrong = {one.text for row in rows for one in terms(row[2].strip()) if one.problem}
    assert rows
    assert wrong == MOX_WRONG
