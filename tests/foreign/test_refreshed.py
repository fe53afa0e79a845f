"""Databases that the settings name: read by the worker, looked at by the doctor; and those handed over."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.foreign import filling, schemas
from tests.foreign.engines import File, moment
from tests.foreign.reading import rows, words
from tests.worker.processes import mailtui, start, until

from mailtui.cli.main import run
from mailtui.diagnosis import Diagnoser, builtin_rules
from mailtui.model.foreign import Asked, Refreshed
from mailtui.services.foreign import How, read_database
from mailtui.services.handing import ask
from mailtui.store.engine import writer
from mailtui.store.lock import holder
from mailtui.worker.foreign import ask_for
from mailtui.worker.work import Work


@pytest.fixture
def base(tmp_path: Path) -> File:
    made = File(tmp_path / "theirs.db")
    made.make(schemas.OPENMAILER)
    filling.fill_openmailer(made)
    return made


@pytest.fixture
def settings(base: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file that names it; where the worker puts what it reads."""
    folder = tmp_path / "config"
    (folder / "mailtui").mkdir(parents=True)
    path = folder / "mailtui" / "config.toml"
    path.write_text(f'[databases.shop]\nurl = "{base.url}"\nevery = 1\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    return tmp_path / "mail.db"


def test_the_worker_reads_what_the_settings_name_and_what_is_handed_over(base: File, settings: Path) -> None:
    with start(settings) as child:
        try:
            until(lambda: settings.exists() and _seen(settings))
            server = rows(
                settings,
                "SELECT v.name, s.followed, s.last_error FROM source s JOIN server v ON v.id = s.server_id",
            )
            assert server == [("shop", 1, None)]
            later = moment("2026-11-20 12:00:00")
            base.set("campaign_recipients", 1, status="SENT", sent_at=later, updated_at=later)
            handed = mailtui(settings, "import", base.url, "--json")
            assert handed.returncode == 0, handed.stderr
            (found,) = json.loads(handed.stdout)["databases"]
            assert {part["table"]: part["new"] for part in found["parts"] if part["new"]} == {
                "campaign_recipients": 1
            }
            assert words(settings)["pending"] == "unknown"
            gone = mailtui(settings, "import", f"{base.url}.gone")
            assert "there is no file" in gone.stderr
            assert gone.returncode == 4
            refused = mailtui(settings, "import", "postgresql://ann:hunter2@db.example/x")
            assert "has a password in it" in refused.stderr
            assert "hunter2" not in refused.stderr + str(rows(settings, "SELECT * FROM job"))
        finally:
            child.kill()
    assert holder(settings) is None
    status = mailtui(settings, "status")
    assert "openmailer_db" in status.stdout


def _seen(database: Path) -> bool:
    try:
        return bool(words(database)) and rows(database, "SELECT count(*) FROM source WHERE followed") == [
            (1,)
        ]
    except sqlite3.OperationalError:  # its tables are being made
        return False


def test_it_is_asked_for_once_and_what_is_done_is_forgotten(settings: Path, base: File) -> None:
    writer(settings).dispose()
    work, one = Work(settings), Refreshed(Asked(base.url, server="shop"), 10)
    asked = "SELECT id, finished IS NOT NULL FROM job WHERE kind = 'database'"
    ask_for(work, one)
    ask_for(work, one)
    assert rows(settings, asked) == [(1, 0)]
    with closing(sqlite3.connect(settings)) as connection, connection:
        connection.execute("UPDATE job SET started = 1, finished = 2")
    other = ask(settings, "database", one.asked._asdict())  # by hand
    with closing(sqlite3.connect(settings)) as connection, connection:
        connection.execute("UPDATE job SET started = 1, finished = 2")
    ask_for(work, one)
    assert [row for row in rows(settings, asked) if row[1]] == [(other, 1)]
    assert len(rows(settings, asked)) == 2


def test_what_was_read_before_it_was_cancelled_stays_and_it_goes_on(settings: Path, base: File) -> None:
    class Cancelled(Exception):
        pass

    def between() -> None:
        raise Cancelled

    engine, diagnoser = writer(settings), Diagnoser(builtin_rules())
    with pytest.raises(Cancelled):
        read_database(
            engine, settings, Asked(base.url), diagnoser, How(lambda *_: None, between, alone=False)
        )
    assert [row[0] for row in rows(settings, "SELECT part FROM source_mark")] == ["domains"]
    found = read_database(engine, settings, Asked(base.url), diagnoser, How(lambda *_: None, alone=False))
    engine.dispose()
    assert found.problems == ()
    assert words(settings)["bounced"] == "bounced"


def test_what_keeps_it_from_being_read_is_kept_until_it_can_be(settings: Path, base: File) -> None:
    assert run(["--db", str(settings), "import", base.url]) == 0
    away = base.path.rename(base.path.with_suffix(".away"))
    assert run(["--db", str(settings), "import", base.url]) == 4
    ((error,),) = rows(settings, "SELECT last_error FROM source")
    assert "there is no file" in error
    away.rename(base.path)
    assert run(["--db", str(settings), "import", base.url]) == 0
    assert rows(settings, "SELECT last_error FROM source") == [(None,)]


def test_the_doctor_says_what_lacks(base: File, settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["--db", str(settings), "doctor", "--json"])
    (found,) = _of_databases(capsys)
    assert (found["verdict"], "read every 1 min" in found["text"]) == ("ok", True)
    base.run("ALTER TABLE contacts RENAME COLUMN email TO mail")
    run(["--db", str(settings), "doctor", "--json"])
    (found,) = _of_databases(capsys)
    assert found["verdict"] == "warn"
    assert "the table contacts has no column email" in found["text"]
    base.path.unlink()
    run(["--db", str(settings), "doctor", "--json"])
    (found,) = _of_databases(capsys)
    assert found["verdict"] == "fail"


def _of_databases(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    found = json.loads(capsys.readouterr().out)["findings"]
    return [one for one in found if one["subject"] == "databases"]


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ('url = "sqlite:////x.db"\nevery = 0', "every = 0"),
        ('url = "postgresql://ann:hunter2@db/x"', "has a password in it"),
        ('url = "postgresql://ann@db/x"\npassword = "hunter2"', "no reference"),
        ('url = "sqlite:////x.db"\ntabels = 1', "'tabels', which is none of"),
        ('url = "sqlite:////x.db"\nformat = "access"', "none of openmailer, relay, mailman"),
        ('url = "sqlite:////x.db"\ntime_zone = "Mars/Base"', "Mars/Base"),
        ("url = 7", "no text"),
    ],
)
def test_what_is_wrong_in_the_settings_is_said_without_secrets(
    table: str, error: str, settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "config" / "mailtui" / "config.toml").write_text(f"[databases.shop]\n{table}\n")
    run(["--db", str(settings), "doctor"])
    told = "".join(capsys.readouterr())
    run(["--db", str(settings), "config"])
    run(["--db", str(settings), "worker"])
    told += "".join(capsys.readouterr())
    assert error in " ".join(told.split())
    assert "hunter2" not in told
