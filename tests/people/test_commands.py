"""The commands: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.people.world import CONTACTS, give

from mailtui.cli.main import run
from mailtui.model.visible import share


@pytest.fixture
def mailtui(database: Path, capsys: pytest.CaptureFixture[str]):
    def call(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        assert run(["--db", str(database), *words]) == code
        return capsys.readouterr().out

    return call


def test_contacts_lists_segments_templates(mailtui) -> None:
    assert "bob@example.org" in mailtui("contacts", "tag:vip", "domain:example.org")
    assert mailtui("contacts", "--count") == "9\n"
    (bob,) = json.loads(mailtui("contacts", "bob", "--json"))
    assert (bob["recipient"], bob["custom_fields"]["Company"]) == ("bob@example.org", "Acme")
    (news,) = json.loads(mailtui("lists", "--json"))
    assert (news["name"], news["active_contacts"], news["subscribed_contacts"]) == ("News", 9, 5)
    assert not {"active", "removed", "subscribed"} & news.keys()
    assert len(json.loads(mailtui("list", "news", "--json"))["contacts"]) == 9
    segments = {one["name"]: one for one in json.loads(mailtui("segments", "--json"))}
    assert segments["broken"]["contacts"] is None
    assert "looks like" in segments["broken"]["error"]
    told = json.loads(mailtui("segment", "New Yorkers", "--json"))
    assert (told["count"], told["explained"][0]) == (1, "all of:")
    mailtui("segment", "broken", code=2)
    mailtui("list", "nothing", code=1)
    template = mailtui("template", "Welcome")
    assert "version 2" in template
    assert "our news <https://x.example/a>, {{ company }}." in template
    assert "alert" not in template
    assert json.loads(mailtui("template", "Welcome", "--json"))["variables"]["undeclared"] == ["company"]


def test_broken_placeholders_are_told(mailtui, tmp_path: Path) -> None:
    rows = [{"name": "Half", "subject": "Hello {{x}", "text": "{% if y %}"}]
    mailtui("contacts", "import", give(tmp_path, "t.json", rows), "--kind", "templates")
    assert "looks like a placeholder that is not one: {{x}, {% if y %}" in mailtui("template", "Half")
    assert "{{x} (not one)" in mailtui("templates")
    found = json.loads(mailtui("template", "Half", "--json"))["variables"]
    assert found["broken"] == ["{{x}", "{% if y %}"]


def test_import_says_what_became_of_the_rows(mailtui, tmp_path: Path, capsys) -> None:
    path = give(tmp_path, "c.csv", f"{CONTACTS}nobody;;;;;;;\n")
    assert "10 rows of contacts: 9 good, 1 bad" in mailtui("contacts", "import", path, "--dry-run", code=4)
    found = json.loads(mailtui("contacts", "import", path, "--json", code=4))
    assert (found["same"], found["bad"], found["problems"][0]["line"]) == (9, 1, 11)
    assert found["custom_fields"] == ["custom_fields.location", "Company"]
    mailtui("contacts", "import", path, "--map", "nonsense", code=2)
    mailtui("contacts", "import", path, "--time-zone", "Mars/Phobos", code=2)
    mailtui("contacts", "import", path, "--kind", "lists", "--campaign", "x", code=2)
    mailtui("contacts", "import", str(tmp_path / "none.csv"), code=4)


def test_preflight(mailtui) -> None:
    found = json.loads(mailtui("preflight", "list:News", "--no-dns", "--json"))
    assert (found["total"], found["reachable"], found["suppressed"]) == (9, 4, 1)
    assert mailtui("preflight", "list:News", "--no-dns", "--list", "unconfirmed") == "dora@example.com\n"
    assert "suppressed              1  bob@example.org: 550 no such user" in mailtui(
        "preflight", "segment:vip", "--no-dns"
    )


def test_masked_commands_name_nobody(mailtui) -> None:
    try:
        for segment in ("segments --json", "segment 1 --json", "segments"):
            assert "york" not in mailtui("--masked", *segment.split())
        for words in (
            ("contacts",),
            ("list", "News"),
            ("preflight", "list:News", "--no-dns"),
            ("contacts", "--json"),
        ):
            said = mailtui("--masked", *words)
            assert "•••" in said or "\\u2022" in said
            for name in ("bob", "Bob", "Ann", "Gina", "M\\u00fcller", "Müller", "Acme", "Berlin"):
                assert name not in said, words
    finally:
        share(False)


def test_a_file_that_is_not_there_has_nothing_to_do_with_logs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "missing.csv")
    database = ["--db", str(tmp_path / "mail.db")]
    assert run([*database, "contacts", "import", missing]) == 4
    told = capsys.readouterr().err
    assert "missing.csv does not exist" in told
    assert "check the path" in told
    assert "log" not in told
    assert run([*database, "import", missing]) == 4
    assert "`mailtui doctor` lists the logs it finds" in capsys.readouterr().err
