"""The doctor: what is there, what may be read, what the log does not say, what to do."""

from __future__ import annotations

import grp  # noqa: F401 - before a test becomes a user who may not import it
import json
import os
import pwd  # noqa: F401
from pathlib import Path

import pytest

from mailtui.cli.main import run
from mailtui.services.demo.traffic import generate
from mailtui.services.doctor import logs, selectors, zone
from mailtui.services.doctor.finding import Finding, Verdict

NOW = 1_795_250_000_000_000
BARE = [
    b"2026-11-20 23:23:%02d 1xUXxL-00003M-3B <= alice@lab.example H=ws1.lab.example [127.0.1.1] P=esmtp S=360"
    % second
    for second in range(20)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("exim4")
    made = generate(NOW)
    (place / "mainlog").write_bytes(made.main)
    (place / "rejectlog").write_bytes(made.reject)
    return place


def test_logs_are_found_and_summed_up(folder: Path) -> None:
    found = logs.look([str(folder)])
    assert [finding.verdict for finding in found.findings] == [Verdict.OK]
    assert "mainlog, rejectlog" in found.findings[0].text
    assert found.current == folder / "mainlog"


def test_without_a_log_the_usual_places_are_named() -> None:
    found = logs.look((), ("/nowhere/exim4",))
    assert found.findings[0].verdict is Verdict.WARN
    assert "/nowhere/exim4" in found.findings[0].text
    assert "logs = [" in found.findings[0].hint


def test_a_usual_place_without_logs_is_no_fault(tmp_path: Path) -> None:
    assert [finding.verdict for finding in logs.look((), (str(tmp_path),)).findings] == [Verdict.WARN]


def test_a_log_named_in_the_settings_that_is_missing_is_broken() -> None:
    assert logs.look(["/nowhere/mainlog"]).findings[0].verdict is Verdict.FAIL


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_names_one_command(tmp_path: Path) -> None:
    closed = tmp_path / "exim4"
    closed.mkdir(mode=0)
    finding = logs.look([str(closed)]).findings[0]
    assert finding.verdict is Verdict.FAIL
    assert "sudo" in finding.hint


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")
def test_another_user_is_told_to_join_the_group(tmp_path: Path) -> None:
    place = tmp_path / "exim4"
    place.mkdir(mode=0o750)
    for folder in (place, *place.parents):
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            folder.chmod(0o755)
    place.chmod(0o750)
    os.chown(place, 0, 4)  # adm, as on Debian
    child = os.fork()
    if child == 0:
        good = False
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            finding = logs.look([str(place)]).findings[0]
            good = finding.verdict is Verdict.FAIL and "usermod -aG adm" in finding.hint
        finally:
            os._exit(0 if good else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_log_that_says_everything_needs_no_selector(folder: Path) -> None:
    missing = [selector.name for selector in selectors.missing(selectors.tail(folder / "mainlog"))]
    assert missing == ["outgoing_interface"]


def test_a_default_log_lacks_the_useful_selectors() -> None:
    missing = [selector.name for selector in selectors.missing(BARE)]
    assert missing == ["subject", "received_recipients", "millisec", "log_timezone"]


def test_few_lines_prove_nothing() -> None:
    assert selectors.missing(BARE[:3]) == []


def test_the_finding_says_the_line_to_write(tmp_path: Path) -> None:
    path = tmp_path / "mainlog"
    path.write_bytes(b"\n".join(BARE) + b"\n")
    finding = selectors.judge(path)
    assert finding.verdict is Verdict.WARN
    assert finding.hint.endswith(": +subject +received_recipients +millisec +log_timezone")


def test_the_end_of_a_long_log_is_read_in_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "mainlog"
    path.write_bytes(b"first line\nsecond line\nthird line\n")
    assert selectors.tail(path, 18) == [b"third line"]
    assert selectors.tail(path) == [b"first line", b"second line", b"third line"]


@pytest.mark.parametrize("name", ["exim-default", "exim-v498all"])
def test_selectors_of_the_real_logs(corpora: Path, name: str) -> None:
    missing = {
        selector.name for selector in selectors.missing(selectors.tail(corpora / "lab" / name / "mainlog"))
    }
    if name == "exim-default":
        assert {"subject", "received_recipients", "deliver_time", "queue_time"} <= missing
    else:
        assert missing == set()


def test_the_zone_of_the_settings_wins() -> None:
    assert "Europe/Berlin" in zone.look("Europe/Berlin").text


def test_log_times_are_read_in_the_zone_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":Europe/Berlin")
    assert "read as Europe/Berlin" in zone.look(None).text


def test_a_machine_whose_zone_has_no_name_is_told_to_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "<+05>-5")
    finding = zone.look(None)
    assert finding.verdict is Verdict.WARN
    assert "time_zone =" in finding.hint


def test_a_machine_on_utc_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    assert zone.look(None).verdict is Verdict.OK


def test_the_command_leaves_with_1_when_something_is_broken(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAILTUI_LOGS", str(folder))
    assert run(["doctor"]) == 0
    assert capsys.readouterr().out.startswith("ok    logs       ")
    monkeypatch.setenv("MAILTUI_LOGS", "/nowhere")
    assert run(["doctor"]) == 1


def test_a_file_that_is_no_database_is_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.db"
    path.write_text("no database at all, but long enough to be looked at\n" * 9)
    assert run(["doctor", "--json", "--db", str(path)]) == 1
    findings = [Finding(**one) for one in json.loads(capsys.readouterr().out)["findings"]]
    broken = [finding for finding in findings if finding.verdict == "fail"]
    assert [finding.subject for finding in broken] == ["database"]
    assert broken[0].hint


def test_a_hostile_path_is_shown_as_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAILTUI_LOGS", "/tmp/\x1b[31mred")
    run(["doctor"])
    assert "\x1b" not in capsys.readouterr().out
