"""Large generated logs against the truth that was generated with them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.correlate.logs import events_of, messages_of

from mailtui.model.enums import MessageKind, Outcome, QueueState, Role, Status
from mailtui.model.facts import MessageFacts, RecipientFacts

Truth = list[dict[str, Any]]
Made = tuple[Truth, dict[str, MessageFacts]]
MESSAGES = 2000
BOUNCED = (Outcome.BOUNCED, Outcome.BLOCKED)
ABOUT_THE_ADDRESS = ("550 5.1.1", "550-5.1.1", "552 5.2.2", "Unrouteable address")
VARIANTS = {
    "default": ["--ids", "old", "--selector", "default"],
    "all": ["--ids", "new", "--selector", "all"],
}


@pytest.fixture(scope="module", params=sorted(VARIANTS))
def made(request: pytest.FixtureRequest, corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    script = corpora.parent / "lab/genlog.py"
    if not script.is_file():
        pytest.skip("no log generator beside this checkout")
    folder = tmp_path_factory.mktemp("genlog")
    log, truth = folder / "mainlog", folder / "truth.jsonl"
    size = ["--messages", str(MESSAGES), "--seed", "3", "--days", "8", "--evil", "0.005"]
    command = [sys.executable, str(script), *size, *VARIANTS[request.param]]
    subprocess.run([*command, "--out", str(log), "--truth", str(truth)], check=True, capture_output=True)
    return [json.loads(line) for line in truth.read_text().splitlines()], messages_of(events_of(log))


def envelope(facts: MessageFacts) -> dict[str, RecipientFacts]:
    return {fact.address: fact for fact in facts.recipients if fact.role is not Role.CHILD}


def word(fact: RecipientFacts) -> str:
    """Our three facts in the words of the truth."""
    if fact.outcome in (Outcome.ACCEPTED, Outcome.DELIVERED):
        return "delivered"
    if fact.outcome in BOUNCED:
        return "bounced"
    if fact.outcome is Outcome.EXPIRED:
        return "expired"
    return "queued" if fact.queue_state is QueueState.DEFERRED else f"{fact.queue_state} {fact.outcome}"


def message_words(told: dict[str, Any]) -> set[Status]:
    """The status words that agree with the truth of a message."""
    statuses = _words_of(told)
    if told["status"] == "frozen":
        return {Status.FROZEN}
    if statuses & {"bounced", "expired"}:
        failed = {Status.BOUNCED, Status.BLOCKED, Status.EXPIRED}
        return {Status.PARTIAL} if "delivered" in statuses else failed
    if "queued" in statuses:
        return {Status.DEFERRED}
    return {Status.ACCEPTED, Status.DELIVERED}


def _words_of(told: dict[str, Any]) -> set[str]:
    return {one["status"] for one in told["rcpts"]}


def test_every_recipient_has_the_outcome_and_the_tries_of_the_truth(made: Made):
    truth, messages = made
    wrong = []
    for told in truth:
        found = envelope(messages[told["id"]])
        expected = {one["addr"]: (one["status"], one["attempts"]) for one in told["rcpts"]}
        got = {address: (word(fact), fact.attempts) for address, fact in found.items()}
        if got != expected:
            wrong.append((told["id"], expected, got))
    assert len(truth) > MESSAGES
    assert {status for told in truth for status in _words_of(told)} == {
        *["delivered", "bounced", "expired", "queued"]
    }
    assert wrong == []


def test_every_message_has_the_status_of_the_truth(made: Made):
    truth, messages = made
    wrong = [
        (told["id"], told["status"], messages[told["id"]].status)
        for told in truth
        if messages[told["id"]].status not in message_words(told)
    ]
    assert wrong == []


def test_bounced_is_about_the_address_and_blocked_is_not(made: Made):
    truth, messages = made
    seen = set()
    for told in truth:
        found = envelope(messages[told["id"]])
        for one in told["rcpts"]:
            if one["status"] == "bounced":
                expected = Outcome.BOUNCED if one["text"].startswith(ABOUT_THE_ADDRESS) else Outcome.BLOCKED
                assert found[one["addr"]].outcome is expected, one
                seen.add(expected)
    assert seen == set(BOUNCED)


def test_every_try_names_the_host_of_the_truth(made: Made):
    truth, messages = made
    named = 0
    for told in truth:
        facts = messages[told["id"]]
        hosts = {one["addr"]: one["host"] for one in told["rcpts"]}
        for attempt in facts.attempts:
            if attempt.errno in (110, 111):
                assert attempt.host == hosts[facts.recipients[attempt.recipient].address]
                named += 1
    assert named > 5


def test_the_rest_of_the_message(made: Made):
    truth, messages = made
    for told in truth:
        facts = messages[told["id"]]
        assert facts.kind is MessageKind.MTA
        assert (facts.sender, facts.parent_queue_id) == (told["sender"], told["bounce_of"])
        assert (facts.completed is None) == (told["done"] is None)
        assert len(facts.attempts) == sum(one["attempts"] for one in told["rcpts"])


def test_what_is_not_in_the_truth_was_refused(made: Made):
    truth, messages = made
    rest = set(messages) - {told["id"] for told in truth}
    assert rest
    assert {messages[queue_id].kind for queue_id in rest} == {MessageKind.REFUSED}
    assert {messages[queue_id].status for queue_id in rest} == {Status.REJECTED}
