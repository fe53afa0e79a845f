"""What the settings, `mailtui status`, the Worker screen and the doctor say about webhooks."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.events import examples
from tests.receiver.calling import PASSWORD, basic, live
from tests.ui.conftest import settle
from tests.ui.user import User
from tests.worker.processes import until

from mailtui.cli.main import run
from mailtui.errors import ConfigError
from mailtui.model.provider_view import ProviderView
from mailtui.services.desk import open_desk
from mailtui.services.receiving.address import address
from mailtui.services.receiving.hooks import hooks_of, open_part
from mailtui.services.standing import standings
from mailtui.ui.app import MailtuiApp
from mailtui.ui.screens.webhooks import WebhooksScreen
from mailtui.ui.widgets.provider_list import provider_columns
from mailtui.ui.widgets.worker_head import head_lines
from mailtui.ui.words import LOCAL
from mailtui.worker.listening import extra

GOOD = {"secret": "env:SECRET"}
DELIVERY = json.dumps({**examples.POSTMARK_DELIVERY, "Metadata": {}}).encode()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"provider": "pigeon"}, "names no provider"),
        ({"provider": "openmailer"}, "names no provider"),
        ({"secret": "hunter2"}, "no reference"),
        ({"secret": "file:relative"}, "no reference"),
        ({}, "names no secret"),
        ({"provider": "ses"}, "names no topics"),
        ({"provider": "brevo", "verify": "signature", **GOOD}, "verified in a way"),
        ({"provider": "mailjet", "verify": "basic", **GOOD}, "names no user"),
        ({"path": "../etc", **GOOD}, "a path that is none"),
        ({"accept_unsigned": "yes"}, "other than true or false"),
        ({"topics": [1], **GOOD}, "no list of ARNs"),
        ({"colour": "blue"}, "no setting 'colour'"),
        ("hunter2", "is no table"),
    ],
)
def test_an_account_described_wrongly_never_shows_a_secret(table: object, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        hooks_of({"mailgun": table})
    assert said in error.value.title
    assert "hunter2" not in str(error.value)
    assert "hunter2" not in str(open_part(table))


def test_everything_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(ConfigError, match=r"^3 things are wrong with webhooks") as error:
        hooks_of({"postmark": {}, "ses": {}, "sms": {"provider": "twilio"}, "mailgun": GOOD})
    for said in ("postmark in the settings names no secret", "ses in the settings names no topics"):
        assert said in error.value.hint
    assert (
        "webhooks.sms in the settings names no provider that mailtui knows:\n    provider = "
        in error.value.hint
    )


def test_paths_and_ways_by_themselves() -> None:
    found = hooks_of(
        {
            "mailgun": GOOD,
            "shop": {"provider": "mailgun", **GOOD},
            "mailjet": {"user": "mt", **GOOD},
            "brevo": GOOD,
        }
    )
    assert [(hook.path, hook.verify.value, hook.server) for hook in found] == [
        ("/mailgun", "signature", "mailgun"),
        ("/mailgun/shop", "signature", "shop"),
        ("/mailjet", "basic", "mailjet"),
        ("/brevo", "token", "brevo"),
    ]
    with pytest.raises(ConfigError, match=r"which webhooks\.mailgun has already"):
        hooks_of({"mailgun": GOOD, "shop": {"provider": "mailgun", "path": "/mailgun", **GOOD}})


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("8925", "127.0.0.1:8925"),
        (":80", "127.0.0.1:80"),
        ("localhost:1", "127.0.0.1:1"),
        ("::1", "[::1]:8925"),
        ("[::1]:5", "[::1]:5"),
        ("10.0.0.5", "10.0.0.5:8925"),
        ("0.0.0.0:80", "0.0.0.0:80"),
    ],
)
def test_where_is_listened(text: str, meant: str) -> None:
    assert str(address(text)) == meant


@pytest.mark.parametrize("text", ["mx.example.org", "1.2.3.4.5:80", "127.0.0.1:99999", "a:b", "-1"])
def test_nowhere(text: str) -> None:
    with pytest.raises(ConfigError, match="nothing to listen at"):
        address(text)


def test_counters_are_told(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with live(database, {"postmark": {"user": "mt", **GOOD}}) as receiver:
        assert receiver.post("/postmark", b"1", basic()) == 200
        assert receiver.post("/postmark", b"1", basic("\x1b[31m")) == 401
        until(lambda: standings(database, 0).receivers[0].refused)
    (one,) = standings(database, 0).receivers
    assert (one.name, one.account, one.accepted, one.refused, one.failed) == ("postmark", "postmark", 1, 1, 0)
    assert run(["--db", str(database), "status", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["receivers"]
    assert (told["accepted"], told["last_error"]) == (1, "the user or the password is wrong")
    assert run(["--db", str(database), "status"]) == 0
    assert "webhooks of postmark (postmark): 1 accepted, the last" in capsys.readouterr().out
    lines = ["".join(text for text, _ in left) for left, _ in head_lines(standings(database, 0), LOCAL)]
    assert any("postmark: 1 accepted" in line and "1 refused, 0 failed" in line for line in lines)
    with live(database, {"brevo": GOOD}):
        pass
    assert [one.name for one in standings(database, 0).receivers] == ["brevo"]


def test_other_commands_load_nothing_of_it(database: Path) -> None:
    program = (
        "import sys; from mailtui.cli.main import run; "
        f"code = run(['--db', {str(database)!r}, 'status', '--json']); "
        "sys.exit(code or {'uvicorn', 'cryptography'} & set(sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def _settings(home: Path, text: str) -> None:
    folder = home / ".config/mailtui"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(text)


def _doctor(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    run(["doctor", "--json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    return [finding for finding in found if finding["subject"] == "webhooks"]


def test_the_doctor(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "key"
    assert _doctor(capsys) == []
    _settings(home, f'listen = "8925"\n[webhooks.mailgun]\nsecret = "file:{key}"\n')
    assert [one["verdict"] for one in _doctor(capsys)] == ["fail"]
    key.write_text(PASSWORD)
    key.chmod(0o644)
    (found,) = _doctor(capsys)
    assert (found["verdict"], "chmod 640" in found["text"]) == ("warn", True)
    key.chmod(0o640)
    assert [one["verdict"] for one in _doctor(capsys)] == ["ok"]
    monkeypatch.setattr(extra, "NEEDED", ("uvicorn_that_is_not_there",))
    assert [(one["verdict"], one["hint"]) for one in _doctor(capsys)] == [("fail", extra.INSTALL)]


def test_the_worker_does_not_begin_without_what_it_needs(
    home: Path, database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(*words: str) -> str:
        assert run(["--db", str(database), "worker", "--listen", *words]) == 2
        return capsys.readouterr().err

    assert "no account whose webhooks" in said("8925")
    assert "nothing to listen at" in said("mx.example.org:8925")
    _settings(home, '[webhooks.brevo]\nsecret = "hunter2"\n')
    told = said("8925")
    assert "no reference" in told
    assert "hunter2" not in told
    assert run(["config"]) == 0
    assert run(["config", "--json"]) == 0
    assert "hunter2" not in capsys.readouterr().out
    _settings(home, '[webhooks.brevo]\nsecret = "env:SECRET"\n')
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert "cannot be listened at" in said(f"127.0.0.1:{other.getsockname()[1]}")
    monkeypatch.setattr(extra, "NEEDED", ("uvicorn_that_is_not_there",))
    assert "pip install 'mailtui[webhooks]'" in said("8925")


def test_an_account_that_takes_nothing_is_said_to_everywhere(
    database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    why = "takes nothing: the variable NOT_THERE of a secret is not set"
    tables = {"mailgun": {"secret": "env:NOT_THERE"}}
    with live(database, tables) as receiver:
        assert receiver.post("/mailgun") == 503
        until(lambda: standings(database, 0).receivers[0].failed)
        found = standings(database, 0)
    assert [(one.state, one.error) for one in found.sources] == [("error", why)]
    (one,) = found.receivers
    assert (one.state, one.last_error, one.failed) == ("error", why, 1)
    assert any(why in "".join(text for text, _ in left) for left, _ in head_lines(found, LOCAL))
    assert run(["--db", str(database), "status"]) == 0
    assert f"1 failed. It {why}" in capsys.readouterr().out
    account = _account(database)
    assert (account.state, account.last_error, account.failed) == ("error", why, 1)
    assert account.troubled(0)
    for width in (80, 120):
        row = _row(account, width)
        assert "error" in row["STATE"]
        assert row["FAILED"] == "1"
        assert "takes nothing" in row["ERROR"]
    monkeypatch.setenv("NOT_THERE", PASSWORD)
    with live(database, tables):
        pass
    assert (_account(database).state, _account(database).last_error) == ("", None)
    assert [one.error for one in standings(database, 0).sources] == [None]


def test_an_account_whose_name_is_a_servers(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        columns = "id, name, mta, time_zone"
        connection.execute(f"INSERT INTO server ({columns}) VALUES (1, 'brevo', 'exim', 'UTC')")
    with live(database, {"brevo": GOOD}):
        pass
    account = _account(database)
    assert (account.state, account.account) == ("error", "")
    assert account.last_error is not None
    assert "takes nothing: brevo is the name of a server" in account.last_error


def test_the_trouble_of_one_request_is_over_when_another_is_accepted(database: Path) -> None:
    with live(database, {"postmark": {"user": "mt", **GOOD}}) as receiver:
        assert receiver.post("/postmark", b"1", basic("wrong")) == 401
        until(lambda: standings(database, 0).receivers[0].last_error)
        account = _account(database)
        assert (account.state, account.last_error) == ("", "the user or the password is wrong")
        assert account.troubled(0)
        assert receiver.post("/postmark", b"1", basic()) == 200
        account = _account(database)
        assert (account.last_error, account.refused, account.troubled(0)) == (None, 1, False)


def _account(database: Path) -> ProviderView:
    (found,) = open_desk(database).providers.all()
    return found


def _row(account: ProviderView, width: int) -> dict[str, str]:
    return {column.title: column.say(account, LOCAL)[0] for column in provider_columns(width)}


async def test_the_same_numbers_everywhere(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with live(database, {"postmark": {"user": "mt", **GOOD}}) as receiver:
        for body in (DELIVERY, DELIVERY, b'{"RecordType": "Odd"}', b"[", b"["):
            assert receiver.post("/postmark", body, basic()) == 200
        receiver.read()
    found = standings(database, 0)
    (source,), (one,) = found.sources, found.receivers
    assert (source.lines, source.unrecognised, one.accepted, one.kept) == (3, 2, 5, 3)
    assert _account(database).unclear == 2
    assert run(["--db", str(database), "status"]) == 0
    assert "5 accepted (3 kept: repeats once)" in capsys.readouterr().out
    app = MailtuiApp(lambda: open_desk(database), look=LOCAL)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press("W")
        assert "2 payloads not understood" in user.text
        row = next(line for line in user.lines if "webhook /postmark" in line)
        assert row.split()[-2:] == ["3", "2"]
        await user.press("j", "g", "enter")
        assert isinstance(user.app.screen, WebhooksScreen)
        assert "postmark" in user.text


async def test_why_an_account_takes_nothing_stands_in_full_on_a_small_terminal(database: Path) -> None:
    path = "/etc/mailtui/a-folder-whose-name-is-long/" + "and-longer-" * 5 + "key"
    with live(database, {"mailgun": {"secret": f"file:{path}"}, "brevo": GOOD}):
        pass
    why = f"takes nothing: the secret's file {path} cannot be read: No such file or directory"
    app = MailtuiApp(lambda: open_desk(database), look=LOCAL)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        user = User(app, pilot)
        await user.press("W", "G")
        assert why.replace(" ", "") in "".join(user.text.split())
        assert any("error" in line and "mailgun" in line for line in user.lines)
        await user.press("7")
        while "file:" not in user.text:
            await user.press("j")
        assert why.replace(" ", "") in "".join(user.text.split())
