"""Recipients of campaigns from a table: events like any other, whatever the order, however often."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.people.world import dump, give, read

from mailtui.ingest.tables.fields import KINDS
from mailtui.services.desk import open_desk
from mailtui.services.retention import retain
from mailtui.store.engine import writer
from mailtui.store.retention.limits import Days

ROWS = [
    {
        "email": "a@x.example",
        "status": "OPENED",
        "sent_at": "2026-11-20 08:00",
        "opened_at": "2026-11-20 09:00",
    },
    {"email": "b@x.example", "opened_at": "2026-11-20 08:30", "clicked_at": "2026-11-20 09:00"},
    {
        "email": "c@x.example",
        "status": "hard bounce",
        "sent_at": "2026-11-20 08:00",
        "bounced_at": "2026-11-20 08:01",
        "error_message": "550 5.1.1 User unknown",
    },
    {
        "email": "d@x.example",
        "status": "delivered",
        "delivered_at": "2026-11-20 08:00:05",
        "complained_at": "2026-11-20 10:00",
        "unsubscribed_at": "2026-11-20 10:01",
    },
    {"email": "e@x.example", "status": "pending", "created_at": "2026-11-20 07:00"},
    {"email": "f@x.example", "status": "delivered", "sent_at": "2026-11-20 08:00"},
]


def _csv(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    found = csv.DictWriter(out, KINDS["campaign-recipients"].names, lineterminator="\n")
    found.writeheader()
    found.writerows(rows)
    return out.getvalue()


@pytest.fixture
def new(tmp_path: Path):
    def make(name: str) -> Path:
        writer(tmp_path / name).dispose()
        return tmp_path / name

    return make


def test_the_campaign_counts_them_and_search_and_trace_know_them(new, tmp_path: Path) -> None:
    database = new("a.db")
    path = give(tmp_path, "r.csv", _csv(ROWS))
    out = read(database, path, kind="campaign-recipients", campaign="Spring")
    assert (out.rows, out.bad, out.written.new) == (6, 0, 6)
    desk = open_desk(database)
    tally = desk.campaigns.find("Spring").tally
    assert (tally.attempted, tally.delivered, tally.hard, tally.pending) == (6, 4, 1, 1)
    assert (tally.opened, tally.clicked, tally.complained, tally.unsubscribed) == (2, 1, 1, 1)
    trace = desk.tracing.trace(desk.tracing.find("Spring c@x.example")[0].id)
    assert "refused by the recipient's server" in str(trace)


def test_later_files_and_other_orders_come_to_the_same(new, tmp_path: Path) -> None:
    early = [
        {**{k: v for k, v in row.items() if k in ("email", "sent_at", "created_at")}, "status": ""}
        for row in ROWS
    ]
    first, second = new("a.db"), new("b.db")
    for rows in (early, ROWS, ROWS):
        read(first, give(tmp_path, "r.csv", _csv(rows)), kind="campaign-recipients", campaign="7")
    read(second, give(tmp_path, "r.csv", _csv(ROWS[::-1])), kind="campaign-recipients", campaign="7")
    assert dump(first)["campaign_tally"] == dump(second)["campaign_tally"]


def test_the_same_file_twice_changes_nothing(new, tmp_path: Path) -> None:
    database, path = new("a.db"), give(tmp_path, "r.csv", _csv(ROWS))
    read(database, path, kind="campaign-recipients", campaign="7")
    before = dump(database)
    out = read(database, path, kind="campaign-recipients", campaign="7")
    assert (out.written.new, out.written.same) == (0, 6)
    assert dump(database) == before


def test_a_campaign_with_an_id_is_found_by_its_name_if_only_one_has_it(new, tmp_path: Path) -> None:
    database = new("a.db")
    plans = "id,name\n9,Spring\n10,Fall\n11,Fall\n"
    read(database, give(tmp_path, "k.csv", plans), kind="campaigns")
    path = give(tmp_path, "r.csv", _csv(ROWS))
    for name in ("Spring", "9", "Fall"):
        read(database, path, kind="campaign-recipients", campaign=name)
    links = give(tmp_path, "u.csv", "campaign,url\nSpring,https://x.example/a\n")
    read(database, links, kind="links")
    desk = open_desk(database)
    assert {(one.name, one.tally.attempted) for one in desk.campaigns.all()} >= {("9", 6), ("Fall", 6)}
    assert "Spring" not in {one.name for one in desk.campaigns.all()}
    assert [one.url for one in desk.people.links(desk.campaigns.find("9").id)] == ["https://x.example/a"]
    again = read(database, path, kind="campaign-recipients", campaign="Spring")
    assert (again.written.new, again.written.same) == (0, 6)


def test_mail_that_went_by_retention_does_not_come_back_and_that_is_told(new, tmp_path: Path) -> None:
    database = new("a.db")
    retain(database, Days(0, 1, 0, 0), lambda _: None)
    rows = [{**ROWS[0], "sent_at": "2001-01-01", "opened_at": "2001-01-02"}]
    out = read(database, give(tmp_path, "r.csv", _csv(rows)), kind="campaign-recipients", campaign="7")
    assert out.too_old > 0
    assert not dump(database)["message"]


def test_what_is_wrong_with_a_row_is_told_with_its_line(new, tmp_path: Path) -> None:
    rows = [
        {"email": "a@x.example", "campaign": "7", "status": "weird"},
        {"email": "a@x.example", "status": "sent"},
        {"email": "nobody", "campaign": "7"},
        {"email": "b@x.example", "campaign": "7", "sent_at": "yesterday"},
    ]
    out = read(new("a.db"), give(tmp_path, "r.csv", _csv(rows)), kind="campaign-recipients")
    assert [one.line for one in sorted(out.problems)] == [2, 3, 4, 5]
    assert {one.line: one.reason for one in out.problems}[3] == "there is no campaign"
