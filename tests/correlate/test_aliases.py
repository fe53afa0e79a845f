"""One address by many spellings; one address that becomes many."""

from __future__ import annotations

from time import perf_counter

import pytest
from tests.correlate.story import (
    BOB,
    GREY,
    MAILDIR,
    MX,
    START,
    arrival,
    at,
    by_address,
    completed,
    deferred,
    delivered,
    failed,
    fold,
    not_tried,
    note,
    only,
)

from mailtui.model.enums import EventKind, Outcome, QueueState, Role, Status
from mailtui.model.moment import SECOND

TEAM = "team@lab.example"


@pytest.mark.parametrize(
    ("listed", "final", "original"),
    [
        ("Bob@Lab.Example", "bob", "Bob@Lab.Example"),
        ("bob@lab.example", "bob@lab.example", None),
        ("D@test.example", "d@test.example", "D@test.example"),
        ("bob+list@lab.example", "bob", "bob+list@lab.example"),
        ('"with space"@d.example', "with space@d.example", '"with space"@d.example'),
        ('"x=> y R=z"@good.example', "x=> y r=z@good.example", '"x=> y R=z"@good.example'),
        (r'"q\"uote"@d.example', 'q"uote', r'"q\"uote"@d.example'),
        ("bob@lab.example", "BOB@LAB.EXAMPLE", None),
    ],
)
def test_the_same_person(listed, final, original):
    facts = fold(arrival(listed), delivered(1, final, original, **MAILDIR), completed(1))
    assert (only(facts).address, only(facts).outcome) == (listed, Outcome.DELIVERED)


@pytest.mark.parametrize(
    "final",
    ["Mail/archive", "/var/mail/archive", "|/bin/sh -c 'exit 0'", ">eve@example.org", "save Mail/"],
)
def test_files_pipes_and_replies_belong_to_the_address_itself(final):
    facts = fold(arrival(TEAM), delivered(1, final, TEAM, router="aliases", transport="address_file"))
    assert (only(facts).address, only(facts).outcome, only(facts).attempts) == (TEAM, Outcome.DELIVERED, 1)
    assert facts.attempts[0].recipient == 0


def test_an_alias_is_rolled_up_from_its_children():
    facts = fold(
        arrival(TEAM),
        delivered(1, "bob", TEAM, **MAILDIR),
        deferred(1, "eve@grey.example", TEAM, **MX, **GREY),
        delivered(1, "friend@good.example", TEAM, **MX),
    )
    found = by_address(facts)
    assert list(found) == [TEAM, "bob", "eve@grey.example", "friend@good.example"]
    assert {fact.role for fact in facts.recipients[1:]} == {Role.CHILD}
    assert {fact.original for fact in facts.recipients[1:]} == {TEAM}
    team = found[TEAM]
    assert (team.role, team.queue_state, team.outcome) == (
        Role.ENVELOPE,
        QueueState.DEFERRED,
        Outcome.UNKNOWN,
    )
    assert (team.attempts, team.reply, facts.status) == (3, "451 4.7.1 Greylisted", Status.DEFERRED)
    assert [attempt.recipient for attempt in facts.attempts] == [1, 2, 3]


def test_an_alias_is_done_when_its_last_child_is():
    facts = fold(
        arrival(TEAM),
        delivered(1, "bob", TEAM, **MAILDIR),
        deferred(1, "eve@grey.example", TEAM, **MX, **GREY),
        not_tried(30, TEAM),
        delivered(61, "eve@grey.example", TEAM, **MX),
        completed(61),
    )
    team = by_address(facts)[TEAM]
    assert (team.outcome, team.queue_state, team.attempts) == (Outcome.ACCEPTED, QueueState.NONE, 3)
    assert (team.finished, team.last_attempt) == (START + 61 * SECOND, START + 61 * SECOND)


def test_an_alias_that_could_not_be_read_and_then_could():
    facts = fold(
        arrival(TEAM),
        deferred(1, TEAM, router="aliases", errno=-1, reply="LDAP server down"),
        delivered(61, "bob", TEAM, **MAILDIR),
    )
    team = by_address(facts)[TEAM]
    assert (team.outcome, team.attempts, team.reply) == (Outcome.DELIVERED, 2, None)


def test_an_alias_put_off_again_after_some_children():
    facts = fold(arrival(TEAM), delivered(1, "bob", TEAM, **MAILDIR), not_tried(9, TEAM))
    assert by_address(facts)[TEAM].queue_state is QueueState.DEFERRED


def test_an_address_that_keeps_a_copy_and_forwards():
    facts = fold(
        arrival("bob@lab.example"),
        delivered(1, "bob", "bob@lab.example", **MAILDIR),
        failed(1, "bob@old.example", "Unrouteable address", "bob@lab.example"),
        completed(1),
    )
    bob = by_address(facts)["bob@lab.example"]
    assert (bob.outcome, bob.attempts, bob.reply) == (Outcome.BOUNCED, 2, "Unrouteable address")


def test_what_a_filter_threw_away_beside_a_delivery_does_not_count():
    facts = fold(
        arrival(TEAM),
        delivered(1, ":blackhole:", TEAM, router="aliases"),
        delivered(1, "bob", TEAM, **MAILDIR),
    )
    assert by_address(facts)[TEAM].outcome is Outcome.DELIVERED


def test_a_child_is_one_by_full_name_and_by_local_part():
    facts = fold(
        arrival(TEAM),
        deferred(1, "bob@lab.example", TEAM, **MAILDIR, errno=-22, reply="mailbox is full"),
        delivered(61, "bob", TEAM, **MAILDIR),
    )
    assert list(by_address(facts)) == [TEAM, "bob@lab.example"]
    assert by_address(facts)["bob@lab.example"].outcome is Outcome.DELIVERED


def test_exim_delivers_once_to_who_is_listed_and_behind_an_alias():
    facts = fold(
        arrival(TEAM, "bob@lab.example", "carol@lab.example"),
        delivered(1, "bob", TEAM, **MAILDIR),
        completed(1),
    )
    found = by_address(facts)
    assert (found["bob@lab.example"].outcome, found["bob@lab.example"].role) == (
        Outcome.DELIVERED,
        Role.ENVELOPE,
    )
    assert found["carol@lab.example"].outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("listed", "named"),
    [
        (("old@old.lab.example",), "old@lab.example"),
        (("bob",), "bob@lab.example"),
        (("x@old.example", "bob@old.example"), "bob@new.example"),
        (("info@old.example",), "office@new.example"),
    ],
)
def test_a_recipient_that_was_rewritten_stays_one(listed, named):
    facts = fold(arrival(*listed), delivered(1, named, **MX))
    assert [fact.address for fact in facts.recipients] == list(listed)
    assert facts.recipients[-1].outcome is Outcome.ACCEPTED


def test_the_log_says_how_it_rewrote():
    facts = fold(
        note(0, '"info@old.example" from env-to rewritten as "office@new.example" by rule 1'),
        arrival("info@old.example", "eve@example.org"),
        delivered(1, "office@new.example", **MX),
    )
    assert by_address(facts)["info@old.example"].outcome is Outcome.ACCEPTED
    assert len(facts.recipients) == 2


def test_a_list_that_was_cut_does_not_name_everyone():
    facts = fold(arrival(BOB, "<trunc>"), delivered(1, "bob@elsewhere.example", **MX))
    assert list(by_address(facts)) == [BOB, "bob@elsewhere.example"]


def test_a_copy_made_by_the_system_filter_is_for_nobody_in_the_envelope():
    events = [
        arrival(),
        at(1, EventKind.CANCELLED, text="cancelled by system filter: no"),
        delivered(1, "archive@lab.example", "system-filter", **MAILDIR),
        delivered(1, "/var/mail/copy", "system-filter", transport="address_file"),
        completed(1),
    ]
    facts = fold(*events)
    assert {fact.role for fact in facts.recipients} == {Role.CHILD, Role.UNKNOWN}
    assert by_address(facts)["archive@lab.example"].outcome is Outcome.DELIVERED
    assert (by_address(facts)[""].outcome, facts.status) == (Outcome.CANCELLED, Status.CANCELLED)
    listed = fold(arrival(BOB), *events[1:])
    assert by_address(listed)[BOB].outcome is Outcome.CANCELLED
    assert listed.status is Status.CANCELLED


def test_a_large_list_costs_no_more_per_member_than_a_small_one():
    members = 4000
    listed = tuple(f"u{n}@old.example" for n in range(members))
    renamed = [delivered(1, f"u{n}@new.example", **MX) for n in range(members)]
    expanded = [delivered(1, f"m{n}", TEAM, **MAILDIR) for n in range(members)]
    began = perf_counter()
    facts = fold(arrival(*listed, TEAM), *renamed, *expanded)
    assert perf_counter() - began < 2
    assert len(facts.recipients) == 2 * members + 1
    assert facts.status is Status.DELIVERED or facts.status is Status.ACCEPTED


def test_a_local_part_that_two_children_share_names_neither():
    facts = fold(
        arrival(TEAM),
        deferred(1, "bob@one.example", TEAM, **MX, **GREY),
        deferred(1, "bob@two.example", TEAM, **MX, **GREY),
        delivered(2, "bob", TEAM, **MAILDIR),
    )
    assert list(by_address(facts)) == [TEAM, "bob@one.example", "bob@two.example", "bob"]
