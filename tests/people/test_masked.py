"""What a contact says of itself: on the page of the person, and nowhere while the screen is shared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.people.world import build, give, read

from mailtui.cli.main import run
from mailtui.model.visible import share
from mailtui.services.desk import open_desk
from mailtui.ui.widgets.person_head import person_facts

EVA = {
    "email": "zeva@x.example",
    "first_name": "Zfirst",
    "last_name": "Zlast",
    "status": "unsubscribed",
    "unsubscribe_reason": "Zreason",
    "notes": "Znotes,\nand more",
    "external_id": "Zid",
    "custom_fields": {"city": "Zcity", "deep": {"k": ["Zdeep"]}},
}
ASKED = {
    "fine": ("last_name", "equals"),
    "date": ("created_at", "greater_than"),
    "count": ("bounce_count", "equals"),
}
SEGMENTS = [
    {"name": name, "conditions": {"field": field, "operator": operator, "value": "Zl'ast"}}
    for name, (field, operator) in ASKED.items()
]


@pytest.fixture(scope="module")
def eva(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eva")
    database = build(folder)
    read(database, give(folder, "eva.json", [EVA]), list="News")
    read(database, give(folder, "asked.json", SEGMENTS), kind="segments")
    return database


def _said(database: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    capsys.readouterr()
    try:
        assert run(["--db", str(database), *words]) == code, words
    finally:
        share(False)
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_the_page_of_a_person_has_what_the_contact_says(
    eva: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = _said(eva, capsys, "person", "zeva@x.example")
    for text in ("Znotes,", "and more", "city: Zcity"):
        assert text in page
    assert (
        json.loads(_said(eva, capsys, "person", "zeva@x.example", "--json"))["contact"]["notes"]
        == EVA["notes"]
    )
    facts = {one.label: one.text for one in person_facts(open_desk(eva).persons.page("zeva@x.example"))}
    assert facts["notes"] == EVA["notes"]


@pytest.mark.parametrize(
    "words",
    [
        "contacts|contacts --json|contacts --csv|list News --json|preflight list:News --no-dns --json",
        "person zeva@x.example|person zeva@x.example --json|person zeva@x.example export",
        "segments|segments --json|segment fine|segment fine --json",
    ],
    ids=["contacts", "person", "segments"],
)
def test_masked_nothing_of_it_is_told(eva: Path, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    for one in words.split("|"):
        said = _said(eva, capsys, "--masked", *one.split())
        assert not {
            part for part in said.replace('"', " ").replace("'", " ").split() if part.startswith("Z")
        }, one
        assert "zeva" not in said


def test_masked_what_is_wrong_quotes_nothing(
    eva: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = give(tmp_path, "c.csv", "email,status\nZeva at home,\nzeva@x.example,Zlast\n")
    dry = ("contacts", "import", path, "--dry-run")
    assert "Zeva at home" in _said(eva, capsys, *dry, code=4)
    for words, code in (
        (("segment", "date"), 2),
        (("segment", "count"), 2),
        (dry, 4),
        ((*dry, "--json"), 4),
    ):
        said = _said(eva, capsys, "--masked", *words, code=code)
        assert "Z" not in said.replace("10:00:00Z", "").replace("Zone", ""), words
