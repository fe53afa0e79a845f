"""What is old enough goes, what stays is as it was, and nothing comes back."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC
from pathlib import Path

import pytest
from tests.importing.facts import differences, facts, imported
from tests.retention.conftest import DAYS

from mailtui.model.enums import Counted
from mailtui.model.moment import DAY
from mailtui.query import parse
from mailtui.services.rediagnosing import rediagnose
from mailtui.services.retention import bounds, preview, retain
from mailtui.services.search import Search
from mailtui.services.stats import stats
from mailtui.store import care
from mailtui.store.engine import reader
from mailtui.store.retention.limits import NEVER, Days, Limits

KEPT = Days(lines=2, attempts=3, rejections=2)


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database)) as connection:
        yield connection


def one(database: Path, query: str) -> int:
    with opened(database) as connection:
        return int(connection.execute(query).fetchone()[0] or 0)


@pytest.fixture
def limits(database: Path) -> Limits:
    """Up to when rows go."""
    return bounds(database, KEPT)


@pytest.fixture
def kept(database: Path, limits: Limits) -> Path:
    """The database after retention."""
    gone = retain(database, KEPT, lambda _: None)
    assert 0 not in (gone.lines, gone.messages, gone.rejections, gone.attempts)
    return database


def test_totals_are_what_they_were(database: Path) -> None:
    before = stats(database)
    retain(database, KEPT, lambda _: None)
    assert stats(database) == before
    newest = one(database, "SELECT max(last_time) FROM source_file")
    assert one(database, "SELECT count(DISTINCT day) FROM daily_total") >= DAYS - 4
    assert stats(database, newest - DAY).messages < before.messages


def test_a_dry_run_tells_what_goes_and_changes_nothing(database: Path) -> None:
    before = facts(database)
    would = preview(database, KEPT)
    assert facts(database) == before
    gone = retain(database, KEPT, lambda _: None)
    assert (would.lines, would.messages, would.attempts, would.rejections) == (
        (gone.lines, gone.messages, gone.attempts, gone.rejections)
    )
    again = retain(database, KEPT, lambda _: None)
    assert (again.lines, again.messages, again.rejections) == (0, 0, 0)


def test_nothing_old_is_left_but_what_is_needed(kept: Path, limits: Limits) -> None:
    open_ones = "SELECT signature_id FROM incident WHERE recovered IS NULL OR recovered >= ?"
    with opened(kept) as connection:
        old = connection.execute(
            f"""SELECT id FROM message WHERE last_seen < ?1 AND id NOT IN (
                SELECT message_id FROM delivery_attempt d JOIN cause c ON c.id = d.cause_id
                WHERE c.signature_id IN ({open_ones})
                UNION SELECT message_id FROM recipient r JOIN cause c ON c.id = r.cause_id
                WHERE c.signature_id IN ({open_ones}))""".replace("?)", "?2)").replace(">= ?2", ">= ?2"),
            (limits.attempts, limits.attempts - 2 * DAY),
        ).fetchall()
    assert old == []
    assert one(kept, f"SELECT count(*) FROM rejection WHERE time < {limits.rejections}") <= 1


def test_what_stays_is_whole(database: Path, limits: Limits) -> None:
    """Rows point to rows that are there, and say what they said before."""
    before = facts(database)
    retain(database, KEPT, lambda _: None)
    assert care.damage(database) == []
    after = facts(database)
    for kind in ("messages", "recipients", "causes", "waiting", "links"):
        assert after[kind] <= before[kind], kind
        assert after[kind], kind
    assert after["incidents"] == before["incidents"]
    assert after["hours"] == before["hours"]
    assert after["failed hours"] == before["failed hours"]
    assert after["entries"] <= before["entries"]
    for query in _DANGLING:
        assert one(database, query) == 0, query


_DANGLING = (
    "SELECT count(*) FROM unclear_line WHERE id / 1024 NOT IN (SELECT id FROM raw_block)",
    "SELECT count(*) FROM unclear_line WHERE message_id AND message_id NOT IN (SELECT id FROM message)",
    "SELECT count(*) FROM recipient WHERE message_id NOT IN (SELECT id FROM message)",
    "SELECT count(*) FROM delivery_attempt WHERE message_id NOT IN (SELECT id FROM message)",
    "SELECT count(*) FROM message_link WHERE message_id NOT IN (SELECT id FROM message)",
    "SELECT count(*) FROM recipient WHERE address_id NOT IN (SELECT id FROM address)",
    "SELECT count(*) FROM message WHERE host_id NOT IN (SELECT id FROM host)",
    "SELECT count(*) FROM delivery_attempt WHERE reply_id NOT IN (SELECT id FROM reply)",
    "SELECT count(*) FROM address WHERE domain_id NOT IN (SELECT id FROM address_domain)",
    """SELECT count(*) FROM address WHERE id < (SELECT max(id) FROM address) AND id NOT IN (
        SELECT address_id FROM recipient UNION SELECT original_id FROM recipient WHERE original_id
        UNION SELECT sender_id FROM message WHERE sender_id UNION SELECT sender_id FROM rejection
        WHERE sender_id UNION SELECT address_id FROM rejection WHERE address_id
        UNION SELECT recipient_id FROM incident WHERE recipient_id)""",
    """SELECT count(*) FROM host WHERE id < (SELECT max(id) FROM host) AND id NOT IN (
        SELECT host_id FROM message WHERE host_id UNION SELECT host_id FROM recipient WHERE host_id
        UNION SELECT host_id FROM every_attempt WHERE host_id
        UNION SELECT host_id FROM rejection WHERE host_id)""",
)


def test_words_of_lines_that_went_are_not_found(kept: Path) -> None:
    found = "SELECT count(*) FROM block_words WHERE block_words MATCH '{}' AND rowid NOT IN ({})"
    blocks = "SELECT id FROM raw_block"
    assert one(kept, found.format("smtp OR Completed OR mx OR example", blocks)) == 0
    assert one(kept, "SELECT count(*) FROM block_words WHERE block_words MATCH 'Completed'") > 0


def test_the_same_logs_bring_nothing_back(kept: Path, logs: list[Path], tmp_path: Path) -> None:
    """Neither the files that are known, nor a copy of them all in one that is not."""
    before = stats(kept), facts(kept)
    assert imported(kept, *logs).new_lines == 0
    summary = imported(kept, _together(logs, tmp_path))
    assert summary.new_lines == 0
    assert summary.files[0].too_old > 0
    assert (stats(kept), facts(kept)) == before


def _together(logs: list[Path], folder: Path) -> Path:
    """All main logs in one file."""
    together = folder / "mainlog"
    together.write_bytes(b"".join(path.read_bytes() for path in logs if path.name.startswith("mainlog")))
    return together


def test_incidents_made_anew_are_those_of_before(database: Path) -> None:
    """A course that is gone through afresh begins where attempts end; older incidents are history."""
    before = facts(database)
    with opened(database) as connection:
        connection.execute("UPDATE incident SET state = 3, changed = 1, assignee = 'ann' WHERE id % 3 = 0")
        connection.commit()
    worked = one(database, "SELECT count(*) FROM incident WHERE assignee = 'ann'")
    retain(database, KEPT, lambda _: None)
    rediagnose(database, None, lambda _done, _all: None)
    after = facts(database)
    assert _courses(after["incidents"]) == _courses(before["incidents"])
    assert after["hours"] == before["hours"]
    assert after["failed hours"] == before["failed hours"]
    assert one(database, "SELECT count(*) FROM incident WHERE assignee = 'ann'") == worked


def _courses(incidents: Counter[tuple[object, ...]]) -> Counter[tuple[object, ...]]:
    """Without what people decided."""
    return Counter((*row[:13], row[14]) for row in incidents.elements())


def test_what_comes_in_later_joins_what_stayed(logs: list[Path], tmp_path: Path) -> None:
    """Retention between two days of logs changes no incident, no hour, and no later fact."""
    one_go, between = tmp_path / "one.db", tmp_path / "two.db"
    imported(one_go, *logs)
    imported(between, *logs[:8])
    retain(between, Days(1, 2, 1), lambda _: None)
    imported(between, *logs[8:])
    retain(between, KEPT, lambda _: None)
    left, right = facts(one_go), facts(between)
    for kind in ("incidents", "hours", "failed hours"):
        assert right[kind] == left[kind], kind
    for kind in ("messages", "recipients", "causes", "waiting"):
        assert right[kind] <= left[kind], kind
    assert stats(between) == stats(one_go)


def test_stopped_in_the_middle_the_next_run_does_the_rest(database: Path) -> None:
    reference = database.with_name("reference.db")
    reference.write_bytes(database.read_bytes())
    retain(reference, KEPT, lambda _: None)
    for turns in range(1, 4):
        left = turns

        def stop(_gone: object) -> None:
            nonlocal left
            left -= 1
            if not left:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            retain(database, KEPT, stop)
    retain(database, KEPT, lambda _: None)
    assert differences(facts(database), facts(reference)) == {}
    assert stats(database) == stats(reference)


def test_for_ever(database: Path) -> None:
    before = facts(database)
    gone = retain(database, Days(0, 0, 0), lambda _: None)
    assert (gone.lines, gone.messages, gone.rejections) == (0, 0, 0)
    assert facts(database) == before


def test_each_kind_goes_by_its_own_days(database: Path) -> None:
    day = one(database, "SELECT max(last_time) FROM source_file") // DAY * DAY
    assert bounds(database, Days(2, 4, 1)) == (day - 2 * DAY, day - 4 * DAY, day - DAY)
    assert bounds(database, Days(4, 1, 2)) == (day - 2 * DAY, day - DAY, day - 2 * DAY)
    assert bounds(database, Days(0, 0, 2)) == (NEVER, NEVER, day - 2 * DAY)
    assert bounds(database, Days(0, 2, 0)) == (NEVER, day - 2 * DAY, NEVER)
    retain(database, Days(1, 1, 1), lambda _: None)
    assert bounds(database, Days(0, 0, 2)) == (day - DAY,) * 3


def test_rejections_go_and_mail_stays_with_its_lines(database: Path) -> None:
    before, totals = facts(database), stats(database)
    days = Days(0, 0, 2)
    would = preview(database, days)
    gone = retain(database, days, lambda _: None)
    assert (would.lines, would.messages, would.rejections) == (0, 0, gone.rejections)
    assert (gone.lines, gone.messages) == (0, 0)
    assert gone.rejections > 0
    after = facts(database)
    assert differences(before | {"rejections": after["rejections"]}, after) == {}
    assert stats(database) == totals
    assert care.damage(database) == []


def test_mail_goes_and_lines_stay(database: Path, logs: list[Path], tmp_path: Path) -> None:
    """They are found to be known, and go by their own days."""
    before, totals = facts(database), stats(database)
    days = Days(0, 2, 0)
    would = preview(database, days)
    gone = retain(database, days, lambda _: None)
    assert gone.messages == would.messages > 0
    assert (gone.lines, gone.rejections) == (would.lines, would.rejections) == (0, 0)
    after = facts(database)
    assert after["rejections"] == before["rejections"]
    assert after["messages"] < before["messages"]
    assert imported(database, *logs, _together(logs, tmp_path)).new_lines == 0
    assert differences(facts(database), after) == {}
    assert stats(database) == totals
    assert care.damage(database) == []
    assert retain(database, Days(2, 2, 0), lambda _: None).lines > 0
    assert stats(database) == totals


def test_words_find_a_rejection_of_which_the_mail_went(database: Path) -> None:
    with opened(database) as connection:
        query = "SELECT id, queue_id FROM rejection WHERE queue_id IS NOT NULL ORDER BY time LIMIT 1"
        rejection, queue_id = connection.execute(query).fetchone()
    assert retain(database, Days(0, 2, 0), lambda _: None).messages > 0
    assert one(database, f"SELECT count(*) FROM message WHERE queue_id = '{queue_id}'") == 0
    engine = reader(database)
    found = Search(engine, lambda: 0, UTC).page(parse(f'text:"{queue_id}"'))
    engine.dispose()
    assert [(row.key.owner, row.key.number) for row in found.rows] == [(0, rejection)]


@pytest.mark.parametrize("worth", [0, 1 << 40], ids=["two processes", "one"])
def test_late_mail_comes_in_though_rejections_of_its_time_went(
    logs: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worth: int
) -> None:
    monkeypatch.setattr("mailtui.ingest.bulk.receiving.WORTH", worth)
    one_go, late = tmp_path / "one.db", tmp_path / "late.db"
    imported(one_go, *logs)
    imported(late, *logs[4:])
    days = Days(0, 0, 1)
    retain(late, days, lambda _: None)
    assert imported(late, *logs[:4]).files[0].too_old == 0
    left, right = facts(one_go), facts(late)
    for kind in ("messages", "recipients", "attempts", "entries"):
        assert right[kind] == left[kind], kind
    before = bounds(late, days).rejections
    assert one(late, f"SELECT count(*) FROM rejection WHERE time < {before}") <= 1


def test_a_reject_log_that_comes_late_brings_no_rejection_back(logs: list[Path], tmp_path: Path) -> None:
    path, days = tmp_path / "mailtui.db", Days(0, 0, 1)
    imported(path, *(log for log in logs if log.name.startswith("mainlog")))
    retain(path, days, lambda _: None)
    old = f"SELECT count(*) FROM rejection WHERE time < {bounds(path, days).rejections}"
    gone = f"SELECT sum(number) FROM daily_total WHERE counted = {Counted.REJECTION.code}"
    before = one(path, old), one(path, gone)
    imported(path, *(log for log in logs if log.name.startswith("rejectlog")))
    assert (one(path, old), one(path, gone)) == before
    assert retain(path, days, lambda _: None).rejections <= 1
