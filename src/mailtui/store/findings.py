"""Findings and SPF trees as JSON, all ASCII: bytes of strangers that are no UTF-8 survive."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Finding, Record
from mailtui.model.spf import SpfNode, SpfSender, SpfView


def dumped(findings: Sequence[Finding], fresh: int) -> str:
    """Findings as a JSON list; those behind the first `fresh` are marked as kept from before."""
    kept = [{"kept": True} if number >= fresh else {} for number in range(len(findings))]
    return json.dumps([{**asdict(one), **mark} for one, mark in zip(findings, kept, strict=True)])


def loaded(text: str) -> tuple[tuple[Finding, ...], int]:
    """The findings that `dumped` wrote, and how many of them are fresh."""
    if text == "[]":
        return (), 0
    items = json.loads(text)
    fresh = sum(not item.pop("kept", False) for item in items)
    return tuple(map(_finding, items)), fresh


def dumped_values(values: Sequence[str] | None) -> str | None:
    """Values as a JSON list; None stays None."""
    return None if values is None else json.dumps(list(values))


def loaded_values(text: str | None) -> tuple[str, ...] | None:
    """The values that `dumped_values` wrote."""
    return None if text is None else tuple(json.loads(text))


def dumped_spf(view: SpfView | None) -> str | None:
    """An SPF tree as JSON; None stays None."""
    return None if view is None else json.dumps(asdict(view))


def loaded_spf(text: str | None) -> SpfView | None:
    """The tree that `dumped_spf` wrote."""
    if text is None:
        return None
    kept = json.loads(text)
    senders = tuple(SpfSender(**{**one, "via": tuple(one["via"])}) for one in kept["senders"])
    return SpfView(_node(kept["tree"]), senders)


def _finding(kept: dict[str, Any]) -> Finding:
    publish = tuple(Record(**one) for one in kept["publish"])
    severity, area = Severity(kept["severity"]), CheckArea(kept["area"])
    return Finding(**{**kept, "publish": publish, "severity": severity, "area": area})


def _node(kept: dict[str, Any]) -> SpfNode:
    return SpfNode(**{**kept, "children": tuple(map(_node, kept["children"]))})
