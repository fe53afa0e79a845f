"""The ticket text has what a postmaster asks for, in UTC, and nothing that is not known."""

from dataclasses import replace

from tests.ui.incidents import ALL
from tests.yanking.matters import NOON, matter, row

from mailtui.model.enums import FailureClass, Side, Status
from mailtui.model.view import RowKey
from mailtui.services.yanking.ticket import ticket


def test_everything_a_postmaster_asks_for():
    text = ticket(matter(*(row(number) for number in range(1, 9)), egress=("198.51.100.25",)))
    first, *_ = text.split("\n")
    assert first == "Mail from our server is refused by outlook.com"
    assert "Our server:       mx1  198.51.100.25" in text
    assert "8 x  mx.example.org [192.0.2.80]" in text
    assert "First seen:       2026-11-21 04:00:07 UTC" in text
    assert "Last seen:        2026-11-21 11:00:07 UTC" in text
    assert "Messages:         8, to 8 recipients" in text
    assert "8 x  550 5.7.1 messages from [198.51.100.25] are on our block list (S3140)" in text
    assert "our queue id 1tKxyz-000000001AB-2cD, Message-ID <1@shop.example>" in text
    assert "from <news@shop.example> to <bob1@example.org>" in text
    assert text.count("our queue id") == 5
    assert "last success to outlook.com (12 of 12 in the hour up to it)" in text
    assert "2026-11-21 09:00:00 UTC" in text


def test_our_address_is_taken_from_the_reply_or_asked_for():
    assert "mx1  198.51.100.25 (as your reply says)" in ticket(matter())
    assert "please add it" in ticket(matter(row(reply="550 no")))
    own = row(reply="550 192.0.2.80 does not like 10.1.2.3.4 nor 12:30:15 nor 2001:db8::5")
    assert "mx1  2001:db8::5 (as your reply says)" in ticket(matter(own))


def test_one_message_is_told_without_numbers_before_it():
    text = ticket(matter())
    assert "Messages:         1, to 1 recipient\n" in text
    assert "Reply:\n  550 5.7.1 messages" in text


def test_codes_that_the_reply_does_not_say_stand_before_it():
    assert "  421 4.7.0 come back later" in ticket(
        matter(row(reply="come back\n later", smtp_code=421, enhanced_code="4.7.0"))
    )


def test_mail_that_waits_was_accepted_or_was_turned_away_by_us():
    waiting = ticket(matter(row(status=Status.DEFERRED)))
    assert waiting.startswith("Mail from our server is put off by")
    assert "Still waiting:    1" in waiting
    accepted = ticket(matter(row(status=Status.ACCEPTED), explained={}))
    assert accepted.startswith("Mail that example.org accepted from our server did not arrive")
    refused = row(key=RowKey(NOON, 0, 7), queue_id=None, message_id=None, sender=None, status=Status.REJECTED)
    text = ticket(matter(refused, explained={}))
    assert text.startswith("Mail that our server refused")
    assert "Sending host:     mx.example.org [192.0.2.80]" in text
    assert "queue id" not in text
    assert "somebody the log does not name" in text


def test_more_rows_than_are_read_are_told():
    assert "(of 70000 chosen)" in ticket(matter(total=70_000))


def _unreached(number, status=Status.DEFERRED):
    return row(
        number,
        status=status,
        failure_class=FailureClass.CONNECT_FAILED,
        side=Side.NET,
        smtp_code=None,
        enhanced_code=None,
        reply="Connection timed out",
    )


def _later(number):
    return row(number, status=Status.ACCEPTED, failure_class=None, smtp_code=250, reply="250 2.0.0 OK 7si")


def test_what_was_delivered_later_is_counted_and_no_more():
    waiting = [_unreached(number) for number in range(1, 7)]
    taken = [_later(number) for number in range(7, 35)]
    text = ticket(matter(*taken, *waiting, incidents=(ALL[0],), explained={}))
    first, *_ = text.split("\n")
    assert first == "Our server cannot connect to mx.example.org [192.0.2.80]: Connection timed out"
    assert "Now:              6 still wait, 28 were accepted later" in text
    assert "6 x  mx.example.org [192.0.2.80]" in text
    assert "Reply:\n  6 x  Connection timed out\n" in text
    assert "250" not in text
    assert "bob7@" not in text
    assert "bob6@" not in text
    assert "bob5@" in text


def test_marked_rows_that_were_delivered_are_told_apart_too():
    text = ticket(matter(_later(1), _unreached(2, Status.EXPIRED), _unreached(3), explained={}))
    assert "Now:              1 still waits, 1 failed for good, 1 was accepted later" in text
    assert "Messages:         2, to 2 recipients\n" in text


def test_of_an_incident_that_is_over_nothing_is_said_not_to_have_arrived():
    over = replace(ALL[0], provider="outlook.com", sample_reply="421 come\nlater")
    text = ticket(matter(_later(1), _later(2), incidents=(over,), explained={}))
    assert text.startswith("Mail from our server did not get to outlook.com for a time\n")
    assert "Now:              2 were accepted later" in text
    assert "Reply:\n  421 come later\n" in text
    assert "250" not in text


def test_several_hosts_that_cannot_be_reached_are_counted():
    rows = [_unreached(1), _unreached(2), replace(_unreached(3), host=None, ip="192.0.2.81")]
    first = ticket(matter(*rows, explained={})).split("\n")[0]
    assert (
        first == "Our server cannot connect to mx.example.org [192.0.2.80] and 1 more: Connection timed out"
    )
