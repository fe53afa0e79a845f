"""Findings and trees survive the database, whatever strangers put into their records."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Finding, Record
from mailtui.model.spf import SpfNode, SpfSender, SpfView
from mailtui.store import findings

TEXT = st.text(st.characters(min_codepoint=0, max_codepoint=0x10FFFF), max_size=20)
RECORDS = st.builds(Record, TEXT, TEXT, TEXT, st.integers(0, 86400), st.none() | st.integers(0, 65535))
FINDINGS = st.builds(
    Finding,
    TEXT,
    st.sampled_from(Severity),
    st.sampled_from(CheckArea),
    TEXT,
    TEXT,
    TEXT,
    st.lists(RECORDS, max_size=2).map(tuple),
    TEXT,
    TEXT,
    TEXT,
)
NODES = st.recursive(
    st.builds(SpfNode, TEXT, st.integers(0, 99)),
    lambda children: st.builds(
        SpfNode, TEXT, st.integers(0, 99), st.lists(children, max_size=3).map(tuple), TEXT, TEXT, TEXT
    ),
    max_leaves=8,
)
SENDERS = st.lists(st.builds(SpfSender, TEXT, TEXT, st.lists(TEXT, max_size=2).map(tuple)), max_size=3)


@given(st.lists(FINDINGS, max_size=4), st.integers(0, 4))
def test_findings(told: list[Finding], fresh: int) -> None:
    fresh = min(fresh, len(told))
    kept = findings.dumped(told, fresh)
    assert kept.isascii()
    assert findings.loaded(kept) == (tuple(told), fresh)


@given(NODES, SENDERS)
def test_trees(tree: SpfNode, senders: list[SpfSender]) -> None:
    view = SpfView(tree, tuple(senders))
    kept = findings.dumped_spf(view)
    assert kept is not None
    assert kept.isascii()
    assert findings.loaded_spf(kept) == view


@given(st.none() | st.lists(TEXT).map(tuple))
def test_values(values: tuple[str, ...] | None) -> None:
    assert findings.loaded_values(findings.dumped_values(values)) == values
