"""What goes by itself, when it is asked for: never an address that a contact has."""

from __future__ import annotations

from pathlib import Path

from tests.people.world import dump, give, read

from mailtui.services.desk import open_desk
from mailtui.services.retention import preview, retain
from mailtui.store.engine import changer
from mailtui.store.retention.limits import Days
from mailtui.store.retention.names import remove_unused

NOTHING = Days(0, 0, 0, 0)
OLD = """\
email,status,confirmation_sent_at,created_at
old@x.example,pending,2020-01-01,
made@x.example,pending,,2020-01-01
new@x.example,pending,2999-01-01,2020-01-01
undated@x.example,pending,,
in@x.example,subscribed,2020-01-01,2020-01-01
"""


def _there(database: Path) -> set[str]:
    people = open_desk(database).people
    return {one.recipient for one in people.contacts(range(1, 50)) if one.recipient.endswith("x.example")}


def test_who_never_confirmed_goes_when_that_is_asked_for(database: Path, tmp_path: Path) -> None:
    read(database, give(tmp_path, "o.csv", OLD), list="News")
    before = _there(database)
    assert retain(database, NOTHING, lambda _: None).contacts == 0
    assert _there(database) == before
    wanted = NOTHING._replace(unconfirmed=30)
    assert preview(database, wanted).contacts == 3  # dora of the prepared database too
    assert retain(database, wanted, lambda _: None).contacts == 3
    assert _there(database) == {"new@x.example", "undated@x.example", "in@x.example"}
    rows = dump(database)
    assert {row[1] for row in rows["membership"]} <= {row[0] for row in rows["contact"]}
    assert "old@x.example" not in str(rows["address"])


def test_campaigns_that_are_over_are_archived_once(database: Path, tmp_path: Path) -> None:
    text = "name,sent_at\nlong ago,2020-01-01\nsoon,2999-01-01\nwhenever,\n"
    read(database, give(tmp_path, "k.csv", text), kind="campaigns")
    wanted = NOTHING._replace(campaigns=730)
    assert preview(database, wanted).archived == 1
    assert retain(database, wanted, lambda _: None).archived == 1
    assert retain(database, wanted, lambda _: None).archived == 0


def test_the_address_of_a_contact_is_somebodys(database: Path) -> None:
    addresses = dump(database)["address"]
    engine = changer(database)
    with engine.begin() as connection:
        remove_unused(connection, [row[0] for row in addresses])
    engine.dispose()
    assert dump(database)["address"] == addresses
