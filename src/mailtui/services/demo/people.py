"""Tables of the demo, as a mail platform exports them: contacts, a segment, templates, its campaigns.

The same for the same moment.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any, NamedTuple

from mailtui.model.moment import DAY, HOUR, SECOND, iso
from mailtui.services.demo.campaigns import MAILBOXES, SENDINGS
from mailtui.services.demo.world import OURS, STRANGERS

SEED = 20_261_123
CONTACTS = 120
LIST = "Customers"
OFFERS = """\
<html><head><style>h1 { color: navy }</style></head><body>
<h1>Offers for {{first_name}}</h1>
<p>Everything by the sea is {{discount}} off until Sunday, for friends of the harbour.</p>
<ul><li><a href="https://harbour.example/offers">All offers</a></li>
<li><a href="https://harbour.example/new">What is new</a></li></ul>
<p><a href="https://harbour.example/unsubscribe-help">No more of this</a></p>
</body></html>
"""
WEEK = """\
Good morning {{first_name}},

this was the week in Harbour: three ships, one storm, no delays.

https://harbour.example/new
"""


class Table(NamedTuple):
    """A file, and what is in it."""

    name: str
    kind: str
    data: bytes
    list: str = ""
    account: str = "csv"


def tables(now: int) -> list[Table]:
    """The files in the order in which they are read: what others point at comes first."""
    random = Random(SEED)  # noqa: S311 - repeatable, not secret
    return [
        Table("contacts.csv", "contacts", _csv(_contacts(random, now)), list=LIST),
        Table("segments.json", "segments", json.dumps(_SEGMENTS).encode()),
        Table("templates.json", "templates", json.dumps(_TEMPLATES).encode()),
        *(
            Table(f"campaigns-{service}.csv", "campaigns", _csv(_campaigns(service, now)), account=service)
            for service in ("mailgun", "ses")
        ),
    ]


_SEGMENTS = [
    {
        "name": "Near the sea",
        "list": LIST,
        "conditions": {
            "operator": "AND",
            "rules": [{"field": "tags", "operator": "contains", "value": "sea"}],
        },
    }
]
_TEMPLATES = [
    {
        "name": "Offers",
        "subject": "Offers for November",
        "html": OFFERS,
        "variables": ["first_name", "last_name"],
    },
    {"name": "The week", "subject": "The week in Harbour", "text": WEEK, "variables": ["first_name"]},
]
_WRITTEN_WITH = {"november-offers": "Offers", "weekly-47": "The week"}


def _contacts(random: Random, now: int) -> Iterable[dict[str, Any]]:
    domains = tuple(MAILBOXES)
    statuses = ["subscribed"] * 17 + ["pending", "unsubscribed", "bounced"]
    for number in range(CONTACTS):
        first = random.choice(STRANGERS)
        yield {
            "email": f"{first}{number}@{random.choice(domains)}",
            "first_name": first.title(),
            "status": random.choice(statuses),
            "tags": random.choice(("sea", "sea,vip", "land", "")),
            "subscribed_at": iso(now - random.randint(20, 900) * DAY),
        }


def _campaigns(service: str, now: int) -> Iterable[dict[str, Any]]:
    for one in SENDINGS:
        if one.service == service:
            began, ended = now - one.began, now - one.began + one.over
            yield {
                "id": one.name,
                "name": one.name.replace("-", " ").capitalize(),
                "status": "sent" if ended < now else "sending",
                "scheduled": iso((began - HOUR) // SECOND * SECOND),
                "started": iso(began // SECOND * SECOND),
                "finished": iso(ended // SECOND * SECOND) if ended < now else "",
                "from_name": "Harbour",
                "from": f"news@{OURS}",
                "subject": one.subject,
                "list": LIST,
                "template": _WRITTEN_WITH.get(one.name, ""),
                "recipients": one.size,
            }


def _csv(rows: Iterable[dict[str, Any]]) -> bytes:
    found: Sequence[dict[str, Any]] = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(found[0]))
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue().encode()
