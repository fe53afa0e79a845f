"""A row of a search as JSON, CSV and in a table."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC

from tests.cli_data.views import REFUSED, ROW

from mailtui.cli import search_output
from mailtui.model.enums import FailureClass, Side, SubjectKind
from mailtui.model.work import Remarks, TagOn

KEYS_OF_THE_MANUAL = [
    *("kind", "id", "server", "queue_id", "message_id", "received", "sender", "subject", "size"),
    *("recipient", "status", "outcome", "queue_state", "attempts", "last_attempt", "host", "ip"),
    *("smtp_code", "enhanced_code", "reply", "class", "side", "unknown_since", "unknown_why"),
    *("tags", "notes", "time"),
]


def test_json_has_the_documented_keys_and_plain_values() -> None:
    shown = json.loads(json.dumps(search_output.as_object(ROW)))
    assert list(shown) == KEYS_OF_THE_MANUAL
    assert shown["kind"] == "delivery"
    assert shown["id"] == "d12.1"
    assert shown["received"] == "2026-11-20T23:27:43+00:00"
    assert shown["last_attempt"] == "2026-11-20T23:27:44.500000+00:00"
    assert (shown["status"], shown["outcome"], shown["queue_state"]) == ("deferred", "unknown", "deferred")


def test_a_rejection_is_a_row_too() -> None:
    shown = search_output.as_object(REFUSED)
    assert (shown["kind"], shown["id"]) == ("rejection", "r7")
    assert shown["queue_id"] is shown["recipient"] is shown["size"] is None
    assert shown["sender"] == ""


def test_a_row_without_a_beginning_and_tries_has_its_moment() -> None:
    """Mail that a service refused, and of which it tells nothing before."""
    shown = search_output.as_object(replace(ROW, received=None, last_attempt=None))
    assert (shown["received"], shown["last_attempt"]) == (None, None)
    assert shown["time"] == "2026-11-20T23:27:43+00:00"


def test_why_it_failed() -> None:
    shown = search_output.as_object(replace(ROW, failure_class=FailureClass.RATE_LIMITED, side=Side.US))
    assert (shown["class"], shown["side"]) == ("rate-limited", "us")
    assert search_output.as_object(ROW)["class"] is None


def test_what_people_put_on_it() -> None:
    shown = search_output.as_object(ROW)
    assert (shown["tags"], shown["notes"]) == ("", 0)
    tags = (TagOn("vip", "red", SubjectKind.MESSAGE), TagOn("boss", "", SubjectKind.ADDRESS))
    remarks = Remarks((SubjectKind.MESSAGE, SubjectKind.ADDRESS), tags)
    shown = search_output.as_object(replace(ROW, remarks=remarks))
    assert (shown["tags"], shown["notes"]) == ("vip boss", 2)


def test_csv_has_the_same_columns() -> None:
    assert search_output.as_record(ROW) == list(search_output.as_object(ROW).values())


def test_a_table_row_reads_at_a_glance() -> None:
    assert search_output.as_cells(ROW, UTC) == (
        "2026-11-20 23:27:43",
        "deferred",
        "1xUY19-000000006JX-1NTW",
        "bob@corp.example",
        "alice@ours.example",
        "mx.corp.example",
        "451 4.3.0 Error: queue file write error",
        "mx1",
    )


def test_what_is_not_known_is_said_in_a_table() -> None:
    cells = search_output.as_cells(REFUSED, UTC)
    assert cells[3:5] == ("(not named)", "<>")
    assert cells[5:7] == ("192.0.2.27", "550 relay not permitted")
    assert search_output.as_cells(replace(ROW, sender=None), UTC)[4] == "(unknown)"
