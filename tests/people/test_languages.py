"""Files of programs that speak other languages: their columns, and their words for how a contact stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.people.world import give, read

from mailtui.errors import UsageError
from mailtui.ingest.tables.columns import plan
from mailtui.ingest.tables.fields import KINDS
from mailtui.services.contacts.importing import Request, look_through
from mailtui.services.desk import open_desk

GERMAN = """\
Vorname;Nachname;E-Mail;Status;Notizen;Angelegt;Stadt;Firma
Eva;Groß;eva@x.example;aktiv;ruft an;20.11.2026;Bonn;Acme
Jan;Klein;jan@x.example;Abgemeldet;;;;
Ute;Lang;ute@x.example;abonniert;;99.99.2026;;
"""


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        (
            "E-Mail-Adresse Vorname Familienname geändert_am Schlagwörter",
            "email first_name last_name updated tags",
        ),
        ("Courriel Prénom Nom Statut Créé_le", "email first_name last_name status created"),
        (
            "correo_electrónico nombre apellidos estado fecha_de_baja",
            "email first_name last_name status unsubscribed",
        ),
        (
            "e-mailadres voornaam achternaam opmerkingen aangemaakt_op",
            "email first_name last_name notes created",
        ),
        ("EMAIL PRENOM NOM DATE_D\u2019INSCRIPTION ETAT", "email first_name last_name subscribed status"),
    ],
)
def test_columns(names: str, fields: str) -> None:
    found = plan(KINDS["contacts"], names.split(), {})
    assert [one.name for one in found.fields.values()] == fields.split()
    assert not found.custom


def test_a_german_file_and_what_stays_of_ones_own(database: Path, tmp_path: Path) -> None:
    out = read(database, give(tmp_path, "de.csv", GERMAN))
    assert out.custom == ("Stadt", "Firma")
    (bad,) = out.problems
    assert (bad.line, bad.reason.partition(":")[0]) == (4, "Angelegt")
    people = open_desk(database).people
    eva, jan = people.contact_of("eva@x.example"), people.contact_of("jan@x.example")
    assert (eva.status, eva.notes, eva.custom) == (
        "subscribed",
        "ruft an",
        {"Stadt": "Bonn", "Firma": "Acme"},
    )
    assert jan.status == "unsubscribed"


def test_words_of_lists_too(database: Path, tmp_path: Path) -> None:
    members = "Liste;E-Mail;Status\nNews;bob@example.org;désabonné\nNews;dora@example.com;actief\n"
    assert read(database, give(tmp_path, "m.csv", members), kind="memberships").bad == 0
    people = open_desk(database).people
    for query, state in (("bob@example.org", "removed"), ("dora@example.com", "active")):
        assert [one.state for one in people.memberships(people.contact_of(query).id)] == [state]


def test_values_said(database: Path, tmp_path: Path) -> None:
    path = give(tmp_path, "c.csv", "email,status,created\na@x.example,Kunde!,nie\nb@x.example,1,2026-01-01\n")
    out = look_through(Request(path, zone="UTC"), lambda *_: None)
    assert "--value" in out.problems[0].reason
    out = read(database, path, values=("status:kunde=active", "Status:1=", "created_at:nie="))
    assert (out.bad, out.written.new) == (0, 2)
    people = open_desk(database).people
    assert people.contact_of("a@x.example").status == "subscribed"
    assert people.contact_of("b@x.example").status == "pending"


@pytest.mark.parametrize(
    "said", ["status", "status=x", "state:x", "nothing:x=1", "status:x=asleep", "status:!=pending"]
)
def test_values_that_say_nothing(said: str) -> None:
    with pytest.raises(UsageError) as told:
        Request("-", values=(said,)).wanted()
    assert told.value.hint
