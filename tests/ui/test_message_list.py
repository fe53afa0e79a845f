"""Columns, the cache of rows, and looking for a row."""

from dataclasses import replace

import pytest
from tests.ui.conftest import LOOK
from tests.ui.fakes import make_row

from mailtui.model.enums import IncidentState, Status, SubjectKind
from mailtui.model.view import RowKey
from mailtui.model.work import Remarks, TagOn
from mailtui.ui.rendering import width
from mailtui.ui.seeking import BATCH, failed, has_word, seek
from mailtui.ui.widgets.columns import STATUS_WIDTH, answer_text, columns
from mailtui.ui.widgets.row_cache import RowCache
from mailtui.ui.words import status_text


@pytest.mark.parametrize("cells", range(54, 240, 7))
def test_columns_fill_the_width_and_the_arrow_has_its_place(cells):
    found = columns(cells)
    assert 1 + sum(column.width for column in found) + len(found) - 1 + 2 == cells


def test_a_row_says_what_was_decided_and_put_on_it():
    tags = (TagOn("vip", "red", SubjectKind.MESSAGE), TagOn("seen", "", SubjectKind.ADDRESS))
    worked = replace(
        make_row(5),
        state=IncidentState.WAITING,
        assignee="ann",
        remarks=Remarks((SubjectKind.MESSAGE,), tags),
    )
    wide = columns(200)[-1].cell(worked, LOOK)
    assert "".join(text for text, _ in wide).startswith("waiting (ann) ✎ vip +1 550")
    narrow = columns(79)[-1].cell(worked, LOOK)
    text = "".join(text for text, _ in narrow)
    assert text.startswith("waiting (ann) ✎")
    assert width(text) == columns(79)[-1].width


def test_a_status_is_never_cut():
    assert max(len(status_text(status)) for status in Status) == STATUS_WIDTH


def test_narrow_shows_what_counts_and_wide_shows_more():
    titles = ["TIME", "STATUS", "FROM", "TO", "HOST / REPLY"]
    assert [column.title for column in columns(79)] == titles
    assert [column.title for column in columns(119)] == [*titles[:4], "TRIES", titles[4]]
    assert "QUEUE ID" in [column.title for column in columns(180)]


def test_the_answer_is_the_host_when_all_is_well_and_the_reply_when_not():
    assert answer_text(make_row(0)) == "mx0.gmail.com"
    assert answer_text(make_row(2)).startswith("550 5.1.1 The email account")
    assert answer_text(make_row(6)) == ""


def test_the_cache_forgets_what_was_not_looked_at():
    cache = RowCache(limit=3)
    rows = [make_row(number) for number in range(4)]
    cache.add(rows[:3])
    cache.get(rows[0].key)
    cache.add(rows[3:])
    assert cache.get(rows[1].key) is None
    assert cache.get(rows[0].key) is rows[0]
    assert len(cache) == 3


def test_rows_that_did_not_come_are_gone_and_not_asked_for_again():
    cache, key = RowCache(), RowKey(1, 2, 3)
    cache.add((), asked=[key])
    assert cache.is_gone(key)
    assert cache.missing([key]) == []


def test_expired_rows_are_shown_and_asked_for_again():
    cache, row = RowCache(), make_row(0)
    cache.add([row])
    cache.expire()
    assert cache.get(row.key) is row
    assert cache.missing([row.key]) == [row.key]


def test_seeking_reads_in_batches_and_stops_at_the_first():
    rows = [make_row(number) for number in range(1000)]
    by_key = {row.key: row for row in rows}
    read = []

    def fetch(keys):
        read.append(len(keys))
        return [by_key[key] for key in keys]

    keys = [row.key for row in rows]
    assert seek(fetch, keys, 0, 1, failed) == 2
    assert seek(fetch, keys, 2, -1, failed) is None
    assert seek(fetch, keys, 900, -1, has_word("GREYLIST")) == 899
    assert read == [BATCH, 2, BATCH]
    assert seek(fetch, keys, 0, 1, has_word("not anywhere")) is None
