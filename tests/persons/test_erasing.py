"""A person is erased: no byte of the address is left, and everything counts as before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest
from tests.acting.conftest import ANN
from tests.persons import world
from tests.persons.world import BOB, LIKE

from mailtui.cli.main import run
from mailtui.errors import NotFoundError
from mailtui.model.enums import SuppressionState
from mailtui.model.erased import Swap
from mailtui.model.person import Erased
from mailtui.services.acting import Acting
from mailtui.services.acting.auditing import Auditing
from mailtui.services.imports import import_logs
from mailtui.services.persons import erasing
from mailtui.services.suppressing import Suppressions
from mailtui.services.webhooks import retry
from mailtui.store.engine import reader
from mailtui.store.payload_list import raws
from mailtui.store.people import suppressed
from mailtui.store.persons import packed, sweeping
from mailtui.store.persons.words import rows_of

SWAP = Swap(BOB, "x@erased.invalid")


def erase(database: Path, look: object = lambda *_: None) -> Erased:
    begun = erasing.begin(database, BOB, ANN)
    return erasing.erase(database, begun, ANN, look)  # type: ignore[arg-type]


def assert_gone(database: Path) -> None:
    """Neither in the bytes of the files nor in what is compressed in them."""
    for path in database.parent.glob(f"{database.name}*"):
        assert not SWAP.names(path.read_bytes()), path
        assert b"bob.smith@corp.example\0" not in path.read_bytes().lower()
    engine = reader(database)
    assert not [found for _, some in packed.lines(engine, SWAP) for found in some]
    assert not [found for _, some in packed.payloads(engine, SWAP) for found in some]
    engine.dispose()


def test_nothing_is_left_and_everything_counts_as_before(database: Path) -> None:
    before = world.counts(database)
    would = erasing.preview(database, BOB)
    assert world.counts(database) == before
    done = erase(database)
    assert done.left == 0
    assert_gone(database)
    assert world.counts(database) == before
    assert dict(done.counts) == dict(would.counts)
    assert not [name for name in done.counts if "_" in name or "rows of" in name]
    with pytest.raises(NotFoundError):
        erasing.preview(database, BOB)


def test_names_that_look_alike_stay(database: Path) -> None:
    erase(database)
    with closing(sqlite3.connect(database)) as connection:
        texts = {row[0] for row in connection.execute("SELECT text FROM address")}
    assert set(LIKE) <= texts
    assert {"alice@ours.example", "carol@corp.example"} <= texts
    assert len([text for text in texts if text.lower().endswith("@erased.invalid")]) == 2


def test_no_name_is_left_beside_it(database: Path) -> None:
    erase(database)
    with closing(sqlite3.connect(database)) as connection:
        (contact,) = connection.execute(
            "SELECT first_name || last_name || custom || tags FROM contact WHERE id = 1"
        )
        (campaign,) = connection.execute("SELECT from_name, sender FROM campaign")
        names = connection.execute("SELECT first_name, custom FROM contact WHERE id = 2").fetchone()
    assert contact == ("{}[]",)
    assert campaign[0] is None
    assert "Robert" not in campaign[1]
    assert names[0] == "Carol"
    assert "@erased.invalid" in names[1]
    assert b"Bob Smith" not in b"".join(texts(database))


def texts(database: Path) -> list[bytes]:
    """Every payload as it is kept now."""
    engine = reader(database)
    with engine.connect() as connection:
        ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM webhook_event")]
        found = list(raws(connection, ids).values())
    engine.dispose()
    return found


def test_killed_anywhere_the_rest_is_done_and_nothing_counted_twice(built: Path, tmp_path: Path) -> None:
    """`look` raises at every step in turn; the last run finishes, told by one entry of the audit."""
    database = tmp_path / "mailtui.db"
    database.write_bytes(built.read_bytes())
    before = world.counts(database)
    would = dict(erasing.preview(database, BOB).counts)
    runs, done = 0, None
    while done is None:
        steps = 0

        def look(*_: object, after: int = runs) -> None:
            nonlocal steps
            steps += 1
            if steps > after:
                raise KeyboardInterrupt

        try:
            for one in erasing.unwritten(database):
                done = erasing.erase(database, one, ANN, look)
            done = done or erase(database, look)
        except KeyboardInterrupt:
            runs += 7
    assert runs > 20
    assert dict(done.counts) == would
    assert_gone(database)
    assert world.counts(database) == before
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM audit_entry WHERE act = 'erase'").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM erasure WHERE address IS NULL").fetchone() == (1,)


def test_what_was_begun_and_left_is_the_workers_to_finish(database: Path) -> None:
    begun = erasing.begin(database, BOB, ANN)
    assert erasing.under_way(database, BOB) == begun
    assert erasing.ask_for_the_rest(database) == [begun]
    assert erasing.ask_for_the_rest(database) == []


def test_the_same_log_again_adds_nothing(database: Path, built: Path) -> None:
    erase(database)
    before = world.counts(database)
    import_logs(database, [str(built.parent / "in")], server="mx1", zone="UTC")
    assert world.counts(database) == before
    assert_gone(database)


def test_payloads_read_again_tell_nothing_twice(database: Path) -> None:
    """What makes an event one is made of the address, for some services: it is made anew."""
    erase(database)
    before = world.counts(database)
    with closing(sqlite3.connect(database)) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM webhook_event")]
    retry(database, None, ids, lambda _: None)
    assert world.counts(database) == before


def test_what_is_read_again_has_the_stand_in(database: Path) -> None:
    """A line to come folds a message anew from its lines: those of the person tell of the stand-in."""
    before = world.counts(database)["recipients"]
    erase(database)
    log = database.parent / "later"
    log.write_text(
        "2026-11-20 09:30:01 1xU1aA-000000001AB-2cD1 => carol@corp.example R=dnslookup T=remote_smtp\n"
    )
    import_logs(database, [str(log)], server="mx1", zone="UTC")
    after = world.counts(database)["recipients"]
    assert [row[:3] for row in after] == [row[:3] for row in before]
    assert_gone(database)


def test_who_was_not_to_be_mailed_stays_so(database: Path) -> None:
    erase(database)
    service = Suppressions(reader(database))
    (held,) = service.of(BOB)
    assert (held.state, held.target[:7]) == (SuppressionState.ACTIVE, "erased:")
    assert service.of(LIKE[0]) == []
    assert run(["suppressions", "--list"]) == 0


def test_such_a_suppression_is_lifted_by_the_address(database: Path) -> None:
    erase(database)
    ann = Acting(database, ANN, lambda: world.NOW, lambda _: None)
    assert ann.suppress([BOB]).changed == 0, "it holds already"
    assert ann.lift([BOB], "asked for mail again").changed == 1
    service = Suppressions(reader(database))
    assert [one.state for one in service.of(BOB)] == [SuppressionState.LIFTED]
    assert ann.undo().changed == 1
    (held,) = service.list("erased:")
    assert ann.lift([held.target]).changed == 1


def test_who_comes_back_as_a_contact_is_not_mailed(database: Path) -> None:
    erase(database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE address SET text = ? WHERE text = 'carol@corp.example'", (BOB,))
    engine = reader(database)
    with engine.connect() as connection:
        assert BOB in suppressed.targets(connection, world.NOW)
    engine.dispose()


def test_undo_brings_nothing_back(database: Path) -> None:
    erase(database)
    ann = Acting(database, ANN, lambda: world.NOW, lambda _: None)
    while ann.last().undo is not None:
        ann.undo()
    assert_gone(database)
    with closing(sqlite3.connect(database)) as connection:
        assert not connection.execute("SELECT 1 FROM note WHERE text LIKE '%Robert%'").fetchall()


def test_the_audit_holds_and_names_nobody(database: Path) -> None:
    erase(database)
    audit = Auditing(reader(database), lambda: world.NOW, UTC)
    assert not audit.verify().problems
    assert any("(erased)" in entry.on for entry in audit.entries("act:suppress"))


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (b"email=bob.smith%40corp.example&x", b"email=erased-1%40erased.invalid&x"),
        (b"%3Cbob.smith%40corp.example%3E", b"%3Cerased-1%40erased.invalid%3E"),
        (b"SRS0=a=b=corp.example=bob.smith@fwd.example", b"SRS0=a=b=erased.invalid=erased-1@fwd.example"),
        (b"b-bob.smith=corp.example@list.example", b"b-erased-1=erased.invalid@list.example"),
        (b'{"f": "Bob S <bob.smith\\u0040corp.example>"}', b'{"f": "<erased-1\\u0040erased.invalid>"}'),
        (
            b'{"f": "user unknown: <bob.smith@corp.example> 1"}',
            b'{"f": "user unknown: <erased-1@erased.invalid> 1"}',
        ),
        (b"H=corp.example bob.smith=corp.example", b"H=corp.example bob.smith=corp.example"),
        (b"a%2Bbob.smith%40corp.example", b"a%2Bbob.smith%40corp.example"),
        (b"BOB.SMITH@CORP.EXAMPLE.", b"erased-1@erased.invalid."),
    ],
)
def test_every_way_to_write_it(written: bytes, left: bytes) -> None:
    assert Swap(BOB, "erased-1@erased.invalid").letter(written) == left


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("UPDATE contact SET status = 2 WHERE id = 1", "unsubscribe"),
        ("UPDATE contact SET status = 3 WHERE id = 1", "bounce"),
        ("UPDATE contact SET status = 4 WHERE id = 1", "complaint"),
        ("UPDATE engagement SET unsubscribed = 1", "unsubscribe"),
        ("UPDATE engagement SET complained = 1, unsubscribed = 1", "complaint"),
    ],
)
def test_who_said_no_is_not_mailed_after_it_though_never_suppressed(
    database: Path, said: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM suppression WHERE target = ?", (BOB,))
        connection.execute(said)
    assert erasing.preview(database, BOB).kept == reason
    assert erase(database).kept == reason
    (held,) = Suppressions(reader(database)).of(BOB)
    assert (held.state, held.reason, held.until) == (SuppressionState.ACTIVE, reason, None)
    file = database.with_name("again.csv")
    file.write_text(f"email,status\n{BOB.title()},subscribed\njim@new.example,subscribed\n")
    capsys.readouterr()
    assert run(["contacts", "import", str(file)]) == 4
    assert "kept as unsubscribed" in capsys.readouterr().err
    assert run(["contacts", "status:subscribed"]) == 0
    listed = capsys.readouterr().out
    assert "jim@new.example" in listed
    assert "bob.smith@corp.example " not in listed.lower()
    assert run(["person", BOB]) == 0
    assert "erased before, and not to be mailed since" in capsys.readouterr().out
    engine = reader(database)
    with engine.connect() as connection:
        assert BOB in suppressed.targets(connection, world.NOW)
    engine.dispose()


def test_a_no_does_not_end_with_a_suppression_that_was_for_some_time(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE suppression SET until = 1 WHERE target = ?", (BOB,))
        connection.execute("UPDATE contact SET status = 2 WHERE id = 1")
    assert erase(database).kept == "unsubscribe"
    (held,) = Suppressions(reader(database)).of(BOB)
    assert (held.state, held.until) == (SuppressionState.ACTIVE, None)


def test_who_said_nothing_is_not_kept_from_mail(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM suppression WHERE target = ?", (BOB,))
    assert erasing.preview(database, BOB).kept == ""
    assert erase(database).kept == ""
    assert Suppressions(reader(database)).of(BOB) == []


def test_a_dry_run_tells_of_the_same_rows_where_no_cause_names_the_address(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE suppression SET cause = '' WHERE target = ?", (BOB,))
        connection.execute("UPDATE contact SET status = 2 WHERE id = 1")
    would = erasing.preview(database, BOB)
    done = erase(database)
    assert (dict(done.counts), done.kept) == (dict(would.counts), would.kept)
    assert done.counts["suppressions"] == 1


def test_every_table_with_texts_has_a_name_in_words(database: Path) -> None:
    engine = reader(database)
    with engine.connect() as connection:
        tables = [place.table for place in sweeping.places(connection)]
    engine.dispose()
    assert not [table for table in tables if rows_of(table).startswith("others, in ")]
