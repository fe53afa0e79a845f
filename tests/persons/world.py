"""A database that names one person in every way we know, beside people with names much like it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.acting.conftest import ANN
from tests.events import examples

from mailtui.model.enums import SubjectKind, SuppressionReason
from mailtui.model.suppression import Whom
from mailtui.model.work import Subject
from mailtui.services.acting import Acting
from mailtui.services.imports import import_logs

NOW = 1_795_255_200_000_000
"""2026-11-21 10:00 UTC."""
BOB = "bob.smith@corp.example"
LIKE = ("jim.bob.smith@corp.example", "bob.smith@corp.example.net")
"""Others, who stay."""
MAIN = f"""\
2026-11-20 09:00:01 1xU1aA-000000001AB-2cD1 <= alice@ours.example H=client.example [203.0.113.77] P=esmtpsa A=plain:alice S=900 id=one@client.example T="lunch with {BOB}" for {BOB} carol@corp.example {LIKE[0]}
2026-11-20 09:00:02 1xU1aA-000000001AB-2cD1 => {BOB} R=dnslookup T=remote_smtp H=mx.corp.example [192.0.2.27] C="250 2.0.0 Ok: queued as 5180BC0DBC"
2026-11-20 09:00:02 1xU1aA-000000001AB-2cD1 mx2.corp.example [192.0.2.29] Connection refused
2026-11-20 09:00:03 1xU1aA-000000001AB-2cD1 == carol@corp.example R=dnslookup T=remote_smtp defer (-44) H=mx.corp.example [192.0.2.27]: SMTP error from remote mail server after RCPT TO:<carol@corp.example>: 451 4.7.1 Greylisted
2026-11-20 09:00:04 1xU1aA-000000001AB-2cD1 => {LIKE[0]} R=dnslookup T=remote_smtp H=mx.corp.example [192.0.2.27] C="250 ok"
2026-11-20 09:10:00 1xU1bB-000000002AB-0aB2 <= alice@ours.example U=alice P=local S=400 id=two@ours.example T="offer" for Bob.Smith@Corp.Example
2026-11-20 09:10:01 1xU1bB-000000002AB-0aB2 ** Bob.Smith@Corp.Example R=dnslookup T=remote_smtp H=mx.corp.example [192.0.2.27]: SMTP error from remote mail server after RCPT TO:<Bob.Smith@Corp.Example>: 550 5.1.1 <{BOB}>: no such user
2026-11-20 09:10:01 1xU1bC-000000003AB-1cD3 <= <> R=1xU1bB-000000002AB-0aB2 U=Debian-exim P=local S=1900 T="Mail delivery failed" for alice@ours.example
2026-11-20 09:10:01 1xU1bB-000000002AB-0aB2 Completed
2026-11-20 09:10:02 1xU1bC-000000003AB-1cD3 => alice <alice@ours.example> R=local_user T=mail_spool
2026-11-20 09:10:02 1xU1bC-000000003AB-1cD3 Completed
2026-11-20 09:11:00 1xU1bD-000000004AB-1cD4 <= {BOB} H=mx.corp.example [192.0.2.27] P=esmtp S=700 id=three@corp.example T="re: offer" for alice@ours.example
2026-11-20 09:11:01 1xU1bD-000000004AB-1cD4 => alice <alice@ours.example> R=local_user T=mail_spool
2026-11-20 09:11:01 1xU1bD-000000004AB-1cD4 Completed
2026-11-20 09:12:00 1xU1bE-000000005AB-1cD5 <= list+bob.smith=corp.example@ours.example H=client.example [203.0.113.77] P=esmtp S=700 id=four@corp.example for {LIKE[1]}
2026-11-20 09:12:01 1xU1bE-000000005AB-1cD5 => {LIKE[1]} R=dnslookup T=remote_smtp H=mx.corp.example.net [192.0.2.28] C="250 ok"
2026-11-20 09:12:01 1xU1bE-000000005AB-1cD5 Completed
2026-11-20 09:20:00 H=(localhost) [198.51.100.7] F=<{BOB}> rejected RCPT <x@elsewhere.example>: relay not permitted
2026-11-20 09:21:00 H=(localhost) [198.51.100.7] F=<joe@spam.example> rejected RCPT <{BOB}>: Unknown user
2026-11-20 09:30:00 this line says nothing that is known of {BOB}
"""  # noqa: E501


def ses(event: dict[str, Any], number: int) -> str:
    """An event of ours about the person, in a campaign."""
    text = (
        json.dumps(event).replace("ann@rcpt.example", BOB).replace("0100018f-aaaa", f"0100018f-{number:04}")
    )
    return text.replace("<m1@shop.example>", f"<m{number}@shop.example>").replace("trk-17", f"trk-{number}")


def build(folder: Path) -> Path:
    """Logs and events read, and everything that people add."""
    (folder / "in").mkdir()
    (folder / "in" / "mainlog").write_text(MAIN)
    events = [examples.SES_DELIVERY, examples.SES_OPEN]
    lines = [ses(event, 1) for event in events] + [ses(examples.SES_BOUNCE, 2)]
    lines.append(json.dumps({"notificationType": "Odd", "mail": {"source": f"Bob Smith <{BOB}>"}}))
    (folder / "in" / "ses.jsonl").write_text("".join(f"{line}\n" for line in lines))
    database = folder / "mailtui.db"
    import_logs(database, [str(folder / "in")], server="mx1", zone="UTC")
    _people(database)
    _acts(database)
    return database


def _people(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        (bob,) = connection.execute("SELECT id FROM address WHERE text = ?", (BOB,)).fetchone()
        (carol,) = connection.execute("SELECT id FROM address WHERE text LIKE 'carol@%'").fetchone()
        contact = (
            "INSERT INTO contact (id, address_id, origin, external_id, first_name, last_name, status, "
            "consent, consent_at, unsubscribe_reason, bounces, bounce_type, complaints, source, notes, tags, "
            "custom, subscribed, imported) "
            "VALUES (?, ?, 'crm', ?, ?, 'Smith', 1, 1, ?, '', 0, '', 0, 'WEB_FORM', '', ?, ?, ?, 0)"
        )
        custom = json.dumps({"city": "Basel", "mail": BOB})
        connection.execute(contact, (1, bob, "c-1", "Robert", NOW, '["vip"]', custom, NOW))
        connection.execute(contact, (2, carol, "c-2", "Carol", NOW, "[]", json.dumps({"friend": BOB}), NOW))
        connection.execute(
            "INSERT INTO contact_list (id, origin, external_id, name, description) "
            "VALUES (1, '', 'news', 'News', '')"
        )
        sender = f"Robert Smith <{BOB}>"
        connection.execute("UPDATE campaign SET sender = ?, from_name = 'Robert Smith'", (sender,))
        for number in (1, 2):
            connection.execute(
                "INSERT INTO membership (list_id, contact_id, state, subscribed) VALUES (1, ?, 0, ?)",
                (number, NOW),
            )


def address_id(database: Path, text: str = BOB) -> int:
    """The row of an address."""
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT id FROM address WHERE text = ?", (text,)).fetchone()[0])


def _acts(database: Path) -> None:
    ann = Acting(database, ANN, lambda: NOW, lambda _: None)
    bob = Subject(SubjectKind.ADDRESS, address_id(database))
    ann.note(bob, "Robert asked us to forget him")
    ann.note(Subject(SubjectKind.MESSAGE, 1), f"{BOB} rang about it")
    ann.tag([bob], "+vip", "")
    ann.suppress([Whom(BOB, None, f"550 <{BOB}>: no such user")], SuppressionReason.BOUNCE, None, "gone")
    ann.suppress([Whom("carol@corp.example")], SuppressionReason.MANUAL, None, f"as {BOB} says")


def counts(database: Path) -> dict[str, Any]:
    """Everything that is counted: rows of every table of facts, tallies, incidents, totals by word."""
    asked = {
        "tallies": "SELECT * FROM campaign_tally ORDER BY 1, 2, 3",
        "incidents": "SELECT * FROM incident ORDER BY id",
        "hours": "SELECT * FROM destination_hour ORDER BY 1, 2",
        "recipients": "SELECT message_id, number, address_id, status, outcome, attempts FROM recipient",
        "messages": "SELECT id, server_id, queue_id, status, sender_id FROM message ORDER BY id",
        "attempts": "SELECT message_id, number, outcome, cause_id FROM every_attempt",
        "events": "SELECT message_id, number, kind, time FROM delivery_event ORDER BY 1, 2, 3, 4",
        "entries": "SELECT id, events, lines FROM message",
        "others": "SELECT id, others FROM raw_block",
        "payloads": "SELECT id, digest, provider, events, error IS NULL FROM webhook_event",
        "rejections": "SELECT id, fingerprint, address_id, sender_id FROM rejection",
        "members": "SELECT * FROM membership",
        "contacts": "SELECT count(*) FROM contact",
        "suppressions": "SELECT count(*), state FROM suppression GROUP BY state",
        "domains": "SELECT d.name, count(*) FROM recipient r JOIN address a ON a.id = r.address_id "
        "JOIN address_domain d ON d.id = a.domain_id GROUP BY 1 ORDER BY 1",
    }
    with closing(sqlite3.connect(database)) as connection:
        return {name: connection.execute(sql).fetchall() for name, sql in asked.items()}


def add_providers(database: Path) -> None:
    """Two accounts beside the one that events name: one near its limit, one not active."""
    row = (
        "INSERT INTO provider (id, origin, external_id, kind, name, sender, domain, priority, is_default, "
        "active, state, credentials, last_error, last_error_at, accepted, refused, failed) "
        "VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, ?, '', ?, ?, ?, ?, ?, 0)"
    )
    later = 4_000_000_000_000_000
    with closing(sqlite3.connect(database)) as connection, connection:
        told = ("news@shop.example", 1, True, True, "env:RELAY", "535 no", NOW, 12, 3)
        connection.execute(row, (1, "", "relay", 7, "relay", *told))
        connection.execute(row, (2, "crm", "b", 1, "backup", "", 2, False, False, "", None, None, 0, 0))
        connection.execute(
            "INSERT INTO quota_window VALUES (1, 0, 2, 0, ?, 1000, 850, NULL, ?)", (later, NOW)
        )
