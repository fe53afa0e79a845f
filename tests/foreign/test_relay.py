"""A database of the relay, on a file and on a real PostgreSQL: the same facts from both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.foreign import filling, schemas
from tests.foreign.conftest import Make
from tests.foreign.reading import everything, facts, mails, read, rows, standing

from mailtui.model.enums import QuotaPeriod
from mailtui.model.moment import iso


class Case(NamedTuple):
    """A database of theirs that was read."""

    ours: Path
    url: str


@pytest.fixture(scope="module")
def case(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Case:
    base = make(schemas.RELAY)
    filling.fill_relay(base)
    ours = tmp_path_factory.mktemp("ours") / "mail.db"
    assert read(ours, base.url).problems == ()
    return Case(ours, base.url)


SHOWN = {
    "pending": ("queued", "queued"),
    "queued": ("queued", "queued"),
    "sending": ("queued", "active"),
    "sent": ("unknown", "none"),
    "deferred": ("deferred", "deferred"),
    "delivered": ("accepted", "none"),
    "bounced": ("bounced", "none"),
    "failed": ("blocked", "none"),
    "gaveup": ("expired", "none"),
    "spam": ("complained", "none"),
    "complained": ("complained", "none"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_every_status_becomes_its_word(case: Case, name: str) -> None:
    assert standing(case.ours)[name] == (*SHOWN[name], "transactional")


def test_what_happened_to_a_mail_is_one_story(case: Case) -> None:
    found = {row[5].partition("@")[0]: row for row in mails(case.ours)}
    assert found["delivered"][-2:] == (1, 1)
    assert iso(found["delivered"][14]).startswith("2026-11-20T09:00:00")
    assert found["failed"][9] == 2  # the first try, and the one after which it was given up
    assert found["delivered"][0] == "gm-delivered@relay.example"


def test_limits_of_google_workspace(case: Case) -> None:
    found = rows(
        case.ours,
        'SELECT w.period, w.limit_value, w.used, w."end", w.exceeded, p.sender FROM quota_window w '
        "JOIN provider p ON p.id = w.provider_id ORDER BY w.period",
    )
    hour, day = found
    assert (QuotaPeriod.of_code(hour[0]), *hour[1:3], hour[4]) == (QuotaPeriod.HOUR, 500, 120, None)
    assert (QuotaPeriod.of_code(day[0]), *day[1:3]) == (QuotaPeriod.DAY, 2000, 2000)
    assert iso(day[3]).startswith("2026-11-21T00:00:00")
    assert iso(day[4]).startswith("2026-11-20T10:40:00")
    assert day[5] == "hello@relay.example"


def test_templates_with_their_variables(case: Case) -> None:
    ((name, html, text, variables, system),) = rows(
        case.ours, "SELECT name, html, text, variables, system FROM mail_template"
    )
    assert (name, html, text, system) == ("code", "<b>{{code}}</b>", "{{code}}", 1)
    assert json.loads(variables) == ["code", "name"]


def test_dns_records_become_what_is_expected_of_the_domain(case: Case) -> None:
    found = dict(rows(case.ours, "SELECT r.name, r.managed_by FROM dns_record r"))
    assert "s1._domainkey.relay.example" in found
    assert "cloudflare" in found.values()
    claims = rows(case.ours, "SELECT verified FROM domain_claim")
    assert sorted(claims) == [(0,), (1,), (1,)]


def test_no_secret_of_theirs_is_in_ours(case: Case) -> None:
    kept = everything(case.ours)
    assert b"gm-delivered" in kept
    assert filling.SECRET.encode() not in kept


def test_a_second_reading_changes_nothing(case: Case) -> None:
    before = facts(case.ours)
    again = read(case.ours, case.url)
    assert sum(part.new for part in again.parts) == 0
    assert facts(case.ours) == before
