"""An export is whole or not there, private, safe in a spreadsheet, and its memory does not grow."""

import csv
import io
import json
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ui.fakes import HOSTILE, FakeSearch, make_hostile
from tests.yanking.matters import row

from mailtui.errors import InputError, UsageError
from mailtui.model.spreadsheet import unformulated
from mailtui.model.stopping import Stopped, stoppable
from mailtui.query import parse
from mailtui.services.exporting import FORMATS, Plan, export, lines_of, rows_of_items, rows_of_query
from mailtui.services.exporting.reading import AT_ONCE
from mailtui.services.exporting.records import KEYS


class Paged(FakeSearch):
    """Answers in real keyset pages."""

    def page(self, query, after=None, limit=100, *, detailed=False):
        from mailtui.model.view import SearchPage

        start = 0 if after is None else self._numbers[after] + 1
        keys = [self._key(number) for number in range(start, min(self.count, start + limit))]
        self.asked.append((start, limit))
        return SearchPage(tuple(self.rows(keys)), keys[-1] if len(keys) == limit else None)


def text(rows, **options):
    return "".join(lines_of(rows, Plan(**options)))


def test_pages_follow_each_other_and_only_what_is_wanted_is_read():
    search = Paged(count=3 * AT_ONCE + 7)
    rows = rows_of_query(search, parse(""))
    next(rows)
    assert search.asked == [(0, AT_ONCE)], "the second page is not read before it is wanted"
    assert len(list(rows)) == search.count - 1
    assert [start for start, _ in search.asked] == [0, AT_ONCE, 2 * AT_ONCE, 3 * AT_ONCE]
    assert len(list(rows_of_query(Paged(count=2000), parse(""), 7))) == 7


def test_another_order_and_marks_are_read_by_keys():
    search = Paged(count=1200)
    assert len(list(rows_of_query(search, parse("sort:-size"), 1100))) == 1100
    keys = search.keys(parse(""), 800)
    assert [found.key for found in rows_of_items(search, keys)] == keys


def test_csv_is_read_back_as_it_was():
    rows = list(csv.DictReader(io.StringIO(text([row(1), row(2, subject='a "quoted", text')]))))
    assert [found["recipient"] for found in rows] == ["bob1@example.org", "bob2@example.org"]
    assert rows[1]["subject"] == 'a "quoted", text'
    assert rows[0]["received"] == "2026-11-21T11:00:00+00:00"
    assert tuple(rows[0]) == KEYS


def test_json_lines_are_objects():
    found = [json.loads(one) for one in text([row(1), row(2)], form="jsonl").splitlines()]
    assert [one["queue_id"] for one in found] == [row(1).queue_id, row(2).queue_id]


def test_markdown_is_a_table_whatever_a_stranger_wrote():
    shown = text(
        [row(subject="x", reply="a | b\nc `code` <b>", recipient="[x](http://evil)@y")], form="markdown"
    )
    head, rule, line = shown.splitlines()
    assert head.count("|") == rule.count("|") == 9
    assert line.replace("\\|", "").count("|") == 9
    assert "\\<b\\>" in line
    assert "\\[x\\]" in line


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_rows_are_harmless(form):
    shown = text([make_hostile(number) for number in range(len(HOSTILE))], form=form)
    assert all(char.isprintable() or char == "\n" for char in shown.encode("utf-8").decode())
    assert shown.count("\n") == len(HOSTILE) + FORMATS[form].head.count("\n")


@pytest.mark.parametrize("cell", ["=1+1", "+x", "-x", "@SUM(A1)", "\t=1", " =1", "|calc", "＝1"])
def test_a_formula_is_none_any_more(cell):
    assert unformulated(cell) == f"'{cell}"
    found = next(csv.reader([text([row(subject=cell)]).splitlines()[1]]))
    assert found[KEYS.index("subject")].startswith(("'", "\\"))


@pytest.mark.parametrize("cell", ["-1.5", "bob@example.org", "", "a=b", "5"])
def test_what_is_no_formula_stays(cell):
    assert unformulated(cell) == cell


@given(st.text(max_size=30))
def test_no_cell_begins_like_a_formula(cell):
    shown = unformulated(cell)
    assert shown.lstrip()[:1] not in tuple("=+-@|") or float(shown) is not None


def test_a_file_is_private_and_whole(tmp_path):
    told = []
    assert (
        export([row(number) for number in range(1, 1200)], Plan(), tmp_path / "x.csv", told=told.append)
        == 1199
    )
    assert stat.S_IMODE((tmp_path / "x.csv").stat().st_mode) == 0o600
    assert (tmp_path / "x.csv").read_text().count("\n") == 1200
    assert told == [500, 1000]
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_no_file_is_replaced_without_being_asked(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        export([row()], Plan(), path)

    def meanwhile():
        (tmp_path / "y.csv").write_text("theirs")
        yield row()

    with pytest.raises(UsageError, match="is there already"):
        export(meanwhile(), Plan(), tmp_path / "y.csv")
    assert (path.read_text(), (tmp_path / "y.csv").read_text()) == ("mine", "theirs")
    export([row()], Plan(), path, force=True)
    assert "bob1" in path.read_text()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["x.csv", "y.csv"]


@pytest.mark.parametrize("force", [True, False])
def test_a_stopped_export_leaves_nothing(tmp_path, force):
    path = tmp_path / "x.csv"
    if force:
        path.write_text("mine")
    asked = []

    def stop():
        asked.append(1)
        return len(asked) > 2

    with stoppable(stop), pytest.raises(Stopped):
        export(rows_of_query(Paged(count=10_000), parse("")), Plan(), path, force=force)
    assert [one.name for one in tmp_path.iterdir()] == (["x.csv"] if force else [])
    assert not force or path.read_text() == "mine"


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        export([row()], Plan(), tmp_path / "none" / "x.csv")


def test_without_names():
    rows = [row(1, recipient="bob@a.example", reply="550 bob is gone"), row(2, recipient="bob@b.example")]
    shown = text(rows, anonymise=True)
    assert "bob" not in shown
    found = list(csv.DictReader(io.StringIO(shown)))
    tokens = {one["recipient"].partition("@")[0] for one in found}
    assert len(tokens) == 1
    assert tokens.pop() in found[0]["reply"]
    assert text(rows, anonymise=True) != shown, "the key is another for each export"
    assert "•••@a.example" in text(rows, masked=True)
