"""`mailtui person`, `mailtui providers`."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.persons import world
from tests.persons.world import BOB
from tests.worker.processes import worker

from mailtui.cli.main import run
from mailtui.model.enums import OperatorRole
from mailtui.model.operator import Operator
from mailtui.model.person_masking import shown_words
from mailtui.model.visible import share

pytestmark = pytest.mark.usefixtures("database")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "person", BOB)
    assert (page["received"], page["sent"], page["refused"]) == (4, 1, 2)
    assert page["spellings"] == ["Bob.Smith@Corp.Example"]
    assert page["contact"]["name"] == "Robert Smith"
    assert [one["name"] for one in page["lists"]] == ["News"]
    assert [one["state"] for one in page["suppressions"]] == ["active"]
    assert page["last_failure"]["failure_class"] == "recipient-unknown"
    assert run(["person", BOB]) == 0
    text = capsys.readouterr().out
    for words in ("Robert Smith, subscribed", "News: active", "campaign", "spring", "vip", "Robert asked us"):
        assert words in text


def test_nobody_knows(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["person", "who@else.example"]) != 0
    assert "nothing is known of who@else.example" in capsys.readouterr().err
    assert run(["person", "nonsense"]) != 0
    assert "neither an address nor a domain" in capsys.readouterr().err


def test_everything_is_exported_and_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["person", BOB, "export"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["version"], found["address"]) == ("mailtui person", 1, BOB)
    numbers = {name: len(found[name]) for name in ("messages", "rejections", "payloads", "lines", "notes")}
    assert numbers == {"messages": 5, "rejections": 2, "payloads": 4, "lines": 9, "notes": 1}
    sent = next(one for one in found["messages"] if one["as"] == ["sender"])
    assert [one["address"] for one in sent["recipients"]] == ["alice@ours.example"]
    got = next(one for one in found["messages"] if one["id"].startswith("1xU1aA"))
    assert [one["address"] for one in got["recipients"]] == [BOB], "of others nothing is told"
    (only,) = got["recipients"][0]["attempts"]
    assert (only["outcome"], only["host"], only["transport"]) == ("success", "mx.corp.example", "remote_smtp")
    events = [
        event["kind"] for one in found["messages"] for to in one["recipients"] for event in to["events"]
    ]
    assert sorted(events) == ["bounced", "delivered", "opened"]
    assert {one["table"] for one in found["elsewhere"]} >= {"reply", "message", "note", "contact"}
    assert all(
        BOB in json.dumps(one).lower() or "bob.smith=" in json.dumps(one) for one in found["elsewhere"]
    )


def test_an_export_into_a_file_is_private_and_written_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bob.json"
    assert run(["person", BOB, "export", "--out", str(path)]) == 0
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text())["version"] == 1
    assert run(["person", BOB, "export", "--out", str(path)]) != 0
    assert "is there already" in capsys.readouterr().err
    entry = said(capsys, "audit", "act:export")
    assert str(path) in json.dumps(entry)


def test_masked_nobody_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    try:
        assert run(["--masked", "person", BOB]) == 0
        assert run(["--masked", "person", BOB, "export"]) == 0
    finally:
        share(False)
    said_ = capsys.readouterr().out
    for name in ("bob.smith", "bob smith", "robert smith", "basel"):
        assert name not in said_.lower()


def test_erased_with_the_users_own_files(
    database: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    searches = home / ".config" / "mailtui" / "searches.txt"
    searches.parent.mkdir(parents=True)
    searches.write_text(f"bob = to:{BOB}\nann = to:ann@x.example\n")
    talk = database.with_name(f"{database.name}.worker.log")
    talk.write_text(f"an old line about {BOB}\n")
    would = said(capsys, "person", BOB, "erase", "--dry-run")
    assert (would["done"], would["own_files"]) == (False, [str(talk), str(searches)])
    assert {one["what"] for one in would["again"]} == {"log file", "events"}
    assert not any(one["comes_back"] for one in would["again"])
    done = said(capsys, "person", BOB, "erase", "--yes")
    assert (done["done"], done["left_in_file"]) == (True, 0)
    assert BOB not in searches.read_text()
    assert BOB not in talk.read_text()
    assert "ann@x.example" in searches.read_text()
    assert run(["person", BOB]) == 0
    assert "erased before, and not to be mailed since" in capsys.readouterr().out
    assert world.counts(database)["members"]


def test_what_becomes_of_the_contact_is_said_and_so(capsys: pytest.CaptureFixture[str]) -> None:
    (before,) = said(capsys, "lists")
    assert run(["person", BOB, "erase", "--dry-run"]) == 0
    assert "the contact would stay, unsubscribed, on the same lists" in capsys.readouterr().err
    assert run(["person", BOB, "erase", "--yes"]) == 0
    assert "the contact stays, unsubscribed, on the same lists" in capsys.readouterr().err
    (after,) = said(capsys, "lists")
    counts = ("active_contacts", "removed_contacts", "subscribed_contacts")
    assert [before[name] for name in counts] == [2, 0, 2]
    assert [after[name] for name in counts] == [2, 0, 1]


@pytest.mark.parametrize("how", [["--dry-run"], ["--yes"], []])
def test_there_is_nothing_to_erase(
    how: list[str], database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = run(["person", "who@else.example"])
    assert run(["person", "who@else.example", "erase", *how]) == missing
    told = capsys.readouterr()
    assert "nothing here names who@else.example: there is nothing to erase" in told.err
    assert "erased.invalid" not in told.out + told.err
    with closing(sqlite3.connect(database)) as connection:
        assert not connection.execute("SELECT 1 FROM erasure").fetchall()
        assert not connection.execute("SELECT 1 FROM audit_entry WHERE act = 'erase'").fetchall()


def test_erasing_asks_for_the_address_and_for_an_admin(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = database.read_bytes()
    assert run(["person", BOB, "erase"]) != 0
    assert "confirmed by typing the address" in capsys.readouterr().err
    eve = Operator(1003, "eve", OperatorRole.OPERATOR, "ask an admin")
    monkeypatch.setattr("mailtui.services.operators.who", lambda *_: eve)
    assert run(["person", BOB, "erase", "--yes"]) != 0
    assert "erase is not yours to do" in capsys.readouterr().err
    with closing(sqlite3.connect(database)) as connection:
        assert not connection.execute("SELECT 1 FROM erasure").fetchall()
    assert before


@pytest.mark.parametrize(("typed", "code"), [("jim@corp.example", 2), (BOB.upper(), 0)])
def test_erasing_is_confirmed_by_typing_the_address(
    typed: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(f"{typed}\n"))
    assert run(["person", BOB, "erase"]) == code
    told = capsys.readouterr()
    assert "would be erased" in told.out
    assert ("erased-" in told.err) == (code == 0)
    assert ("nothing was erased" in told.err) == (code != 0)


def test_providers_with_their_limits(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (only,) = said(capsys, "providers")
    assert (only["name"], only["origin"], only["unclear"], only["quotas"]) == ("ses", "events", 1, [])
    world.add_providers(database)
    relay, backup, ses = said(capsys, "providers")
    assert (relay["name"], relay["credentials"], relay["last_error"]) == ("relay", "env:RELAY", "535 no")
    (quota,) = relay["quotas"]
    assert (quota["used"], quota["limit"], quota["near"], quota["over"]) == (850, 1000, True, False)
    assert (backup["name"], backup["active"]) == ("backup", False)
    assert (ses["origin"], ses["unclear"]) == ("events", 1)
    assert run(["providers"]) == 0
    assert "day 850/1000 (85 %)" in capsys.readouterr().out


def test_the_worker_does_it_that_has_the_database(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = world.counts(database)
    with worker(database):
        done = said(capsys, "person", BOB, "erase", "--yes")
        assert (done["done"], done["left_in_file"]) == (True, 0)
        assert BOB not in json.dumps(said(capsys, "status")).lower()
    assert world.counts(database) == before
    with closing(sqlite3.connect(database)) as connection:
        (job,) = connection.execute("SELECT arguments || result || what FROM job").fetchone()
    assert BOB not in job.lower()


ODD = '{"RecordType": "Odd", "Name": "Anna Berg", "From": "Anna <anna.b@ours.example>", "To": "anna.b"}'


def test_masked_a_payload_that_is_cut_names_nobody() -> None:
    try:
        share(True)
        for length in range(len(ODD) + 1):
            begins = shown_words(ODD[:length])
            assert not [name for name in ("Ann", "Ber", "ann") if name in begins]
            assert "anna" not in shown_words("event=odd&recipient=anna.b@ours.example"[: length % 40])
    finally:
        share(False)


def test_masked_payloads_name_nobody(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "odd.json"
    file.write_text(ODD)
    assert run(["import", "--format", "postmark", str(file)]) == 0
    number = next(str(one["id"]) for one in said(capsys, "events") if one["service"] == "postmark")
    try:
        for words in (["events"], ["events", "--json"], ["events", "show", number]):
            assert run(["--masked", *words]) == 0
            out = capsys.readouterr().out
            assert "Odd" in out
            assert not [name for name in ("Anna", "Berg", "anna") if name in out]
        assert run(["--masked", "events", "show", number, "--json"]) == 0
        assert "nna" not in capsys.readouterr().out
        assert run(["--masked", "events", "show", number, "--raw"]) == 2
    finally:
        share(False)
    told = capsys.readouterr()
    assert "--raw prints them as they came" in told.err
    assert not told.out
