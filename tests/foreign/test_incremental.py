"""Read again and again: what changed is added, nothing twice and nothing lost, whatever happens meanwhile."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event
from tests.foreign import filling, schemas
from tests.foreign.conftest import Make
from tests.foreign.engines import READER, Base, Server, moment
from tests.foreign.reading import everything, mails, read, rows, words

from mailtui.errors import ConfigError, InputError, UsageError
from mailtui.model.foreign import without_password
from mailtui.store.foreign import rows as pages
from mailtui.store.foreign.address import address
from mailtui.store.foreign.opening import opened

KILLED = Path(__file__).with_name("killed.py")


@pytest.fixture
def base(make: Make) -> Base:
    made = make(schemas.OPENMAILER)
    filling.fill_openmailer(made)
    return made


def test_what_changed_is_added_and_comes_to_the_same_as_one_reading(base: Base, tmp_path: Path) -> None:
    ours = tmp_path / "mail.db"
    read(ours, base.url)
    later = moment("2026-11-20 11:45:00")
    names = list(filling.STATUSES)
    base.set(
        "campaign_recipients",
        names.index("sent") + 1,
        status="BOUNCED",
        bounced_at=later,
        error_message="550 5.1.1 no such user",
        updated_at=later,
    )
    base.set("campaign_recipients", names.index("again") + 1, status="SENT", sent_at=later, updated_at=later)
    base.set("contacts", 1, status="UNSUBSCRIBED", unsubscribed_at=later, updated_at=later)
    base.set("email_logs", 3, status="BOUNCED", error_message="550 5.1.1 gone")  # no moment of it tells
    base.set("email_campaigns", 1, status="CANCELLED", updated_at=later)
    found = read(ours, base.url)
    assert {part.table: part.new for part in found.parts if part.new} == {
        "contacts": 1,
        "email_campaigns": 1,
        "campaign_recipients": 5,
        "email_logs": 1,
    }
    said = words(ours)
    assert (said["sent"], said["again"], said["confirm"]) == ("bounced", "unknown", "bounced")
    assert said["queued"] == said["pending"] == said["sending"] == "cancelled"
    fresh = tmp_path / "fresh.db"
    read(fresh, base.url)
    assert words(fresh) == said
    assert rows(ours, "SELECT status FROM contact WHERE external_id = '1'") == [(2,)]


def test_equal_stamps_at_the_end_of_a_page_are_not_lost(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGE", 3)
    ours, whole = tmp_path / "mail.db", tmp_path / "whole.db"
    read(ours, base.url)
    monkeypatch.undo()
    read(whole, base.url)
    assert mails(ours) == mails(whole)


@pytest.mark.parametrize("after", [3, 14])
def test_killed_at_any_moment_it_goes_on(base: Base, tmp_path: Path, after: int) -> None:
    ours, whole = tmp_path / "mail.db", tmp_path / "whole.db"
    done = subprocess.run(
        [sys.executable, KILLED, ours, base.url, str(after)], capture_output=True, text=True, timeout=100
    )
    assert done.returncode < 0, done.stderr
    read(ours, base.url)
    read(whole, base.url)
    assert mails(ours) == mails(whole)
    for table in ("contact", "membership", "campaign", "campaign_tally", "quota_window"):
        assert rows(ours, f"SELECT count(*) FROM {table}") == rows(whole, f"SELECT count(*) FROM {table}")


def test_a_late_commit_with_an_earlier_stamp_is_found(base: Base, tmp_path: Path) -> None:
    ours = tmp_path / "mail.db"
    read(ours, base.url)
    base.add(
        "contacts",
        id=900,
        user_id=1,
        email="late@people.example",
        created_at=filling.MADE,
        updated_at=filling.MADE - timedelta(minutes=9),
    )
    read(ours, base.url)
    assert rows(ours, "SELECT 1 FROM address WHERE text = 'late@people.example'")


def test_what_lacks_is_named_and_the_rest_goes_on(base: Base, tmp_path: Path) -> None:
    base.run("ALTER TABLE contacts RENAME COLUMN tags TO labels")
    base.run("ALTER TABLE email_logs RENAME COLUMN status TO state")
    base.run("DROP TABLE rate_limits")
    ours = tmp_path / "mail.db"
    found = read(ours, base.url)
    assert found.problems == ("the table email_logs has no column status", "there is no table rate_limits")
    assert found.unread == ("email_logs", "rate_limits")
    assert words(ours)["delivered"] == "accepted"
    assert rows(ours, "SELECT last_error FROM source") == [("; ".join(found.problems),)]


def test_theirs_cannot_be_written(base: Base) -> None:
    place = address(base.url)
    with opened(place) as connection, pytest.raises(Exception, match=r"(?i)read-?only"):
        connection.exec_driver_sql("UPDATE users SET username = 'us'")
    with opened(place) as connection, pytest.raises(Exception, match=r"(?i)read-?only"):
        connection.exec_driver_sql("CREATE TABLE ours (id INTEGER)")


def test_only_named_columns_are_asked_for(base: Base, tmp_path: Path) -> None:
    said: list[str] = []

    def note(_: Connection, __: object, statement: str, *rest: object) -> None:
        said.append(statement.lower())

    event.listen(Engine, "before_cursor_execute", note)
    try:
        read(tmp_path / "mail.db", base.url)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    asked = [one for one in said if " as here" in one]
    assert len(asked) == 14
    secrets = (
        "configuration",
        "private_key",
        "confirmation_token",
        "unsubscribe_token",
        "password",
        "*",
    )
    assert not [one for one in asked if any(secret in one for secret in secrets)]


def test_what_a_provider_may_send_and_has_sent_today(base: Base, tmp_path: Path) -> None:
    base.set("email_providers", 1, daily_limit=200, monthly_limit=5000)
    now = datetime.now(UTC).replace(tzinfo=None)
    common = {
        "user_id": 1,
        "provider_id": 1,
        "email_type": "TRANSACTIONAL",
        "status": "SENT",
        "created_at": now,
    }
    for id_ in (501, 502, 503):
        base.add("email_logs", id=id_, recipient_email=f"p{id_}@people.example", sent_at=now, **common)
    ours = tmp_path / "mail.db"
    read(ours, base.url)
    window = (
        "SELECT w.period, w.limit_value, w.used FROM quota_window w JOIN provider p ON p.id = w.provider_id"
    )
    day, month = rows(ours, f"{window} WHERE p.external_id = '1' AND w.period IN (2, 3) ORDER BY w.period")
    assert day == (2, 200, 3)
    assert month[:2] == (3, 5000)
    assert month[2] >= 3


def test_moments_without_a_zone_are_in_the_one_that_is_named(base: Base, tmp_path: Path) -> None:
    ours = tmp_path / "mail.db"
    read(ours, base.url, zone="Asia/Tokyo")
    (sent,) = rows(ours, "SELECT min(sent) FROM engagement WHERE sent IS NOT NULL")[0]
    assert sent == 1_795_132_800_000_000  # 09:00 there is midnight in UTC
    assert sum(part.new for part in read(ours, base.url, zone="Asia/Tokyo").parts) == 0


def test_hostile_text_stays_text(base: Base, tmp_path: Path) -> None:
    nasty = "\x1b]0;gone\x07 [red]x[/red] \u202e'; DROP TABLE contacts; --"
    base.set("campaign_recipients", 1, status="FAILED", error_message=nasty)
    base.set("contacts", 1, first_name=nasty, custom_fields={nasty: [nasty, {"a": None}]})
    ours = tmp_path / "mail.db"
    assert read(ours, base.url).problems == ()
    assert rows(ours, "SELECT first_name FROM contact WHERE external_id = '1'") == [(nasty,)]


def test_two_databases_of_one_kind_do_not_mix(make: Make, base: Base, tmp_path: Path) -> None:
    ours, other = tmp_path / "mail.db", make(schemas.OPENMAILER)
    read(ours, base.url)
    with pytest.raises(ConfigError, match="openmailer is already the database at"):
        read(ours, other.url)
    assert read(ours, other.url, server="second").server == "second"
    assert read(ours, base.url).server == "openmailer"


def test_whose_it_is_has_to_be_told_where_tables_do_not(make: Make, tmp_path: Path) -> None:
    other = make("CREATE TABLE things (id {uuid})")
    with pytest.raises(UsageError, match="has the tables of none"):
        read(tmp_path / "mail.db", other.url)


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("postgresql://ann:hunter2@db.example/x", "has a password in it"),
        ("postgresql://ann@db.example/x?password=hunter2", "has a password in it"),
        ("postgresql://db.example", "names no database"),
        ("sqlite://", "names no file"),
        ("sqlite:////nowhere/x.db", "there is no file /nowhere/x.db"),
        ("postgresql://ann@127.0.0.1:1/x", "refused"),
        ("postgresql://ann:env:NOT_SET_ANYWHERE@127.0.0.1:1/x", "NOT_SET_ANYWHERE"),
        ("mysql://db.example/x", "does not read databases of mysql"),
    ],
)
def test_addresses_that_cannot_be_read(url: str, error: str, tmp_path: Path) -> None:
    with pytest.raises((UsageError, InputError), match=error) as raised:
        read(tmp_path / "mail.db", url)
    assert "hunter2" not in str(raised.value)
    assert raised.value.hint


def test_without_the_driver_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ConfigError, match="psycopg") as raised:
        read(tmp_path / "mail.db", "postgresql://ann@db.example/x")
    assert "pip install" in raised.value.hint


def test_the_password_of_a_reference_is_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THEIR_PASSWORD", "hunter2")
    place = address("postgresql://ann:env:THEIR_PASSWORD@127.0.0.1:1/x?sslmode=disable")
    assert place.location == "postgresql://ann@127.0.0.1:1/x"
    assert "hunter2" not in repr(place)


def test_any_order_of_rows_and_readings_gives_the_same_mails(base: Base, tmp_path: Path) -> None:
    """Rows that are read while they change, in parts, are the mails of the last state."""
    ours = tmp_path / "mail.db"
    numbers = list(range(1, len(filling.STATUSES) + 1))
    random.Random(6).shuffle(numbers)
    kept = [(number, list(filling.STATUSES.values())[number - 1]) for number in numbers]
    for number, _ in kept:
        base.set(
            "campaign_recipients", number, status="PENDING", updated_at=filling.MADE, **dict.fromkeys(_TOLD)
        )
    read(ours, base.url)
    for place, (number, row) in enumerate(kept):
        when = moment("2026-11-20 11:30:00")
        base.set("campaign_recipients", number, **{"updated_at": when, **row})
        if place % 5 == 0:
            read(ours, base.url)
    read(ours, base.url)
    whole = tmp_path / "whole.db"
    read(whole, base.url)
    assert words(ours) == words(whole)
    assert json.dumps(mails(ours)) == json.dumps(mails(whole))


_TOLD = ("sent_at", "delivered_at", "opened_at", "clicked_at", "bounced_at", "complained_at", "error_message")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ann:hunter2@db/x", "postgresql://ann:...@db/x"),
        ("postgresql://ann:h@nt/er2@db/x", "postgresql://ann:...@db/x"),
        ("postgresql://ann@db:5432/x", "postgresql://ann@db:5432/x"),
        ("postgresql://ann:env:THEIRS@db/x", "postgresql://ann:env:THEIRS@db/x"),
        (
            "postgresql://db/x?sslmode=require&password=hunter2",
            "postgresql://db/x?sslmode=require&password=...",
        ),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
    ],
)
def test_an_address_is_shown_without_what_is_secret(url: str, shown: str) -> None:
    assert without_password(url) == shown


SECRET_COLUMNS = {
    "email_providers": ("configuration",),
    "domains": ("dkim_private_key",),
    "contacts": ("confirmation_token", "unsubscribe_token", "gdpr_ip_address"),
}


def test_a_user_with_a_password_and_rights_to_no_secret_is_enough(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = Server(server, "postgres")
    admin.run("CREATE DATABASE guarded")
    admin.run(f"CREATE ROLE {READER} LOGIN PASSWORD 'hunter2'")
    admin.close()
    base = Server(server, "guarded")
    base.make(schemas.OPENMAILER)
    filling.fill_openmailer(base)
    _grant(base)
    url = f"postgresql://{READER}@/guarded?host={server}"
    ours = tmp_path / "mail.db"
    with pytest.raises(InputError, match="password") as raised:
        read(ours, url)
    assert "PGPASSWORD" in raised.value.hint
    monkeypatch.setenv("THEIR_PASSWORD", "hunter2")
    found = read(ours, url, password="env:THEIR_PASSWORD")
    assert (found.problems, words(ours)["delivered"]) == ((), "accepted")
    monkeypatch.setenv("PGPASSWORD", "hunter2")
    assert sum(part.new for part in read(ours, url).parts) == 0
    monkeypatch.delenv("PGPASSWORD")
    passwords = tmp_path / "pgpass"
    passwords.write_text("*:*:guarded:reader:hunter2\n")
    passwords.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    assert sum(part.new for part in read(ours, url).parts) == 0
    base.run(f"REVOKE SELECT (status) ON email_logs FROM {READER}")
    base.close()
    later = read(ours, url)
    assert later.unread == ("email_logs",)
    assert "permission denied" in later.problems[0]
    assert b"hunter2" not in everything(ours)


def _grant(base: Server) -> None:
    """Every column but those with secrets, one by one."""
    columns: dict[str, list[str]] = {}
    for table, column in base.rows(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    ):
        if table not in ("users", "api_keys") and column not in SECRET_COLUMNS.get(table, ()):
            columns.setdefault(table, []).append(column)
    for table, names in columns.items():
        base.run(f"GRANT SELECT ({', '.join(names)}) ON {table} TO {READER}")
