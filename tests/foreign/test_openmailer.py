"""A database of OpenMailer (its own schema), on a file and on a real PostgreSQL: the same facts from both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.foreign import filling, schemas
from tests.foreign.conftest import Make
from tests.foreign.reading import everything, mails, read, rows, standing

from mailtui.model.foreign import ForeignRead
from mailtui.model.moment import HOUR, iso


class Case(NamedTuple):
    """A database of theirs that was read."""

    ours: Path
    url: str
    found: ForeignRead


@pytest.fixture(scope="module")
def case(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Case:
    base = make(schemas.OPENMAILER)
    filling.fill_openmailer(base)
    ours = tmp_path_factory.mktemp("ours") / "mail.db"
    return Case(ours, base.url, read(ours, base.url))


SHOWN = {
    "pending": ("queued", "queued", "campaign"),
    "queued": ("queued", "queued", "campaign"),
    "sending": ("queued", "active", "campaign"),
    "sent": ("unknown", "none", "campaign"),
    "soft": ("deferred", "deferred", "campaign"),
    "softly": ("deferred", "deferred", "campaign"),
    "again": ("deferred", "deferred", "campaign"),
    "delivered": ("accepted", "none", "campaign"),
    "opened": ("accepted", "none", "campaign"),
    "clicked": ("accepted", "none", "campaign"),
    "bounced": ("bounced", "none", "campaign"),
    "wordless": ("bounced", "none", "campaign"),
    "refused": ("blocked", "none", "campaign"),
    "gaveup": ("expired", "none", "campaign"),
    "complained": ("complained", "none", "campaign"),
    "cancelled": ("cancelled", "none", "campaign"),
    "receipt": ("complained", "none", "transactional"),
    "confirm": ("queued", "queued", "transactional"),
    "gone": ("bounced", "none", "transactional"),
}
"""By what is the case with each recipient: the word shown, the state of the queue, the kind of mail."""


@pytest.mark.parametrize("name", SHOWN)
def test_every_status_becomes_its_word(case: Case, name: str) -> None:
    assert standing(case.ours)[name] == SHOWN[name]


def test_who_waits_for_a_campaign_that_was_called_off_gets_nothing(case: Case) -> None:
    assert [row[6] for row in mails(case.ours) if row[0] == "t-off"] == [11]


def test_a_line_of_the_log_about_a_recipient_of_a_campaign_is_the_same_mail(case: Case) -> None:
    (mail,) = [row for row in mails(case.ours) if row[5].startswith("delivered@")]
    assert mail[0] == "0100-delivered"
    assert (mail[9], mail[13]) == (1, "1")


def test_clicks_are_those_of_the_table_of_clicks(case: Case) -> None:
    (mail,) = [row for row in mails(case.ours) if row[5].startswith("clicked@")]
    assert mail[-1] == 2
    assert iso(mail[16]).startswith("2026-11-20T10:00:09")
    assert rows(case.ours, "SELECT url FROM link") == [("https://shop.example/sale",)]


def test_webhooks_are_read_as_the_service_tells_them_and_odd_ones_are_kept(case: Case) -> None:
    failed = rows(case.ours, "SELECT error FROM webhook_event WHERE error IS NOT NULL")
    assert failed == [("the payload is of no service that mailtui knows",)]
    assert [part.problems for part in case.found.parts if part.table == "webhook_events"] == [1]


def test_contacts_lists_segments_templates_and_campaigns_are_there(case: Case) -> None:
    contacts = rows(
        case.ours,
        "SELECT a.text, c.external_id, c.first_name, c.status, c.consent, c.custom, c.tags, c.bounce_type "
        "FROM contact c JOIN address a ON a.id = c.address_id WHERE a.text IN "
        "('pending@people.example', 'softly@people.example') ORDER BY c.id",
    )
    assert contacts[0][:5] == ("pending@people.example", "1", "Pending", 1, 1)
    assert json.loads(contacts[0][5]) == {"location": "New York", "visits": 1}
    assert json.loads(contacts[0][6]) == ["vip", "a b"]
    assert contacts[1][7] == "SOFT"
    members = rows(
        case.ours,
        "SELECT l.name, count(*), min(m.state) FROM membership m JOIN contact_list l ON l.id = m.list_id",
    )
    assert members == [("Friends", len(filling.STATUSES), 0)]
    segments = rows(case.ours, "SELECT name, list_id, error FROM segment ORDER BY name")
    assert [(name, list_id) for name, list_id, _ in segments] == [("Odd", None), ("Vips", 1)]
    assert "resembles" in segments[0][2]
    assert segments[1][2] is None
    template = rows(
        case.ours,
        "SELECT external_id, version, name, subject, html, text, system FROM mail_template",
    )
    assert template == [("1", 2, "Spring", "Hello {{first_name}}", "<p>Hi {{first_name}}</p>", None, 0)]
    campaign = rows(
        case.ours,
        "SELECT c.name, c.state, c.sender, c.subject, c.recipients, c.speed, c.retries, l.name, g.name, "
        "t.name, p.name FROM campaign c JOIN contact_list l ON l.id = c.list_id "
        "JOIN segment g ON g.id = c.segment_id JOIN mail_template t ON t.id = c.template_id "
        "JOIN provider p ON p.id = c.provider_id "
        "WHERE c.external_id = '1'",
    )
    planned = ("Spring sale", 2, "news@shop.example", "Spring is here", len(filling.STATUSES), 100, 3)
    assert campaign == [(*planned, "Friends", "Vips", "Spring", "our AWS_SES")]


def test_providers_have_their_last_error_and_their_limits(case: Case) -> None:
    found = rows(
        case.ours,
        "SELECT external_id, name, domain, priority, is_default, credentials, last_error FROM provider "
        "ORDER BY 1",
    )
    assert found == [
        ("1", "our AWS_SES", "shop.example", 0, 1, "", None),
        ("2", "our SMTP", "shop.example", 5, 0, "", "535 5.7.8 login failed"),
    ]
    ((begin, end, *window),) = rows(
        case.ours,
        'SELECT w.begin, w."end", w.limit_value, w.used, p.name FROM quota_window w '
        "JOIN provider p ON p.id = w.provider_id",
    )
    assert end - begin == HOUR
    assert window == [1000, 900, "our AWS_SES"]


def test_domains_are_on_the_list_with_what_is_said_of_them(case: Case) -> None:
    found = rows(case.ours, "SELECT name, origin FROM domain")
    assert found == [("shop.example", "openmailer")]
    claims = rows(case.ours, "SELECT verified, source FROM domain_claim")
    assert {source for _, source in claims} == {"openmailer"}
    assert {verified for verified, _ in claims} == {0, 1}
    records = [row[0] for row in rows(case.ours, "SELECT name FROM dns_record")]
    assert "openmailer._domainkey.shop.example" in records


def test_no_secret_of_theirs_is_in_ours(case: Case) -> None:
    kept = everything(case.ours)
    assert b"0100-delivered" in kept
    assert filling.SECRET.encode() not in kept
    assert b"secret_access_key" not in kept


def test_a_second_reading_changes_nothing(case: Case) -> None:
    from tests.foreign.reading import facts

    before = facts(case.ours)
    again = read(case.ours, case.url)
    assert sum(part.new for part in again.parts) == 0
    assert facts(case.ours) == before
