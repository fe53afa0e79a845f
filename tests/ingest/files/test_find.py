"""From what the user names to the logs to read, in order; one clear problem for what cannot be read."""

from __future__ import annotations

import grp
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ingest.files.packing import PACKERS

from mailtui.errors import InputError
from mailtui.ingest import access, files
from mailtui.ingest.files import Found, find
from mailtui.ingest.looking import first_stamp
from mailtui.model.enums import LogType

NOBODY = 65534


def main_line(stamp: str = "2026-11-20 23:27:43") -> bytes:
    return f"{stamp} 1xUY19-000000006JX-1NTW <= a@ours.example U=root P=local S=352\n".encode()


def reject_line(stamp: str = "2026-11-20 23:27:43") -> bytes:
    return f"{stamp} H=mx.example [192.0.2.7] F=<j@x.example> rejected RCPT <b@ours.example>: no\n".encode()


def put(path: Path, *lines: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    ending = next((ending for ending in PACKERS if ending and path.name.endswith(ending)), "")
    path.write_bytes(PACKERS[ending](b"".join(lines or (main_line(),))))
    return path


def names(found: Found, under: Path) -> list[str]:
    return [os.path.relpath(file.path, under) for file in found.files]


def only_problem(*paths: Path | str) -> InputError:
    found = find([str(path) for path in paths])
    assert found.files == ()
    (problem,) = found.problems
    assert isinstance(problem, InputError)
    assert problem.hint
    return problem


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    put(tmp_path / "mainlog", main_line("2026-11-20 06:25:10"))
    put(tmp_path / "mainlog.1", main_line("2026-11-19 06:25:10"))
    put(tmp_path / "mainlog.2.gz", main_line("2026-11-18 06:25:10"))
    put(tmp_path / "mainlog.10.zst", main_line("2026-11-10 06:25:10"))
    put(tmp_path / "rejectlog", reject_line("2026-11-20 06:25:02"))
    put(tmp_path / "rejectlog.1", reject_line("2026-11-19 09:00:00"))
    put(tmp_path / "paniclog", main_line("2026-11-01 00:00:00"))
    return tmp_path


IN_ORDER = ["paniclog", "mainlog.10.zst", "mainlog.2.gz", "mainlog.1", "rejectlog.1", "mainlog", "rejectlog"]


def test_a_folder_gives_its_logs_oldest_first_and_main_before_reject(logs: Path) -> None:
    found = find([str(logs)])
    assert found.problems == ()
    assert names(found, logs) == IN_ORDER
    types = {os.path.basename(file.path): file.log_type for file in found.files}
    assert types["mainlog.10.zst"] is LogType.MAIN
    assert types["rejectlog.1"] is LogType.REJECT
    assert types["paniclog"] is LogType.PANIC


def test_what_is_told_of_a_file(logs: Path) -> None:
    (file,) = find([str(logs / "mainlog.2.gz")]).files
    status = (logs / "mainlog.2.gz").stat()
    assert file.first == "2026-11-18 06:25:10"
    assert (file.size, file.modified) == (status.st_size, status.st_mtime)
    assert (file.device, file.inode) == (status.st_dev, status.st_ino)
    assert not file.stream


def test_patterns_files_and_folders_name_each_log_once(logs: Path) -> None:
    (logs / "link").symlink_to("mainlog")
    (logs / "hard").hardlink_to(logs / "mainlog")
    found = find(
        [f"{logs}/mainlog*", str(logs / "mainlog"), str(logs), str(logs / "link"), str(logs / "hard")]
    )
    assert found.problems == ()
    assert names(found, logs) == IN_ORDER


def test_folders_within_the_folder_are_searched_one_level_deep(tmp_path: Path) -> None:
    put(tmp_path / "exim4" / "mainlog")
    put(tmp_path / "exim4" / "old" / "mainlog.9")
    assert names(find([str(tmp_path)]), tmp_path) == ["exim4/mainlog"]


def test_a_folder_named_mainlog(tmp_path: Path) -> None:
    put(tmp_path / "mainlog" / "mainlog.1")
    assert names(find([str(tmp_path / "mainlog")]), tmp_path) == ["mainlog/mainlog.1"]
    assert names(find([str(tmp_path)]), tmp_path) == ["mainlog/mainlog.1"]


def test_a_log_under_any_name_is_known_by_its_content(tmp_path: Path) -> None:
    put(tmp_path / "copy-of-friday", main_line(), main_line())
    assert names(find([str(tmp_path)]), tmp_path) == ["copy-of-friday"]


def test_other_files_in_the_folder_make_no_noise(logs: Path) -> None:
    (logs / "exim.pid").write_text("812\n")
    (logs / "notes").write_text("call the provider\n")
    (logs / "core").write_bytes(bytes(range(256)) * 20)
    (logs / "broken").symlink_to("nowhere")
    (logs / "empty").touch()
    put(logs / "msglog" / "1xUY19-000000006JX-1NTW", b"2026-11-20 23:27:43 Received from a@ours.example\n")
    os.mkfifo(logs / "pipe")
    found = find([str(logs)])
    assert found.problems == ()
    assert names(found, logs) == IN_ORDER


def test_an_empty_log_beside_others_is_normal_but_not_when_named(logs: Path) -> None:
    (logs / "paniclog").write_bytes(b"")
    assert find([str(logs)]).problems == ()
    assert find([f"{logs}/*log"]).problems == ()
    assert only_problem(logs / "paniclog").title == f"{logs}/paniclog is empty"


def test_a_folder_of_empty_logs(tmp_path: Path) -> None:
    (tmp_path / "mainlog").touch()
    assert only_problem(tmp_path).title == f"the logs in {tmp_path} are empty"
    assert only_problem(f"{tmp_path}/main*").title == f"the logs that match {tmp_path}/main* are empty"


@pytest.mark.parametrize("ending", [".gz", ".xz", ".bz2", ".zst"])
def test_a_compressed_empty_log_is_empty(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"mainlog.1{ending}"
    path.write_bytes(PACKERS[ending](b""))
    assert only_problem(path).title == f"{path} is empty"


def test_bad_ones_are_told_and_the_others_go_on(logs: Path) -> None:
    (logs / "mainlog.3.gz").write_bytes(b"\x1f\x8b\x08rubbish")
    (logs / "mainlog.4").write_bytes(bytes(range(256)) * 20)
    found = find([str(logs), str(logs / "missing"), f"{logs}/nothing*"])
    assert names(found, logs) == IN_ORDER
    titles = [problem.title for problem in found.problems if isinstance(problem, InputError)]
    assert titles == [
        f"{logs}/mainlog.3.gz is damaged: it does not unpack",
        f"{logs}/mainlog.4 is binary, not a log",
        f"{logs}/missing does not exist",
        f"no file matches {logs}/nothing*",
    ]


def test_empty_logs_elsewhere_do_not_make_a_folder_empty(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    (tmp_path / "a" / "mainlog").touch()
    titles = [str(problem) for problem in find([str(tmp_path / "a"), str(tmp_path / "b")]).problems]
    assert "are empty" in titles[0]
    assert "no Exim log" in titles[1]


def test_what_cannot_be_a_log(tmp_path: Path) -> None:
    loop, zipped, text = tmp_path / "loop", tmp_path / "a.zip", tmp_path / "letter"
    loop.symlink_to(loop)
    zipped.write_bytes(b"PK\x03\x04" + bytes(100))
    text.write_text("Dear bob,\nyour mail did not arrive.\n")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "sock"))
        assert "socket or a device" in only_problem(tmp_path / "sock").title
    assert "leads back to itself" in only_problem(loop).title
    assert "zip archive" in only_problem(zipped).title
    assert "not an Exim log" in only_problem(text).title
    assert "socket or a device" in only_problem("/dev/null").title
    assert "does not exist" in only_problem(text / "mainlog").title


def test_a_symlink_loop_named_like_a_log_is_told_in_a_folder(logs: Path) -> None:
    (logs / "mainlog.5").symlink_to(logs / "mainlog.5")
    (logs / "around").symlink_to(logs)
    found = find([str(logs)])
    assert names(found, logs) == IN_ORDER
    assert ["leads back" in str(problem) for problem in found.problems] == [True]


def test_a_folder_without_logs(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("call the provider\n")
    assert only_problem(tmp_path).title == f"there is no Exim log in the folder {tmp_path}"


def test_standard_input_and_pipes_are_not_touched(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rejectlog")
    found = find(["-", str(tmp_path / "rejectlog"), "-"])
    assert [(file.path, file.stream) for file in found.files] == [
        ("-", True),
        (str(tmp_path / "rejectlog"), True),
    ]
    assert found.files[1].log_type is LogType.REJECT


def test_a_log_that_begins_with_zeros(tmp_path: Path) -> None:
    put(tmp_path / "mainlog", b"\0" * 200_000, main_line())
    (file,) = find([str(tmp_path / "mainlog")]).files
    assert file.first == "2026-11-20 23:27:43"


def test_a_file_without_a_stamp_stands_with_its_family(tmp_path: Path) -> None:
    put(tmp_path / "mainlog.3", main_line("2026-11-17 06:25:10"))
    put(tmp_path / "mainlog.2", main_line("2026-11-18 06:25:10"))
    put(tmp_path / "mainlog", main_line("2026-11-20 06:25:10"))
    found = find([str(tmp_path)]).files
    undated = files.LogFile(str(tmp_path / "mainlog.1"), LogType.MAIN)
    order = [os.path.basename(file.path) for file in files.ordered([undated, *found])]
    assert order == ["mainlog.3", "mainlog.2", "mainlog.1", "mainlog"]


@pytest.mark.parametrize(
    ("sample", "stamp"),
    [
        (b"rubbish\n2026-11-20 23:27:43 x\n", "2026-11-20 23:27:43"),
        (b"\0\0\x002026-11-20 23:27:43.123 +0100 x\n", "2026-11-20 23:27:43"),
        (b"<22>Nov 20 23:30:11 mx exim[1]: x\n", "2026-11-20 23:30:11"),
        (b"Dec  1 23:30:11 mx exim[1]: x\n", "2025-12-01 23:30:11"),
        (b"<22>1 2026-11-20T23:27:43.1Z mx exim 1 - - x\n", "2026-11-20 23:27:43"),
        (b"nothing\n", ""),
    ],
)
def test_the_first_stamp(sample: bytes, stamp: str) -> None:
    november_21st_2026 = 1_795_219_200
    assert first_stamp(sample, november_21st_2026) == stamp


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach; `tmp_path` is its owner's alone."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.fixture
def as_nobody() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def test_permission_denied_names_the_command(
    open_folder: Path, as_nobody: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _as_root(lambda: put(open_folder / "mainlog"))
    _as_root(lambda: path.chmod(0))
    problem = only_problem(path)
    assert problem.title == f"{path} may not be read by {access.user()}"
    assert f"setfacl -m u:{access.user()}:rX {path}" in problem.hint
    assert only_problem(open_folder).title == problem.title
    monkeypatch.setattr(access, "_reading_group", lambda place: "adm")
    assert f"sudo usermod -aG adm {access.user()}" in only_problem(path).hint


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to a group")
def test_the_group_of_a_closed_folder_is_named(open_folder: Path, as_nobody: None) -> None:
    group = grp.getgrall()[4]
    path = _as_root(lambda: put(open_folder / "exim4" / "mainlog"))
    _as_root(lambda: os.chown(path.parent, 0, group.gr_gid))
    _as_root(lambda: path.parent.chmod(0o2750))
    for named in (path, path.parent):
        assert f"usermod -aG {group.gr_name} " in only_problem(named).hint
    found = find([str(open_folder)])
    assert "may not be read" in str(found.problems[0])


def _as_root(act):  # type: ignore[no-untyped-def]
    """Do something with the rights the test was started with."""
    user, group = os.geteuid(), os.getegid()
    os.seteuid(os.getuid())
    try:
        return act()
    finally:
        os.setegid(group)
        os.seteuid(user)
