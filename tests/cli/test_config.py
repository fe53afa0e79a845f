"""Which value is in force, where it came from, and what is wrong with one that cannot be."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_type_hints

import pytest

from mailtui.cli.main import run
from mailtui.config import Settings, load
from mailtui.config.settings import NAMES
from mailtui.errors import ConfigError

Write = Callable[[str], Path]


@pytest.fixture
def write(home: Path) -> Write:
    def settings(text: str) -> Path:
        path = home / ".config/mailtui/config.toml"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        return path

    return settings


def test_without_anything_said_defaults_are_in_force(home: Path) -> None:
    loaded = load()
    assert loaded.settings == Settings(db=home / ".local/share/mailtui/mailtui.db")
    assert {str(origin) for origin in loaded.origins.values()} == {"default"}


def test_each_source_wins_over_the_next(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write('# mine\ndb = "/from/file"\nserver = "file"\n\nutc = true\n')
    monkeypatch.setenv("MAILTUI_SERVER", "variable")
    loaded = load(db=Path("/from/option"))
    assert loaded.settings == Settings(db=Path("/from/option"), server="variable", utc=True)
    origins = {name: str(origin) for name, origin in loaded.origins.items()}
    assert origins["db"] == "option (--db)"
    assert origins["server"] == "environment (MAILTUI_SERVER)"
    assert origins["utc"] == f"file ({path}:5)"
    assert origins["logs"] == "default"


def test_a_home_in_a_path_is_resolved(write: Write, home: Path) -> None:
    write('db = "~/mail.db"\nutc = false\n')
    assert load().settings.db == home / "mail.db"


def test_a_link_to_a_database_is_that_database(home: Path) -> None:
    (home / "real.db").touch()
    (home / "link.db").symlink_to("real.db")
    assert load(home / "link.db").settings.db == home / "real.db"


def test_a_database_alone_is_read_the_same_way(write: Write, home: Path) -> None:
    write('db = "~/mail.db"\n')
    assert load().settings.db == home / "mail.db"


def test_several_logs_in_one_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILTUI_LOGS", "/a/mainlog:/b")
    assert load().settings.logs == ("/a/mainlog", "/b")


def test_an_empty_variable_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILTUI_SERVER", "")
    assert load().settings.server is None


@pytest.mark.parametrize(
    ("text", "title", "hint"),
    [
        ("\nservr = 'x'", ":2: there is no setting 'servr'", "did you mean server?"),
        ("[time-zone]\n", ":1: there is no setting 'time-zone'", "did you mean time_zone?"),
        ("db = /x", "is not TOML", "name = value"),
        ("utc = 'perhaps'", ":1: utc = 'perhaps': ", "docs/settings.md"),
        ("time_zone = 'Mars/Base'", ":1: time_zone = 'Mars/Base': no such time zone", ""),
        ("db = 3", "the setting db must be a path", ""),
        ("retry = '* * F,2h'", "F takes 2 values, not 1", ""),
        ("queue_runner = 'often'", "'often' is no length of time", ""),
        ("queue_runner = '0s'", "must be more than nothing", ""),
    ],
)
def test_what_is_wrong_names_its_place_and_the_next_step(
    write: Write, text: str, title: str, hint: str
) -> None:
    write(text)
    with pytest.raises(ConfigError) as caught:
        load()
    assert title in caught.value.title
    assert hint in caught.value.hint


def test_an_unknown_variable_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILTUI_TIMEZONE", "UTC")
    with pytest.raises(ConfigError) as caught:
        load()
    assert caught.value.title == "the variable MAILTUI_TIMEZONE is no setting"
    assert caught.value.hint == "did you mean MAILTUI_TIME_ZONE?"


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILTUI_UTC", "perhaps")
    with pytest.raises(ConfigError, match="MAILTUI_UTC: utc = 'perhaps'"):
        load()


def test_a_file_that_is_not_text(write: Write) -> None:
    write("").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load()


def test_a_folder_in_the_place_of_the_file(home: Path) -> None:
    (home / ".config/mailtui/config.toml").mkdir(parents=True)
    with pytest.raises(ConfigError, match="cannot be read"):
        load()


def test_the_command_prints_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config"]) == 0
    captured = capsys.readouterr()
    assert [line.split()[0] for line in captured.out.splitlines()] == ["setting", *NAMES]
    assert "There is no settings file" in captured.err


def test_the_command_prints_json(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write("utc = true\nlogs = ['/a']")
    assert run(["config", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["file"] == str(path)
    assert printed["settings"]["logs"] == {"value": ["/a"], "origin": "file", "where": f"{path}:2"}


def test_a_wrong_setting_stops_every_command(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("them = 1")
    assert run(["doctor"]) == 2
    assert "did you mean theme?" in capsys.readouterr().err


def test_defaults_are_loaded_without_pydantic() -> None:
    program = (
        "import sys; from mailtui.config import load; load(); raise SystemExit('pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_what_is_checked_is_what_there_is() -> None:
    from mailtui.config.checking import Checked

    assert tuple(Checked.model_fields) == NAMES
    plain = {"db", "searches", "watch", "suppress"}  # the words that are allowed only the checker knows
    assert {name: field.annotation for name, field in Checked.model_fields.items() if name not in plain} == {
        name: kind for name, kind in get_type_hints(Settings).items() if name not in plain
    }
