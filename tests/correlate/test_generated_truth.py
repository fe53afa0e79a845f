"""Logs of real Exim against what was injected, what the remote servers saw, and what lay in the mailboxes."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.correlate.logs import events_of, messages_of

from mailtui.model.enums import AttemptOutcome, MessageKind, Outcome, Phase, QueueState, Role, Status
from mailtui.model.event import Event
from mailtui.model.facts import AttemptFacts, MessageFacts, RecipientFacts

LOGS = (
    "v496-admin/log/mainlog",
    "v499-admin/log/mainlog",
    "v496-syslog/log/maillog-iso",
    "v496-syslog/log/maillog-rfc3164",
)
NOT_A_MAILBOX = ("/", "|", ">")
REWRITTEN = {"bob@old.ours.example": "bob@ours.example"}
"""By rule 1 of the configuration: the mailbox saw the new name, the `for` list has the old one."""
Sent = tuple[str, str]
"""Recipient and Message-ID."""


class Run:
    """One variant: its log, folded, beside its truth."""

    def __init__(self, log: Path) -> None:
        self.folder = log.parents[1]
        self.events = events_of(log)
        self.messages = messages_of(self.events)
        self.by_message_id = {
            facts.message_id: facts for facts in self.messages.values() if facts.message_id is not None
        }
        injected = (self.folder / "injected.jsonl").read_text("utf-8", "surrogateescape")
        self.injected = [json.loads(line) for line in injected.splitlines()]

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", errors="surrogateescape", newline="") as file:
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    def tries(self) -> list[tuple[MessageFacts, RecipientFacts, AttemptFacts]]:
        return [
            (facts, facts.recipients[attempt.recipient], attempt)
            for facts in self.messages.values()
            for attempt in facts.attempts
        ]


@pytest.fixture(scope="module", params=LOGS)
def run(request: pytest.FixtureRequest, corpora: Path) -> Run:
    return Run(corpora / "exim-generated" / request.param)


def bare(message_id: str) -> str:
    return message_id[1:-1] if message_id.startswith("<") else message_id


def message_id(facts: MessageFacts) -> str:
    """The Message-ID as the mailbox saw it: Exim makes one from the queue id where there is none."""
    return facts.message_id or f"E{facts.queue_id}@mx.ours.example"


def test_accepted_by_a_remote_server_is_what_remote_servers_accepted(run: Run):
    seen = Counter(
        (row["recipient"], bare(row["message_id"]))
        for row in run.rows("remote-verdicts.tsv")
        if row["reply"].startswith("2")
    )
    found = Counter(
        (fact.address, facts.message_id)
        for facts, fact, attempt in run.tries()
        if attempt.outcome is AttemptOutcome.SUCCESS and attempt.host is not None
    )
    assert found == seen
    accepted = {
        (fact.address, facts.message_id)
        for facts in run.messages.values()
        for fact in facts.recipients
        if fact.outcome is Outcome.ACCEPTED
    }
    assert accepted >= set(seen)


def test_every_try_that_came_to_the_final_dot_was_seen_there(run: Run):
    seen = Counter(
        (row["recipient"], bare(row["message_id"]), row["reply"][:3])
        for row in run.rows("remote-verdicts.tsv")
        if not row["reply"].startswith("2")
    )
    found = Counter(
        (fact.address, facts.message_id, str(attempt.smtp_code))
        for facts, fact, attempt in run.tries()
        if attempt.phase is Phase.END_OF_DATA and attempt.outcome is not AttemptOutcome.SUCCESS
    )
    assert found == seen
    assert len(seen) > 1


def test_delivered_locally_is_what_lies_in_the_mailboxes(run: Run):
    seen = Counter(
        (row["envelope_to"], bare(row["message_id"] or ""))
        for row in run.rows("local-deliveries.tsv")
        # the one mail with two equal recipients has an Envelope-to of two lines
        if row["message_id"] and not row["envelope_to"].startswith(" ")
    )
    duplicate = next(one for one in run.injected if one["subject"] == "duplicate recipient")
    seen["bob@ours.example", bare(duplicate["message_id"])] += 1
    found: Counter[Sent] = Counter()
    for facts, fact, attempt in run.tries():
        if attempt.outcome is AttemptOutcome.SUCCESS and attempt.transport == "local_delivery":
            who = fact.original or fact.address
            found[REWRITTEN.get(who, who), message_id(facts)] += 1
    assert found == seen


def test_recipients_are_those_that_were_injected(run: Run):
    compared = 0
    for one in run.injected:
        facts = run.by_message_id.get(bare(one.get("message_id") or ""))
        if facts is None or one["how"] not in ("local", "smtp") or facts.completed is None:
            continue
        named = {fact.address for fact in facts.recipients if fact.role is not Role.CHILD}
        if one["subject"] in ("malformed recipients", "operator message 5"):
            continue  # the first was refused as a whole, to the second a recipient was added
        assert named == set(accepted_recipients(one)), one["subject"]
        compared += 1
    assert compared > 60


def accepted_recipients(one: dict[str, Any]) -> list[str]:
    if one["how"] == "local":
        return one["rcpts"]
    return [
        address
        for address in one["rcpts"]
        if one["rcpt_replies"].get(address, "").startswith("250") and address != "silent@ours.example"
    ]


def test_refused_after_data_is_no_message(run: Run):
    refused = [
        one
        for one in run.injected
        if one["how"] == "smtp" and one["data_reply"] and one["data_reply"].startswith(("4", "5"))
    ]
    assert refused
    for one in refused:
        if one["subject"].startswith("FAKE"):
            assert run.by_message_id[bare(one["message_id"])].status is Status.DELIVERED
        else:
            # the reject stream of syslog tells the Message-ID of what was refused, the main log does not
            facts = run.by_message_id.get(bare(one["message_id"]))
            assert facts is None or (facts.kind, facts.status) == (MessageKind.REFUSED, Status.REJECTED)


def test_operators(run: Run):
    done = {
        one["action"]: run.messages[one["id"]]
        for one in run.injected
        if one["how"] == "operator" and one["id"] in run.messages
    }
    removed, cancelled, marked = done["-Mrm"], done["-Mg"], done["-Mmad"]
    for facts in (removed, cancelled, marked):
        assert {fact.outcome for fact in facts.recipients} == {Outcome.CANCELLED}
        assert {fact.queue_state for fact in facts.recipients} == {QueueState.REMOVED}
    assert "added@corp.example" in {fact.address for fact in done["-Mar"].recipients}
    assert done["-Mes"].sender == "newsender@ours.example"
    assert {fact.address: fact.outcome for fact in done["-Mmd"].recipients} == {
        "op8-450@corp.example": Outcome.EXPIRED,
        "ok8@corp.example": Outcome.CANCELLED,
    }


def test_the_queue_at_three_moments(run: Run):
    calls = [n for n, event in enumerate(run.events) if (event.text or "").endswith((" -bp", "exim4 -bp"))]
    if not calls:
        pytest.skip("this variant does not log command lines")
    assert len(calls) == 3
    for number, call in enumerate(calls, 1):
        assert waiting(run.events[:call]) == listed(run.folder / f"queue/bp-{number}.txt")


Queue = dict[str, tuple[bool, frozenset[str]]]
"""Queue id -> frozen, undelivered recipients."""
OPEN = (QueueState.QUEUED, QueueState.DEFERRED, QueueState.FROZEN)


def waiting(events: list[Event]) -> Queue:
    found: Queue = {}
    for queue_id, facts in messages_of(events).items():
        left = frozenset(fact.address for fact in facts.recipients if fact.queue_state in OPEN)
        if left:
            found[queue_id] = facts.frozen, left
    return found


def listed(path: Path) -> Queue:
    """What `exim -bp` printed: a head line, then one recipient per line."""
    found: Queue = {}
    for block in path.read_text().split("\n\n"):
        if block.strip():
            head, *rest = block.strip("\n").split("\n")
            queue_id = re.search(r"[0-9A-Za-z]{6}-[0-9A-Za-z]+-[0-9A-Za-z]+", head)
            assert queue_id
            found[queue_id[0]] = "*** frozen ***" in head, frozenset(line.strip() for line in rest)
    return found
