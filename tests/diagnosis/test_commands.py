"""`mailtui diagnose` and `mailtui teach`, as scripts and people use them."""

from __future__ import annotations

import io
import json
import tomllib
from pathlib import Path

import pytest

from mailtui.cli.main import run
from mailtui.config.paths import rules_file

ODD = "550 the moon is in the wrong house for <bob@x.example>"
KEYS = (
    "text class side area permanent suppress rule confidence smtp_code enhanced_code provider advice template"
)


class Input(io.TextIOWrapper):
    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8")


def _piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", Input(data))


def _objects(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_one_object_for_each_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _piped(monkeypatch, b"550 5.1.1 User unknown\r\n\n452 4.2.2 Mailbox full\nb\xffd \x1b[2J\n")
    assert run(["diagnose", "--json", "-"]) == 0
    found = _objects(capsys)
    assert [one["class"] for one in found] == [
        "recipient-unknown", "uncategorised", "mailbox-full", "uncategorised",
    ]  # fmt: skip
    assert all(" ".join(one) == KEYS for one in found)
    assert found[0]["suppress"] == "now"
    assert found[1]["suppress"] == "never"
    assert found[2]["suppress"] == {"after": {"count": 3, "days": 30}}
    assert (found[0]["smtp_code"], found[0]["enhanced_code"], found[0]["permanent"]) == (550, "5.1.1", True)


def test_options_give_context(capsys: pytest.CaptureFixture[str]) -> None:
    text = "550 5.4.1 Recipient address rejected: Access denied"
    run(["diagnose", "--json", "--host", "x.mail.protection.outlook.com", "--phase", "rcpt", text])
    run(["diagnose", "--json", "--errno", "111", "unspecified"])
    microsoft, refused = _objects(capsys)
    assert (microsoft["class"], microsoft["provider"]) == ("recipient-unknown", "microsoft")
    assert (refused["class"], refused["side"]) == ("connect-failed", "net")


def test_a_card_for_one_reply(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diagnose", "421 4.7.0 Too many connections\x1b[2J"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(
        "CAUSE     rate-limited   confidence 0.86  rule rate-limited\nSIDE      US (volume)\n"
    )
    assert "\nNEXT      Slow down to this provider\n" in shown
    assert "\x1b" not in shown


def test_lines_for_many(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _piped(monkeypatch, b"550 5.1.1 User unknown\n")
    assert run(["diagnose"]) == 0
    shown = capsys.readouterr().out
    assert (
        shown == "recipient-unknown     RCPT     0.92  user-unknown                 550 5.1.1 User unknown\n"
    )


def test_nothing_to_diagnose(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _piped(monkeypatch, b"")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    assert run(["diagnose"]) == 2
    assert "there is no reply to diagnose" in capsys.readouterr().err


def test_teach_then_diagnose(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["teach", ODD, "--class", "recipient-restricted"]) == 0
    assert "my-the-moon-is-in" in capsys.readouterr().out
    assert run(["diagnose", "--json", "554 The Moon is in the wrong house for <eve@y.example>"]) == 0
    (found,) = _objects(capsys)
    assert (found["class"], found["side"], found["rule"]) == (
        "recipient-restricted", "policy", "my-the-moon-is-in",
    )  # fmt: skip


def test_taught_rules_add_up_and_keep_their_replies(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = '550 stars "fell" down \\ on \x7f\x1b every roof'
    assert run(["teach", ODD, "--class", "local"]) == 0
    rules_file().write_text("# my notes\n" + rules_file().read_text("utf-8"), "utf-8")
    args = ["--match", "stars fell down", "--id", "stars", "--host", "mx.x.example", "--phase", "data"]
    assert run(["teach", hostile, "--class", "malformed", *args, "--errno", "-46"]) == 0
    text = rules_file().read_text("utf-8")
    assert text.startswith("# my notes\n")
    rules = tomllib.loads(text)["rule"]
    assert [rule["id"] for rule in rules] == ["my-the-moon-is-in", "stars"]
    assert rules[1]["example"] == [{"text": hostile, "host": "mx.x.example", "phase": "data", "errno": -46}]
    assert [path.name for path in rules_file().parent.iterdir()] == ["rules.toml"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((ODD, "--match", "moon"), "too generic"),
        ((ODD, "--match", "in the"), "too generic"),
        ((ODD, "--match", "the sun is in"), "is not in the reply"),
        ((ODD, "--match", "the (moon"), "parentheses"),
        ((ODD, "--id", "User Unknown"), "must be lower-case"),
        ((ODD, "--id", "user-unknown"), "another rule 'user-unknown'"),
        (
            ("550 User unknown in this galaxy", "--match", "user unknown in"),
            "would change what 1 known",
        ),
        (("550 1234", "--class", "local"), "no words"),
    ],
)
def test_what_teach_refuses(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["teach", "--class", "content-spam", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert not rules_file().exists()


def test_force_insists(capsys: pytest.CaptureFixture[str]) -> None:
    reply = "550 User unknown in this galaxy"
    assert run(["teach", reply, "--class", "content-spam", "--match", "user unknown in", "--force"]) == 0
    assert run(["diagnose", "--json", "550 user unknown in table"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["class"] == "content-spam"


def test_a_later_rule_may_not_change_an_earlier_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["teach", ODD, "--class", "local"]) == 0
    again = ["teach", ODD + " today", "--class", "malformed", "--match", "the moon is in the wrong house for"]
    assert run(again) == 2
    assert "my-the-moon-is-in" in capsys.readouterr().err


def test_what_was_taught_of_a_reply_can_be_corrected(capsys: pytest.CaptureFixture[str]) -> None:
    other = "550 the sun stands in front of every house"
    assert run(["teach", ODD, "--class", "local"]) == 0
    assert run(["teach", other, "--class", "local"]) == 0
    text = rules_file().read_text("utf-8")
    second = text.index("[[rule]]", 1)
    rules_file().write_text(f"# first\n{text[:second]}# about the sun\n{text[second:]}", "utf-8")
    capsys.readouterr()
    assert run(["teach", ODD, "--class", "malformed"]) == 0
    said = capsys.readouterr().err
    assert "in place of my-the-moon-is-in" in said
    assert "mailtui diagnose --all" in said
    assert rules_file().read_text("utf-8").startswith("# first\n# about the sun\n[[rule]]")
    for reply, meant in ((ODD, "malformed"), (other, "local")):
        assert run(["diagnose", "--json", reply]) == 0
        assert _objects(capsys)[0]["class"] == meant


def test_a_rule_of_ones_own_that_knows_better_is_told_with_its_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["teach", ODD, "--class", "local"]) == 0
    assert run(["teach", ODD + " today", "--class", "malformed"]) == 2
    said = capsys.readouterr().err
    assert "my-the-moon-is-in knows this reply better" in said
    assert f"from {rules_file()}" in said


def test_no_reply_is_nothing_to_teach(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diagnose", ""]) == 0
    shown = capsys.readouterr().out
    assert "NEXT      The log names no reason" in shown
    assert "teach" not in shown


def test_words_that_name_no_cause_have_no_confidence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diagnose", "retry timeout exceeded"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("CAUSE     uncategorised   names no cause; that of the failure before counts\n")
    assert "confidence" not in shown


def test_a_broken_rules_file_is_told_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    rules_file().parent.mkdir(parents=True)
    rules_file().write_text('[[rule]]\nid = "x"\n', "utf-8")
    before = rules_file().read_bytes()
    assert run(["diagnose", "550 no"]) == 2
    assert "rules.toml:2: the rule has no class" in capsys.readouterr().err
    assert run(["teach", ODD, "--class", "local"]) == 2
    assert rules_file().read_bytes() == before


def test_a_folder_that_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    rules_file().parent.parent.mkdir(parents=True, exist_ok=True)
    rules_file().parent.write_text("a file, not a folder", "utf-8")
    assert run(["teach", ODD, "--class", "local"]) == 2
    assert "cannot be" in capsys.readouterr().err


def test_a_linked_rules_file_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "shared.toml"
    real.write_text("", "utf-8")
    real.chmod(0o640)
    rules_file().parent.mkdir(parents=True)
    rules_file().symlink_to(real)
    assert run(["teach", ODD, "--class", "local"]) == 0
    assert rules_file().is_symlink()
    assert "moon" in real.read_text("utf-8")
    assert real.stat().st_mode & 0o777 == 0o640
