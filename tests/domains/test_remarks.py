"""Notes and tags on domains of the list: in the list, in full at the domain, private ones their author's."""

from __future__ import annotations

import json

import pytest
from tests.domains.conftest import Lab

from mailtui.cli.main import run
from mailtui.model.enums import OperatorRole, SubjectKind
from mailtui.model.operator import Operator
from mailtui.model.work import Reader, Subject
from mailtui.services.acting import Acting
from mailtui.services.domains.desk import Domains
from mailtui.services.domains.wishes import Wish
from mailtui.services.noting import Notes

ANN = Operator(1001, "ann", OperatorRole.OPERATOR)


def test_a_domain_carries_notes_and_tags(lab: Lab) -> None:
    lab.desk.add("example.org", Wish())
    lab.desk.add("other.example", Wish())
    reader = Reader(ANN.uid, ANN.known_as)
    subject = Notes(lab.engine, reader).domain("Example.org.")
    assert subject is not None
    assert subject.kind is SubjectKind.DOMAIN
    acting = Acting(lab.path, ANN, lab.clock, lambda entry: None)
    acting.tag([subject], "+moving")
    acting.note(subject, "moves to the new provider")
    acting.note(subject, "costs too much", private=True)
    hers = Domains(lab.path, lab.engine, lab.clock, lab.options, lab.make, reads=reader)
    rows = {row.name: row.remarks for row in hers.rows()}
    assert [tag.name for tag in rows["example.org"].tags] == ["moving"]
    assert len(rows["example.org"].noted) == 2
    assert not rows["other.example"]
    assert [note.text for note in hers.detail("example.org").row.remarks.notes] == [
        "moves to the new provider",
        "costs too much",
    ]
    theirs = lab.desk.detail("example.org").row.remarks
    assert [note.text for note in theirs.notes] == ["moves to the new provider"]
    assert hers.detail("example.org").row.id == subject.id


def test_the_command_line_writes_and_shows_them(lab: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    lab.desk.add("example.org", Wish())
    database = ["--db", str(lab.path)]
    assert run(["note", "example.org", "moves [soon]", *database]) == 0
    assert run(["tag", "--domain", "example.org", "+moving", *database]) == 0
    capsys.readouterr()
    assert run(["domains", "show", "example.org", "--json", *database]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["tags"], [note["text"] for note in shown["notes"]]) == (["moving"], ["moves [soon]"])
    assert run(["domains", "show", "example.org", *database]) == 0
    assert "moves [soon]" in capsys.readouterr().out


def test_a_domain_that_was_taken_off_the_list_is_no_subject(lab: Lab) -> None:
    lab.desk.add("example.org", Wish())
    lab.desk.remove("example.org")
    notes = Notes(lab.engine, Reader(1, "x"))
    assert notes.domain("example.org") is None
    gone = Subject(SubjectKind.DOMAIN, 99)
    assert notes.names([gone]) == {gone: "domain 99 (gone)"}
