"""The entries of the menu: each has a text, or says why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ui.domains import FAILING, detail_of
from tests.ui.fakes import HOSTILE
from tests.yanking.matters import line, matter, row

from mailtui.model.enums import Status
from mailtui.model.view import RowKey
from mailtui.model.visible import share, visible
from mailtui.services.yanking import ENTRIES, Matter, offers, seen, within


def by_id(matter):
    return {offer.entry.id: offer for offer in offers(matter)}


def test_letters_are_different_and_do_not_move():
    keys = [entry.key for entry in ENTRIES]
    assert len(set(keys)) == len(keys)
    assert not {"j", "k", "y"} & set(keys)


def test_of_a_row():
    found = by_id(matter(lines=(line("first"), line("second", 2)), fixes=("exim -Mvl X",)))
    said = {name: offer.text for name, offer in found.items()}
    assert said["address"] == "bob1@example.org"
    assert said["sender"] == "news@shop.example"
    assert said["message-id"] == "<1@shop.example>"
    assert said["queue-id"] == "1tKxyz-000000001AB-2cD"
    assert said["lines"] == "first\nsecond"
    assert said["reply"].startswith("550 5.7.1 messages from")
    assert (said["command"], said["query"], said["fix"]) == ("mailtui trace X", "id:X", "exim -Mvl X")
    assert not any(offer.why_not for offer in found.values())


def test_of_marks_one_line_for_each_different_value():
    found = by_id(matter(row(1), row(2), row(2)))
    assert found["address"].text == "bob1@example.org\nbob2@example.org"
    assert found["sender"].text == "news@shop.example"
    assert found["address"].summary == "bob1@example.org  (+1 more)"


def test_what_is_not_there_says_why():
    bare = row(
        key=RowKey(1, 0, 7), queue_id=None, message_id=None, sender="", recipient=None, reply=None,
        smtp_code=None, enhanced_code=None, status=Status.REJECTED, failure_class=None,
    )  # fmt: skip
    found = by_id(Matter((bare,), 1))
    grey = {name for name, offer in found.items() if offer.why_not}
    assert grey == set(found) - {"ticket", "customer"}
    assert all(not offer.text for offer in found.values() if offer.why_not)


def test_too_many_are_not_copied_one_by_one():
    found = by_id(matter(total=6_000))
    assert "export" in found["address"].why_not
    assert found["ticket"].text
    assert found["query"].text


def test_a_domain_is_for_whoever_runs_its_dns():
    found = by_id(Matter(domains=(detail_of(FAILING),), command="mailtui domains show x"))
    assert found["address"].why_not == "this is about a domain"
    assert found["ticket"].text.startswith("DNS of ")
    assert found["lines"].text in found["ticket"].text


def test_within_an_incident_the_ticket_is_of_all_of_it():
    one, all_ = matter(), matter(row(1), row(2), command="mailtui incident 3")
    found = {offer.entry.id: offer.text for offer in within(one, all_)}
    assert found["address"] == "bob1@example.org"
    assert found["command"] == "mailtui incident 3"
    assert "2 recipients" in found["ticket"]


@given(text=st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40)))
def test_nothing_that_a_terminal_obeys_is_ever_copied(text):
    hostile = row(
        recipient=text, sender=text, subject=text, reply=text, host=text, ip=text, queue_id=text,
        message_id=text, server=text,
    )  # fmt: skip
    raw = line("").__class__("/x", line("").log_type, 1, 1, text.encode("utf-8", "surrogatepass"))
    for offer in offers(matter(hostile, lines=(raw,), fixes=(text,), query=text, command=text)):
        assert all(visible(one) == one for one in offer.text.split("\n"))


@pytest.fixture
def shared():
    share(True)
    yield
    share(False)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
@pytest.mark.usefixtures("shared")
def test_while_the_screen_is_shared_no_copy_has_a_name(entry):
    named = row(1, recipient="bob@example.org", reply="550 no mailbox bob", subject="for bob")
    raw = (line("1tK => bob <bob@example.org> F=<news@shop.example>"),)
    whole = matter(named, lines=raw, fixes=("exim -bt bob@example.org",), query="to:bob", command="x to:bob")
    text = by_id(seen(whole))[entry.id].text
    assert "bob" not in text
    assert "news" not in text
    assert text
