"""Who is at the terminal, and what they may: by the kernel, by groups, by the rights on the file."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.acting.test_deciding import FIRST, rows

from mailtui.cli.main import run
from mailtui.errors import ConfigError, NotAllowedError
from mailtui.model.enums import IncidentState, OperatorRole
from mailtui.services.acting import Acting
from mailtui.services.operators import Roles, login, who
from mailtui.store.acting.audit import Entry

OPS, ADMINS = "mail-ops", "mail-admin"
GROUPS = {OPS: 3001, ADMINS: 3002}


@pytest.fixture
def as_ann(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Be uid 1001 with these groups; both groups exist."""

    def found(name: str) -> object:
        return SimpleNamespace(gr_gid=GROUPS[name])

    def be(*groups: str, uid: int = 1001) -> None:
        monkeypatch.setattr(os, "getuid", lambda: uid)
        monkeypatch.setattr(os, "getgroups", lambda: [GROUPS[name] for name in groups])
        monkeypatch.setattr(os, "getgid", lambda: 1001)
        monkeypatch.setattr(pwd, "getpwuid", lambda _: SimpleNamespace(pw_name="ann"))
        monkeypatch.setattr(grp, "getgrnam", found)

    return be


@pytest.mark.parametrize(
    ("settings", "mine", "role"),
    [
        (Roles(), (), OperatorRole.ADMIN),
        (Roles(OPS, ADMINS), (ADMINS,), OperatorRole.ADMIN),
        (Roles(OPS, ADMINS), (OPS, ADMINS), OperatorRole.ADMIN),
        (Roles(OPS, ADMINS), (OPS,), OperatorRole.OPERATOR),
        (Roles(OPS, ADMINS), (), OperatorRole.VIEWER),
        (Roles(OPS), (OPS,), OperatorRole.OPERATOR),
        (Roles(OPS), (), OperatorRole.VIEWER),
        (Roles(admin_group=ADMINS), (), OperatorRole.OPERATOR),
        (Roles(admin_group=ADMINS), (ADMINS,), OperatorRole.ADMIN),
        (Roles(read_only=True), (ADMINS,), OperatorRole.VIEWER),
    ],
)
def test_roles_by_group(
    settings: Roles, mine: tuple[str, ...], role: OperatorRole, as_ann: Callable[..., None], database: Path
) -> None:
    as_ann(*mine)
    assert who(database, settings).role is role


def test_root_is_admin_whatever_the_groups(as_ann: Callable[..., None], database: Path) -> None:
    as_ann(uid=0)
    assert who(database, Roles(OPS, ADMINS)).role is OperatorRole.ADMIN


def test_a_greyed_verb_says_whom_to_ask(as_ann: Callable[..., None], database: Path) -> None:
    as_ann()
    acting = Acting(database, who(database, Roles(OPS, ADMINS)), lambda: 1, lambda _: None)
    assert acting.may("state") == (
        "you are a viewer: ask an admin of this machine to add you (ann) to group mail-ops, then log in again"
    )
    as_ann(OPS)
    acting = Acting(database, who(database, Roles(OPS, ADMINS)), lambda: 1, lambda _: None)
    assert acting.may("state") is None
    assert "add you (ann) to group mail-admin" in (acting.may("retention") or "")


def test_hints_are_hints(as_ann: Callable[..., None], database: Path) -> None:
    """Whatever the environment says is kept only when it looks like what it should be."""
    as_ann()
    told = {"SUDO_USER": "alice", "SSH_CONNECTION": "192.0.2.9 50022 192.0.2.1 22", "USER": "mallory"}
    one = who(database, Roles(), told)
    assert (one.uid, one.name, one.known_as) == (1001, "ann", "ann (alice)")
    assert one.ssh == "192.0.2.9 50022 192.0.2.1 22"
    hostile = {"SUDO_USER": "root) \x1b[31m", "SSH_CONNECTION": "<script> 1 2 3\n"}
    assert (who(database, Roles(), hostile).sudo_user, who(database, Roles(), hostile).ssh) == ("", "")


def test_a_uid_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert login(4_000_000) == "uid 4000000"


def test_a_group_that_does_not_exist_is_an_error_of_the_settings(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ConfigError, match="no unix group 'no-such-group'"):
        who(database, Roles("no-such-group"))
    monkeypatch.setenv("MAILTUI_OPERATOR_GROUP", "no-such-group")
    assert run(["--db", str(database), "incident", "1", "--state", "open"]) == 2
    capsys.readouterr()
    assert run(["--db", str(database), "doctor"]) == 1
    said = capsys.readouterr().out
    assert "fail  operator" in said
    assert "groupadd no-such-group" in said


def test_read_only_by_option_and_by_setting(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--read-only", "--db", str(database), "incident", "1", "--state", "open"]) == 7
    assert "you are a viewer: the database is opened read-only" in capsys.readouterr().err
    monkeypatch.setenv("MAILTUI_READ_ONLY", "1")
    assert run(["--db", str(database), "undo"]) == 7
    assert rows(database, "SELECT * FROM audit_entry") == []
    assert run(["--db", str(database), "config"]) == 0
    assert "viewer: the database is opened read-only" in capsys.readouterr().err


def test_who_cannot_write_is_told_to_syslog_alone(database: Path) -> None:
    told: list[Entry] = []
    viewer = who(database, Roles(read_only=True))
    acting = Acting(database, viewer, lambda: 7, told.append)
    with pytest.raises(NotAllowedError):
        acting.state([FIRST], IncidentState.OPEN, "bob@example.org asked")
    acting.record("export", after={"file": "out.csv", "query": "to:bob@example.org"})
    assert [(entry.id, entry.act, entry.hash) for entry in told] == [(0, "state", b""), (0, "export", b"")]
    assert "bob" not in str(told)
    assert rows(database, "SELECT * FROM audit_entry") == []


def as_nobody(database: Path, roles: Roles, group: int) -> str:
    """What a process of nobody, with this group, finds out about itself."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgroups([group])
            os.setgid(group)
            os.setuid(65534)
            one = who(database, roles, {"USER": "root", "LOGNAME": "root"})
            os.write(write, f"{one.uid} {one.name} {one.role} {one.why}".encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else")
def test_another_uid_for_real(database: Path) -> None:
    """nobody, with and without the group and the rights."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        path = Path(shutil.copy(database, Path(folder) / "mailtui.db"))
        path.chmod(0o644)
        assert as_nobody(path, Roles(), 65534).startswith("65534 nobody viewer you (nobody) may not write to")
        os.chmod(folder, 0o777)
        path.chmod(0o666)
        assert as_nobody(path, Roles(), 65534) == "65534 nobody admin "
        users = grp.getgrnam("users").gr_gid
        assert as_nobody(path, Roles("users"), 65534).startswith("65534 nobody viewer ask an admin")
        assert as_nobody(path, Roles("users"), users).startswith("65534 nobody operator")
