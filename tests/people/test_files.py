"""Files of contacts: whatever their writing, the same contacts; bad rows with their lines; never twice."""

from __future__ import annotations

import csv
import gzip
import io
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.people.world import CONTACTS, SEGMENTS, dump, give, read

from mailtui.errors import InputError, UsageError
from mailtui.ingest.tables import cells, commas, objects
from mailtui.ingest.tables.columns import mapping, plan
from mailtui.ingest.tables.fields import KINDS
from mailtui.ingest.tables.files import Table
from mailtui.ingest.tables.importing import Imported, batches
from mailtui.services.contacts.importing import Request, look_through, opened
from mailtui.services.desk import open_desk
from mailtui.store.engine import writer

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
BAD = """\
email,First Name,status,created_at,tags
bob@example.org,Bob,subscribed,2026-01-02,"a
b"
no address,X,,,
ann@example.net,Ann,sleeping,,
carl@example.com,"Ca"rl,,,
dora@example.com,Dora,,03/04/2026,
ernst@example.com,Ernst,,not a day,
fred@example.com,Fred,,,one,two,three
gina@example.com,Gina,,2026-02-30,
hugo@example.com,Hugo,active,20.11.2026 10:00,
"never closed,
ida@example.com,Ida,,,
"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("empty") / "mailtui.db"
    writer(database).dispose()
    return database


@pytest.fixture
def database(empty: Path, tmp_path: Path) -> Path:
    path = tmp_path / "mailtui.db"
    path.write_bytes(empty.read_bytes())
    return path


def _contacts(database: Path) -> list[tuple[object, ...]]:
    return dump(database)["contact"]


def test_bad_rows_are_told_with_line_and_reason_and_the_others_are_taken(
    database: Path, tmp_path: Path
) -> None:
    out = read(database, give(tmp_path, "bad.csv", BAD))
    told = {one.line: one.reason for one in out.problems}
    assert out.rows == 11
    assert sorted(told) == [4, 5, 6, 7, 8, 9, 10, 12]
    assert told[4] == "email: 'no address' is no email address"
    assert told[5].startswith("status: 'sleeping' is none of pending, subscribed")
    assert told[6].startswith("this is not CSV")
    assert told[7] == "created_at: 03/04/2026 may be two days: say --dates dmy or --dates mdy"
    assert "'not a day' is no date" in told[8]
    assert told[9] == "it has 7 cells, the heading has 5"
    assert told[12].startswith("this is not CSV")
    people = open_desk(database).people
    assert [one.recipient for one in people.contacts([1, 2, 3])] == [
        *("bob@example.org", "hugo@example.com", "ida@example.com"),
    ]
    assert people.contact_of("BOB@example.org").tags == ("a\nb",)


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    out = look_through(Request(give(tmp_path, "bad.csv", BAD), zone="UTC"), lambda *_: None)
    assert [one.line for one in out.problems] == [4, 5, 6, 7, 8, 9, 10, 12]
    assert out.dry
    assert out.no_status == 1
    assert not (tmp_path / "mailtui.db").exists()


@pytest.mark.parametrize(
    "written",
    [
        CONTACTS.encode(),
        b"\xef\xbb\xbf" + CONTACTS.encode(),
        CONTACTS.encode("utf-16"),
        CONTACTS.encode("utf-16-le"),
        CONTACTS.encode("utf-16-be"),
        CONTACTS.replace("\n", "\r\n").encode(),
        CONTACTS.replace("\n", "\r").encode(),
        CONTACTS.replace("\u202e", "").replace("", "").encode("cp1252", "ignore"),
        gzip.compress(CONTACTS.encode()),
        CONTACTS.replace(",", " / ").replace(";", ",").replace(" / ", "|").encode(),
        CONTACTS.replace(";", "\t").encode(),
        b"sep=;\r\n" + CONTACTS.replace("\n", "\r\n").encode(),
    ],
    ids=["utf8", "bom", "16", "16le", "16be", "crlf", "cr", "cp1252", "gzip", "commas", "tabs", "excel"],
)
def test_whatever_the_writing(database: Path, tmp_path: Path, written: bytes) -> None:
    out = read(database, give(tmp_path, "c.csv", written))
    assert (out.rows, out.bad, out.written.new) == (9, 0, 9)
    bob = open_desk(database).people.contact_of("bob@example.org")
    assert (bob.name, bob.status, bob.custom) == (
        *("Bob Müller", "subscribed"),
        {"location": "Berlin", "Company": "Acme"},
    )
    assert bob.tags == ("vip", "eu")


def test_a_file_that_names_an_address_twice_settles(database: Path, tmp_path: Path) -> None:
    rows = "a@x.example,Ann,\nA@X.example,Anna,\na@x.example,Ann,\n" + "\n" * 9
    more = "".join(f"n{number}@x.example,N,\n" for number in range(2100))
    dated = (
        "b@x.example,Old,2026-01-01\n" + "b@x.example,New,2026-02-01\n" * 2 + "b@x.example,Other,2026-02-01\n"
    )
    path = give(tmp_path, "c.csv", f"email,first_name,updated\n{rows}{more}a@x.example,Zoe,\n{dated}")
    for _ in range(2):
        out = read(database, path)
        assert [(one.line, one.reason.partition(",")[0]) for one in out.problems] == [
            (3, "a@x.example is in line 2 already"),
            (2114, "a@x.example is in line 2 already"),
            (2118, "b@x.example is in line 2116 already"),
        ]
    assert (out.written.new, out.written.changed, out.written.older) == (0, 0, 1)
    people = open_desk(database).people
    assert people.contact_of("a@x.example").name == "Ann"
    assert people.contact_of("b@x.example").name == "New"


def test_a_line_of_json_that_names_an_address_twice_settles(database: Path, tmp_path: Path) -> None:
    rows = [{"email": "a@x.example", "first_name": name} for name in ("Ann", "Anna", "Ann")]
    path = give(tmp_path, "c.json", rows)
    assert [(one.written.changed, one.bad) for one in (read(database, path), read(database, path))] == [
        (0, 1)
    ] * 2
    assert open_desk(database).people.contact_of("a@x.example").name == "Ann"


def test_a_row_that_does_not_count_says_if_it_is_not_to_be_mailed(tmp_path: Path) -> None:
    path = give(tmp_path, "c.csv", "email,status\na@x.example,subscribed\na@x.example,unsubscribed\n")
    (bad,) = look_through(Request(path, zone="UTC"), lambda *_: None).problems
    assert (bad.line, bad.reason.rpartition("; ")[2]) == (3, "this one is unsubscribed")


def test_json_in_all_its_forms_says_what_csv_says(empty: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(CONTACTS), delimiter=";"))
    forms = {
        "csv": CONTACTS,
        "array": json.dumps(rows),
        "pretty": json.dumps(rows, indent=2),
        "lines": "\n".join(map(json.dumps, rows)),
        "wrapped": json.dumps({"contacts": rows}, indent=1),
    }
    found = []
    for name, text in forms.items():
        database = tmp_path / f"{name}.db"
        database.write_bytes(empty.read_bytes())
        out = read(database, give(tmp_path, name, text), list="News")
        assert (out.rows, out.bad) == (9, 0), name
        found.append(dump(database))
    assert all(one == found[0] for one in found)


def test_the_same_file_twice_is_the_same_database(database: Path, tmp_path: Path) -> None:
    path = give(tmp_path, "c.csv", CONTACTS)
    read(database, path, list="News")
    before = database_rows = dump(database)
    out = read(database, path, list="News")
    assert (out.written.new, out.written.changed, out.written.same) == (0, 0, 9)
    assert dump(database) == before == database_rows


def test_duplicates_are_updated_or_skipped(database: Path, tmp_path: Path) -> None:
    read(database, give(tmp_path, "1.csv", "email,first_name,status\nbob@x.example,Bob,subscribed\n"))
    second = give(tmp_path, "2.csv", "email,first_name,City\nBOB@x.example,Robert,Bonn\n")
    assert read(database, second, duplicates="skip").written.skipped == 1
    assert open_desk(database).people.contact_of("bob@x.example").first_name == "Bob"
    assert read(database, second).written.changed == 1
    bob = open_desk(database).people.contact_of("bob@x.example")
    assert (bob.first_name, bob.status, bob.custom) == ("Robert", "subscribed", {"City": "Bonn"})


def test_an_older_row_changes_nothing(database: Path, tmp_path: Path) -> None:
    for day, name in (("2026-02-02", "new"), ("2026-01-01", "old")):
        path = give(tmp_path, "c.csv", f"email,first_name,updated_at\nbob@x.example,{name},{day}\n")
        out = read(database, path)
    assert out.written.older == 1
    assert open_desk(database).people.contact_of("bob@x.example").first_name == "new"


def test_what_lets_others_confirm_or_leave_is_never_kept(database: Path, tmp_path: Path) -> None:
    path = give(
        tmp_path,
        "c.csv",
        "email,confirmationToken,unsubscribe_token,gdpr_ip_address\na@x.example,s3cret,t,1\n",
    )
    out = read(database, path)
    assert out.unused == ("confirmationToken", "unsubscribe_token", "gdpr_ip_address")
    assert b"s3cret" not in database.read_bytes()


def test_fields_of_ones_own_by_their_long_names(database: Path, tmp_path: Path) -> None:
    row = {"email": "a@x.example", "custom_fields": {"k": [1]}, "customFields.city": "Bonn", "Size": 3}
    read(database, give(tmp_path, "c.json", [row]))
    found = open_desk(database).people.contact_of("a@x.example").custom
    assert found == {"k": [1], "city": "Bonn", "Size": 3}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("e.csv", "", "is empty"),
        ("b.csv", b"\x7fELF\0\0\0", "is no text"),
        ("h.csv", "a,b\n1,2\n", "no column"),
    ],
)
def test_what_is_no_table_says_why_and_what_to_do(
    database: Path, tmp_path: Path, name: str, content: str | bytes, why: str
) -> None:
    for path in (give(tmp_path, name, content), str(tmp_path), str(tmp_path / "none")):
        with pytest.raises(InputError) as told:
            read(database, path)
        assert told.value.hint
        assert why in told.value.title or path in (str(tmp_path), str(tmp_path / "none"))


def test_a_list_of_addresses_needs_no_heading(database: Path, tmp_path: Path) -> None:
    out = read(database, give(tmp_path, "a.txt", "a@x.example\nb@x.example\n"), status="subscribed")
    assert out.written.new == 2
    assert open_desk(database).people.contact_of("a@x.example").status == "subscribed"


def test_a_list_is_found_by_its_name_or_id_and_made_once(database: Path, tmp_path: Path) -> None:
    read(database, give(tmp_path, "l.csv", "id,name\n7,News\n"), kind="lists")
    path = give(tmp_path, "a.txt", "a@x.example\n")
    for name in ("News", "7", "Other"):
        read(database, path, list=name)
    people = open_desk(database).people
    assert [(one.external_id, one.name, one.active) for one in people.lists()] == [
        *(("7", "News", 1), ("Other", "Other", 1)),
    ]


def test_columns_said(database: Path, tmp_path: Path) -> None:
    path = give(tmp_path, "c.csv", "Kontakt,Ort\na@x.example,Bonn\n")
    with pytest.raises(InputError, match="no column of it is known"):
        read(database, path)
    out = read(database, path, columns=("email=Kontakt", "custom_fields.city=Ort"))
    assert out.written.new == 1
    assert open_desk(database).people.contact_of("a@x.example").custom == {"city": "Bonn"}
    with pytest.raises(UsageError, match="have no field e-meil"):
        mapping(["e-meil=Kontakt"], KINDS["contacts"])
    with pytest.raises(InputError, match="there is no column mail2"):
        read(database, path, columns=("email=mail 2",))


def test_lists_memberships_campaigns_and_links(database: Path, tmp_path: Path) -> None:
    read(database, give(tmp_path, "c.csv", CONTACTS))
    read(
        database, give(tmp_path, "l.csv", "id,name,doubleOptInEnabled\n7,News,true\n8,Old,no\n"), kind="lists"
    )
    members = (
        "list,email,status\n7,bob@example.org,ACTIVE\nOld,BOB@example.org,removed\nNowhere,bob@example.org,\n"
    )
    out = read(database, give(tmp_path, "m.csv", members), kind="memberships")
    assert [(one.line, one.reason) for one in out.problems] == [(4, "there is no list Nowhere")]
    people = open_desk(database).people
    told = [(one.list, one.state) for one in people.memberships(1)]
    assert told == [("News", "active"), ("Old", "removed")]
    read(database, give(tmp_path, "s.json", SEGMENTS[:1]), kind="segments")
    campaign = "id,name,state,list,segment,total_recipients\n9,Spring,Sending,News,New Yorkers,120\n"
    out = read(database, give(tmp_path, "k.csv", campaign), kind="campaigns")
    assert (out.written.new, out.partly) == (1, 0)
    links = give(tmp_path, "u.csv", "campaign_id,original_url,short_code\n9,https://x.example/a,abc\n")
    for _ in range(2):
        read(database, links, kind="links")
    assert [(one.url, one.short_code) for one in people.links(1)] == [("https://x.example/a", "abc")]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=2, max_size=4))
)
def test_what_csv_was_written_is_read(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([["email", "x"], *rows])
    lines = io.StringIO(out.getvalue(), newline="\n")
    found = [row.cells for row in commas.rows(iter(lines), ";")]
    wanted = [[cell.strip() for cell in row] for row in [["email", "x"], *rows]]
    assert found == [row for row in wanted if any(row)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=8), min_size=1)),
    st.sampled_from([None, 1]),
)
def test_what_json_was_written_is_read(rows: list[dict[str, str]], indent: int | None) -> None:
    for text in (json.dumps(rows, indent=indent), "\n".join(json.dumps(row) for row in rows)):
        found = list(objects.items(iter(io.StringIO(text, newline="\n"))))
        if not text.startswith('{"') or "[" not in text[:20]:
            assert [one.value for one in found] == rows


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_unforeseen(tmp_path: Path, data: bytes) -> None:
    for start in (b"", b"email,name\n", b"[{"):
        path = give(tmp_path, "f", start + data)
        with suppress(InputError):
            look_through(Request(path, zone="UTC"), lambda *_: None)


@given(st.sampled_from(KINDS["contacts"].names), st.sampled_from(["_", " ", "-", "", "."]))
def test_names_of_columns_are_known_however_they_are_written(name: str, between: str) -> None:
    parts = name.split("_")
    for written in (
        between.join(parts),
        between.join(map(str.title, parts)),
        parts[0] + "".join(map(str.title, parts[1:])),
    ):
        if not written.startswith("custom"):
            (field,) = plan(KINDS["contacts"], [written], {}).fields.values()
            assert field.name == name


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-20", "2026-11-20T00:00:00+00:00"),
        ("2026-11-20 10:00:00.5+02", "2026-11-20T08:00:00.500000+00:00"),
        ("20.11.2026 10:00", "2026-11-20T10:00:00+00:00"),
        ("11/20/2026 1:05 PM", "2026-11-20T13:05:00+00:00"),
        ("Nov 20, 2026", "2026-11-20T00:00:00+00:00"),
        ("Fri, 20 Nov 2026 10:00:00 +0100", "2026-11-20T09:00:00+00:00"),
        (1763632800, "2025-11-20T10:00:00+00:00"),
        ("1763632800123", "2025-11-20T10:00:00.123000+00:00"),
        ("20261120", "2026-11-20T00:00:00+00:00"),
    ],
)
def test_dates(written: object, meant: str) -> None:
    from datetime import UTC

    from mailtui.model.moment import iso

    assert iso(cells.moments(UTC, "")(written)) == meant


@pytest.mark.parametrize(
    ("heading", "rows", "status"),
    [
        ("email,city,state,status", ["a@x.example,Boston,MA,subscribed", "b@x.example,,NY,"], "subscribed"),
        ("email,state", ["a@x.example,MA", "b@x.example,NY"], None),
        ("email,state", ["a@x.example,active", "b@x.example,active"], "subscribed"),
    ],
)
def test_a_state_of_an_address_is_no_status(
    tmp_path: Path, heading: str, rows: list[str], status: str | None
) -> None:
    path = give(tmp_path, "people.csv", "\n".join([heading, *rows, ""]))
    request = Request(path, zone="UTC")
    stream = opened(path)
    wanted, out = request.wanted(), Imported(path, "contacts")
    (batch,) = batches(Table(stream, wanted.kind, wanted.columns), wanted, out)
    stream.close()
    assert not out.problems
    assert batch.values[0].get("status") == status
    assert ("state" in out.custom) == ("MA" in rows[0])


def test_a_column_is_no_field_when_that_is_said(tmp_path: Path) -> None:
    text = "name,archived\nspring,false\n"
    path = give(tmp_path, "campaigns.csv", text)
    (bad,) = look_through(Request(path, "campaigns", zone="UTC"), lambda *_: None).problems
    assert "archived" in bad.reason
    found = look_through(Request(path, "campaigns", ("=archived",), zone="UTC"), lambda *_: None)
    assert (found.problems, found.unused) == ([], ("archived",))
