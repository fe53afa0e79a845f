"""A domain's SPF tree, its senders, the failures it caused and its history, in lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mailtui.model.enums import ChangeKind
from mailtui.ui import words
from mailtui.ui.rendering import fit, one_line
from mailtui.ui.widgets.columns import answer_text
from mailtui.ui.widgets.domain_checks import area_title
from mailtui.ui.widgets.domain_lines import PageLine, heading, labelled, one
from mailtui.ui.words import Look, Tone, count

if TYPE_CHECKING:
    from mailtui.model.domain import Change, DomainDetail
    from mailtui.model.spf import SpfNode, SpfSender
    from mailtui.model.view import SearchRow

MOST_LOOKUPS = 10
"""RFC 7208 section 4.6.4."""
COST = 8


def spf(detail: DomainDetail, cells: int, look: Look) -> Iterator[PageLine]:
    """The tree of includes, each with the lookups that it costs."""
    if detail.spf is None:
        return
    tree = detail.spf.tree
    yield from heading(f"SPF: {tree.lookups} of {MOST_LOOKUPS} lookups used", cells, look)
    yield from _node(tree, 0, cells, look)


def _node(node: SpfNode, depth: int, cells: int, look: Look) -> Iterator[PageLine]:
    costs = f"{node.lookups}" if node.lookups else ""
    tone = Tone.FAILED if node.lookups > MOST_LOOKUPS else Tone.DIM
    branch = ("" if depth == 0 else "  " * (depth - 1)) + (("`- " if look.ascii else "└ ") if depth else "")
    runs = [(f"{costs:>{COST - 2}}  ", tone), (f"{branch}{one_line(node.term)}", Tone.PLAIN)]
    yield one(*runs, bad=bool(node.problem))
    for text in filter(None, (node.problem, node.unsure and f"? {node.unsure}")):
        yield from labelled("", one_line(text), cells, Tone.FAILED if node.problem else Tone.WAITING)
    for child in node.children:
        yield from _node(child, depth + 1, cells, look)


def senders(detail: DomainDetail, cells: int, look: Look) -> Iterator[PageLine]:
    """Addresses that send for it: those that do not pass first, then by which include the others do."""
    if detail.spf is None or not detail.spf.senders:
        return
    refused, every = detail.refused_ips, detail.spf.senders
    title = f"Sending addresses: {len(refused)} of {len(every)} do not pass SPF"
    yield from heading(title, cells, look)
    for sender in (*refused, *(each for each in every if each not in refused)):
        yield from _sender(sender, sender.ip in detail.logged_ips, cells)


def _sender(sender: SpfSender, logged: bool, cells: int) -> Iterator[PageLine]:
    passes = sender.result == "pass"
    tone = Tone.GOOD if passes else Tone.WAITING if sender.result == "unsure" else Tone.FAILED
    by = f"  by {' > '.join(map(one_line, sender.via))}" if sender.via else ""
    seen = "  seen in the logs" if logged else ""
    runs = [(fit(sender.ip, 16), Tone.STRONG), (fit(sender.result, 10), tone)]
    bad = not passes and sender.result != "unsure"
    yield one(*runs, (by, Tone.PLAIN), (seen, Tone.DIM), bad=bad, indent=2)
    if sender.why:
        yield from labelled("", one_line(sender.why), cells, Tone.WAITING)


def failures(
    detail: DomainDetail, rows: Sequence[SearchRow] | None, cells: int, look: Look
) -> Iterator[PageLine]:
    """What failed, or waits, for what its set-up may have caused: newest first."""
    if not detail.row.caused:
        return
    number = detail.row.caused
    yield from heading(f"Failures it may have caused: {count(number, 'recipient')}", cells, look)
    said = (("enter ", Tone.STRONG), (f"searches for {detail.query}", Tone.PLAIN))
    yield PageLine((("  ", Tone.PLAIN), *said), search=True)
    if rows is None:
        yield one(("reading ...", Tone.DIM), indent=2)
    for row in rows or ():
        yield _failure(row, cells, look)


def _failure(row: SearchRow, cells: int, look: Look) -> PageLine:
    runs = (
        ("  ", Tone.PLAIN),
        (fit(words.short_stamp(row.key.time, look), 12), Tone.DIM),
        (fit(words.status_text(row.status, look), 13), words.status_tone(row.status)),
        (fit(row.recipient or "?", max(12, min(40, cells // 3)), middle=True), Tone.PLAIN),
        (f" {answer_text(row)}", Tone.DIM),
    )
    return PageLine(runs, row=row.key)


def history(changes: Sequence[Change], cells: int, look: Look) -> Iterator[PageLine]:
    """What changed, newest first: states, and what DNS had."""
    if not changes:
        return
    yield from heading("History", cells, look)
    for change in changes:
        yield from _change(change, cells, look)


def _change(change: Change, cells: int, look: Look) -> Iterator[PageLine]:
    when = (fit(words.stamp(change.time, look), 21), Tone.DIM)
    what = (f"{area_title(change.area)} {change.target}", Tone.PLAIN)
    arrow = "->" if look.ascii else "→"
    if change.kind is ChangeKind.STATE:
        yield one(when, what, (f"  {change.old} {arrow} {change.new}", Tone.STRONG), indent=2)
        return
    yield one(when, what, ("  record changed", Tone.STRONG), indent=2)
    yield from labelled("was", _values(change.old), cells, Tone.DIM, indent=4)
    yield from labelled("is", _values(change.new), cells, indent=4)


def _values(text: str) -> str:
    return " | ".join(map(one_line, text.split("\n"))) if text else "no record"
