"""The text for the customer: words for every class, and none that only a mail admin knows."""

import re

import pytest
from tests.yanking.matters import explained, matter, of_status, row

from mailtui.model.enums import FailureClass, Status
from mailtui.services.yanking.customer import customer, texts

JARGON = re.compile(
    r"(?i)\b(smtp|mx|dns|spf|dkim|dmarc|tls|ip|ips|queue\w*|bounce\w*|defer\w*|greylist\w*|relay\w*|mta|exim|"
    r"host|helo|envelope|postmaster|retr(?:y|ies)|rcpt|blocklist\w*|acl|header|spam|log|outgoing|550|5\.\d)\b"
)
ENDS = [status for status in Status if status is not Status.PARTIAL]


@pytest.mark.parametrize("failure_class", FailureClass)
@pytest.mark.parametrize("status", [Status.BOUNCED, Status.DEFERRED])
def test_every_class_has_kind_words(failure_class, status):
    text = customer(matter(of_status(status, failure_class)))
    assert len(text.split("\n\n")) == 5
    assert not JARGON.search(text), JARGON.search(text)
    assert "{" not in text
    assert len(text) < 900


@pytest.mark.parametrize("status", ENDS)
@pytest.mark.parametrize("number", [1, 3])
def test_every_end_is_told(status, number):
    rows = [of_status(status)] * number
    text = customer(matter(*rows))
    assert not JARGON.search(text), JARGON.search(text)
    assert "{" not in text


def test_words_are_for_classes_and_statuses_that_there_are():
    assert set(texts()) - {"status"} == set(FailureClass)
    assert set(texts()["status"]) <= set(Status)
    for name, words in [*texts().items(), *texts()["status"].items()]:
        if name != "status":
            assert {"happened", "side", "do"} <= set(words), name


def test_while_it_waits_it_says_until_when():
    waits = row(status=Status.DEFERRED)
    text = customer(matter(waits))
    assert "keeps trying by itself, the next time at about 21 November 2026, 14:00 UTC." in text
    assert "If it has not worked by about 25 November 2026, 12:00 UTC, you get a notice" in text
    unknown = customer(matter(waits, explained={waits.key: explained(outlook=None)}))
    assert "keeps trying by itself." in unknown


def test_the_mail_is_named_by_what_its_sender_knows():
    text = customer(matter())
    assert text.startswith(
        "About your mail, “Autumn sale”, of 21 November 2026, 11:00 UTC to bob1@example.org"
    )
    assert "1tKxyz" not in text


def test_one_customer_is_not_told_whom_others_write_to():
    mine = customer(matter(row(1), row(2)))
    assert mine.startswith("About 2 of your mails, to bob1@example.org, bob2@example.org")
    text = customer(matter(row(1), row(2, sender="other@shop.example")))
    assert text.startswith("About mail to example.org\n")
    assert "bob" not in text


def test_different_failures_are_told_apart_the_commonest_first():
    many = [row(number) for number in range(1, 4)]
    text = customer(matter(of_status(Status.DEFERRED, FailureClass.MAILBOX_FULL), *many))
    assert text.index("company that looks after mail") < text.index("is full")


def test_braces_of_strangers_stay_what_they_are():
    assert "{domain}@example.org" in customer(matter(row(recipient="{domain}@example.org")))
