"""Real logs kept beside the checkout: no exception, few lines not understood, and every field of the
marked lines as a second reader of another build has it (`spec_parser`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.parsing import spec_parser
from tests.parsing.reading import of_file

from mailtui.model.enums import EventKind
from mailtui.model.event import Event
from mailtui.parsing.exim.escapes import decode

FIELDS = [
    "queue_id",
    "sender",
    "address",
    "original_address",
    "parent_addresses",
    "return_path",
    "router",
    "transport",
    "host",
    "helo",
    "ip",
    "port",
    "interface_ip",
    "interface_port",
    "protocol",
    "auth",
    "size",
    "message_id",
    "subject",
    "recipients",
    "parent_queue_id",
    "tls",
    "dkim",
    "smtp_code",
    "enhanced_code",
    "errno",
    "reply",
    "confirmation",
    "queue_time",
    "delivery_time",
    "user",
    "attempted",
]
EMPTY: dict[str, Any] = {"recipients": (), "parent_addresses": (), "attempted": True}
NOT_LOGS = {".gz", ".html", ".md", ".jsonl", ".tsv", ".conf", ".assert", ".metrics", ".ini"}


def logs(folder: Path) -> Iterator[Path]:
    """Files that may be logs; whatever they are, the parser must take them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in NOT_LOGS and "spool" not in path.parts:
            yield path


def differences(found: Event, expected: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Fields where the two readers disagree: (parser, second reader)."""
    pairs = {name: (getattr(found, name), expected.get(name, EMPTY.get(name))) for name in FIELDS}
    if "phase" in expected:
        pairs["phase"] = (None if found.phase is None else str(found.phase), expected["phase"])
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@pytest.mark.parametrize("folder", ["exim-testsuite", "exim-generated", "exim-samples", "exim-spool", "lab"])
def test_no_exception_on_any_file(corpora: Path, folder: str) -> None:
    for path in sorted((corpora / folder).rglob("*")):
        if path.is_file():
            for _, found in of_file(path):
                found.as_json()


@pytest.mark.parametrize(
    "folder", ["exim-testsuite/log", "exim-generated", "exim-samples", "lab/exim-default", "lab/exim-v498all"]
)
def test_marked_lines_field_by_field(corpora: Path, folder: str) -> None:
    """At least 99.5 % of the lines have every field as the second reader has it."""
    lines, wrong = 0, []
    for path in logs(corpora / folder):
        for record, found in of_file(path):
            text = decode(record.raw)
            if "\n" in text or not spec_parser.PREFIX.match(text):
                continue
            lines += 1
            expected = spec_parser.read(text)
            different = differences(found, expected) if expected is not None else {"line": (found, None)}
            if different:
                wrong.append((path.name, text[:200], different))
    assert lines > 80
    assert len(wrong) <= max(1, 0.005 * lines), wrong[:5]


@pytest.mark.parametrize(
    ("folder", "most"), [("lab/exim-default", 0.0), ("lab/exim-v498all", 0.0), ("exim-generated", 0.0)]
)
def test_real_servers_write_hardly_a_line_that_is_not_understood(
    corpora: Path, folder: str, most: float
) -> None:
    kinds = [
        found.kind
        for path in logs(corpora / folder)
        if path.name.startswith(("mainlog", "rejectlog", "paniclog", "maillog"))
        for _, found in of_file(path)
    ]
    assert kinds.count(EventKind.UNRECOGNISED) <= most * len(kinds)
