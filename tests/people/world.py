"""A small database of contacts, lists, segments, templates and a campaign with its recipients."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from mailtui.model.moment import from_datetime
from mailtui.services.contacts.importing import Request, import_file
from mailtui.store.engine import changer, writer

NOON = from_datetime(datetime(2026, 11, 20, 12, tzinfo=UTC))
CONTACTS = """\
E-Mail;firstName;Last Name;Status;Tags;custom_fields.location;created_at;Company
bob@example.org;Bob;Müller;subscribed;vip,eu;Berlin;2026-01-02 10:00;Acme
ann+news@example.net;Ann;O'Hara;SUBSCRIBED;vip;New York;2026-02-01;
ann@example.net;Ann;O'Hara;subscribed;;New York;2025-02-01;
carl@nowhere.example;Carl;;subscribed;vip;;2026-03-01;
dora@example.com;Dora;;pending;;;2026-03-01;
ernst@example.com;Ernst;;unsubscribed;;;2026-03-01;
fred@dead.example;Fred;;bounced;;;2026-03-01;
gina@example.org;[red]Gina[/oops];\u202eevil;complained;vip;;2026-03-01;
hugo@slow.example;Hugo;;subscribed;;;2026-03-01;
"""
SEGMENTS = [
    {
        "name": "New Yorkers",
        "conditions": {
            "operator": "AND",
            "rules": [
                {"field": "custom_fields.location", "operator": "equals", "value": "new york"},
                {"field": "created_at", "operator": "greater_than", "value": "2026-01-01"},
            ],
        },
    },
    {"name": "vip", "list": "News", "conditions": {"field": "tags", "operator": "contains", "value": "vip"}},
    {"name": "broken", "conditions": {"field": "tags", "operator": "looks like", "value": "x"}},
]
TEMPLATES = [
    {
        "name": "Welcome",
        "version": 2,
        "subject": "Hello {{first_name}}",
        "htmlContent": "<style>x</style><h1>Hi {{first_name}}</h1><p>See <a href='https://x.example/a'>our "
        "news</a>, {{ company }}.</p><script>alert(1)</script><ul><li>one<li>two</ul>",
        "variables": ["first_name", "last_name"],
    },
    {"name": "Welcome", "version": 1, "subject": "Hello", "text": "old"},
]


def give(folder: Path, name: str, content: str | bytes | list[object]) -> str:
    """A file with that in it."""
    path = folder / name
    if isinstance(content, list):
        content = json.dumps(content)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def read(database: Path, path: str, **options: object):
    """Import a file, in UTC where nothing is said."""
    request = Request(path, **{"zone": "UTC", **options})
    return import_file(database, request, lambda *_: None)


def build(folder: Path) -> Path:
    """The database, with its files beside it."""
    database = folder / "mailtui.db"
    writer(database).dispose()
    read(database, give(folder, "contacts.csv", CONTACTS), list="News")
    read(database, give(folder, "segments.json", SEGMENTS), kind="segments")
    read(database, give(folder, "templates.json", TEMPLATES), kind="templates")
    engine = changer(database)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO suppression (id, target, reason, state, cause, proposed, proposed_by, lift_reason) "
            "VALUES (1, 'bob@example.org', 0, 1, '550 no such user', 0, 'x', '')"
        )
    engine.dispose()
    return database


def dump(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables of people and of facts, but when it was read."""
    engine = changer(database)
    tables = ("address", "contact_list", "membership", "segment", "mail_template", "campaign")
    tables += ("campaign_link", "campaign_tally", "message", "recipient", "engagement", "delivery_event")
    try:
        with engine.connect() as connection:
            found = {
                name: [
                    tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1, 2")
                ]
                for name in tables
            }
            contacts = connection.exec_driver_sql("SELECT * FROM contact ORDER BY id")
            found["contact"] = [tuple(row)[:-1] for row in contacts]
            return found
    finally:
        engine.dispose()
