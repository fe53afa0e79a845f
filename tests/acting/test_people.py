"""No address of a correspondent is in the audit, wherever it stands; tokens lead back until erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.acting.conftest import ANN
from tests.acting.test_deciding import FIRST, rows

from mailtui.model.enums import SubjectKind
from mailtui.model.work import Subject
from mailtui.services.acting import Acting
from mailtui.store.acting import people
from mailtui.store.acting.acts import changing
from mailtui.store.acting.people import replaced


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ask bob@example.org.", "ask X."),
        ("<bob@example.org>, 'al@b.example' and (c@d.example)!", "<X>, 'X' and (X)!"),
        ("mailto:o'brien+x@example.org?", "mailto:X?"),
        ('"john doe"@example.org wrote', "X wrote"),
        ("root@[192.0.2.1] too", "X too"),
        ("münchen@bücher.example", "X"),
        ("a@b@c", "X@c"),
        ("nothing here: 550 5.1.1 @ home", "nothing here: 550 5.1.1 @ home"),
        ('{"to":"bob@example.org","n":[1]}', '{"to":"X","n":[1]}'),
        ('{"to":"\\"john doe\\"@example.org"}', '{"to":"X"}'),
    ],
)
def test_an_address_is_found_in_a_text(text: str, left: str) -> None:
    assert replaced(text, lambda _: "X") == left


@given(
    st.text(alphabet="abcXYZ.+_-0'", min_size=1, max_size=10).filter(lambda text: text.strip("'`*.!?,")),
    st.sampled_from(["example.org", "[192.0.2.1]", "xn--bcher-kva.example", "localhost"]),
    st.sampled_from(["{}", "to {}.", "<{}>", '"{}"', "({}), and more", "{}: no such user", "\n{}\n"]),
)
def test_whatever_stands_around_it(local: str, domain: str, around: str) -> None:
    text = around.format(f"{local}@{domain}")
    found: list[str] = []
    left = replaced(text, lambda address: found.append(address) or "X")
    assert f"@{domain}" not in left
    assert found == [f"{local.lstrip(chr(39))}@{domain}"]


def test_reasons_notes_titles_and_subjects_name_nobody(ann: Acting, database: Path) -> None:
    address, text = rows(database, "SELECT id, text FROM address WHERE text LIKE '%@%' LIMIT 1")[0]
    who = [Subject(SubjectKind.ADDRESS, address)]
    ann.tag(who, "+vip", f"{text} asked")
    ann.note([*who, FIRST], f"{text.upper()} was called")
    ann.note([FIRST], f"not a word about {text}", private=True)
    ann.undo()
    kept = str(rows(database, "SELECT * FROM audit_entry"))
    assert text.lower() not in kept.lower()
    assert "not a word" not in kept
    assert len(rows(database, "SELECT * FROM audit_person")) == 1


def test_an_erased_person_is_said_to_be_erased(ann: Acting, database: Path) -> None:
    ann.tag([FIRST], "+vip", "bob@example.org asked, so did al@example.org")
    with changing(database) as connection:
        assert people.erase(connection, "BOB@example.org")
        assert not people.erase(connection, "nobody@example.org")
        reason = connection.exec_driver_sql("SELECT reason FROM audit_entry").scalar_one()
        assert people.with_people(connection, reason) == "(erased) asked, so did al@example.org"
        assert people.token(connection, "bob@example.org") not in reason
    assert ANN.name in str(rows(database, "SELECT name FROM audit_entry"))
