"""A database of the mail platform with inboxes and threads, on a file and on a real PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from tests.foreign import filling, schemas
from tests.foreign.conftest import Make
from tests.foreign.reading import everything, facts, read, rows, standing

from mailtui.cli.main import run
from mailtui.model.enums import Role, SuppressionReason, SuppressionState


class Case(NamedTuple):
    """A database of theirs that was read."""

    ours: Path
    url: str


@pytest.fixture(scope="module")
def case(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Case:
    base = make(schemas.MAILMAN)
    filling.fill_mailman(base)
    ours = tmp_path_factory.mktemp("ours") / "mail.db"
    assert read(ours, base.url).problems == ()
    return Case(ours, base.url)


SHOWN = {
    "pending": ("queued", "queued"),
    "sent": ("unknown", "none"),
    "delivered": ("accepted", "none"),
    "bounced": ("bounced", "none"),
    "complained": ("complained", "none"),
    "refused": ("blocked", "none"),
    "gaveup": ("expired", "none"),
    "one": ("accepted", "none"),
    "two": ("bounced", "none"),
    "three": ("accepted", "none"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_every_status_becomes_its_word(case: Case, name: str) -> None:
    assert standing(case.ours)[name] == (*SHOWN[name], "conversation")


def test_letters_are_in_their_threads_and_deleted_ones_are_hidden(case: Case) -> None:
    found = rows(
        case.ours,
        "SELECT t.subject, t.messages, t.deleted IS NOT NULL FROM thread t ORDER BY t.messages DESC",
    )
    assert found == [("order 17", len(filling.MAILMAN_STATUSES) + 2, 0), ("order 17", 1, 1)]
    letter = rows(
        case.ours,
        "SELECT l.in_reply_to, l.from_name, l.storage_key, i.local_part, i.domain FROM letter l "
        "JOIN inbox i ON i.id = l.inbox_id WHERE l.rfc_id = 'answer@desk.example'",
    )
    assert letter == [("question@people.example", "Desk", "raw/answer@desk.example", "help", "desk.example")]


def test_a_conversation_says_what_became_of_each_letter(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--db", str(case.ours), "thread", "1"]) == 0
    shown = capsys.readouterr().out
    assert "partial" in shown
    assert "bounced" in shown
    assert "accepted" in shown


def test_recipients_have_their_roles(case: Case) -> None:
    found = rows(
        case.ours,
        "SELECT a.text, r.role FROM recipient r JOIN address a ON a.id = r.address_id "
        "JOIN letter l ON l.message_id = r.message_id WHERE l.rfc_id = 'answer@desk.example'",
    )
    assert {name.partition("@")[0]: Role.of_code(role) for name, role in found} == {
        "one": Role.TO,
        "two": Role.CC,
        "three": Role.BCC,
    }


def test_inboxes_and_domains_that_were_deleted_say_so(case: Case) -> None:
    found = rows(case.ours, "SELECT local_part, catchall, deleted IS NOT NULL FROM inbox ORDER BY 1")
    assert found == [("*", 1, 1), ("help", 0, 0)]
    found = rows(case.ours, "SELECT name, provider_identity, deleted IS NOT NULL FROM domain ORDER BY 1")
    assert found[0] == ("desk.example", "arn:aws:ses:eu-west-1:1:identity/desk.example", 0)
    assert [row for row in found if row[0] == "old.example"] in ([], [("old.example", None, 1)])


def test_who_is_not_mailed_there_is_not_mailed_here(case: Case) -> None:
    found = rows(case.ours, "SELECT target, reason, state, decided_by FROM suppression ORDER BY target")
    active = SuppressionState.ACTIVE.code
    assert found == [
        ("bounced@people.example", SuppressionReason.BOUNCE.code, active, "mailman"),
        ("complained@people.example", SuppressionReason.COMPLAINT.code, active, "mailman"),
    ]


def test_texts_and_secrets_stay_there(case: Case) -> None:
    kept = everything(case.ours)
    assert b"0100-many" in kept
    assert filling.SECRET.encode() not in kept


def test_a_second_reading_changes_nothing(case: Case) -> None:
    before = facts(case.ours)
    again = read(case.ours, case.url)
    assert sum(part.new for part in again.parts) == 0
    assert facts(case.ours) == before
