"""Rows of another system: all that it knows of a contact, whose address may change."""

from __future__ import annotations

from pathlib import Path

from tests.people.world import dump

from mailtui.model.people import ContactRow, ListRow, MembershipRow
from mailtui.services.desk import open_desk
from mailtui.store.engine import changer, writer
from mailtui.store.people.contacts import write_contacts
from mailtui.store.people.lists import write_lists, write_memberships


def _write(database: Path, *rows: ContactRow):
    engine = changer(database)
    try:
        with engine.begin() as connection:
            return write_contacts(connection, rows, 5, whole=True)
    finally:
        engine.dispose()


def _contact(name: str, id_: str, **rest: object) -> ContactRow:
    return ContactRow(f"{name}@x.example", "shop", id_, **rest)


def test_what_is_not_said_any_more_is_not_so(tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    writer(database).dispose()
    _write(database, _contact("bob", "1", first_name="Bob", tags=("a",), custom={"k": 1}, consent=True))
    _write(database, _contact("bob", "1", last_name="B"))
    bob = open_desk(database).people.contact_of("bob@x.example")
    assert (bob.first_name, bob.last_name, bob.tags, bob.custom, bob.consent) == ("", "B", (), {}, None)


def test_each_address_is_a_contact_of_its_own(tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    writer(database).dispose()
    _write(database, _contact("bob", "1"), _contact("Bob", "2"))
    assert open_desk(database).people.there()["contacts"] == 2


def test_who_has_another_address_now_is_the_same_contact(tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    writer(database).dispose()
    _write(database, _contact("bob", "1", first_name="Bob"), _contact("ann", "2"))
    engine = changer(database)
    with engine.begin() as connection:
        write_lists(connection, [ListRow("7", "News", "shop")])
        write_memberships(connection, [MembershipRow("7", contact_id="1", origin="shop")])
    engine.dispose()
    for _ in range(2):
        _write(database, _contact("robert", "1", first_name="Bob"))
        people = open_desk(database).people
        assert people.contact_of("bob@x.example") is None
        assert [one.list for one in people.memberships(people.contact_of("robert@x.example").id)] == ["News"]
        assert people.there()["contacts"] == 2
    before = dump(database)
    assert _write(database, _contact("robert", "1", first_name="Bob")).same == 1
    assert dump(database) == before


def test_two_that_became_one_leave_one_with_the_id(tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    writer(database).dispose()
    _write(database, _contact("bob", "1"), _contact("ann", "2"))
    _write(database, _contact("ann", "1"))
    people = open_desk(database).people
    assert people.contact_of("ann@x.example").external_id == "1"
    assert people.contact_of("bob@x.example").external_id == ""
