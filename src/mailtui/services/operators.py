"""Who is at the terminal: uid and name by the kernel and its user list, role by unix group.

What the environment says (SUDO_USER, SSH_CONNECTION) are hints, which anyone can set; they decide nothing.
"""

from __future__ import annotations

import grp
import os
import pwd
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mailtui.errors import ConfigError
from mailtui.model.enums import OperatorRole
from mailtui.model.operator import Operator
from mailtui.model.work import Reader

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}\$?")
"""A login name (useradd(8)), so that a hint cannot pretend to be more."""
_CONNECTION = re.compile(r"[0-9A-Fa-f:.%a-z]{2,64} \d{1,5} [0-9A-Fa-f:.%a-z]{2,64} \d{1,5}")
"""Client address and port, server address and port (sshd(8))."""


@dataclass(frozen=True, slots=True)
class Roles:
    """What the settings say of roles."""

    operator_group: str | None = None
    """Members may act. Not set: who can write the database may."""
    admin_group: str | None = None
    """Members may do everything. Not set: who may act may."""
    read_only: bool = False
    """Nobody may do anything: --read-only."""


def who(database: Path, roles: Roles | None = None, environment: Mapping[str, str] = os.environ) -> Operator:
    """The operator of this process; ConfigError when a group of the settings does not exist."""
    uid, roles = os.getuid(), roles or Roles()
    name = login(uid)
    writes = not roles.read_only and (can_write(database) or not database.exists())
    role, why = _role(database, roles, name, writes=writes)
    return Operator(
        uid,
        name,
        role,
        why,
        _hint(_NAME, environment.get("SUDO_USER", "")),
        _hint(_CONNECTION, environment.get("SSH_CONNECTION", "")),
        writes,
    )


def reading(environment: Mapping[str, str] = os.environ) -> Reader:
    """Who reads: uid and name as their notes are kept under. Asks nothing of the database or the settings."""
    uid = os.getuid()
    sudo = _hint(_NAME, environment.get("SUDO_USER", ""))
    return Reader(uid, Operator(uid, login(uid), OperatorRole.VIEWER, sudo_user=sudo).known_as)


def login(uid: int) -> str:
    """The login name of a uid, by the system's user list; `uid 1234` where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid {uid}"


def _hint(form: re.Pattern[str], said: str) -> str:
    """What the environment says, if it looks like what it should be."""
    return said if form.fullmatch(said) else ""


def _role(database: Path, roles: Roles, name: str, *, writes: bool) -> tuple[OperatorRole, str]:
    if roles.read_only:
        return OperatorRole.VIEWER, "the database is opened read-only"
    mine = {*os.getgroups(), os.getgid()}
    groups = {wanted: group_id(wanted) for wanted in (roles.operator_group, roles.admin_group) if wanted}
    if not writes:
        return OperatorRole.VIEWER, f"you ({name}) may not write to {database}: ask for the rights on it"
    if os.getuid() == 0 or not groups:
        return OperatorRole.ADMIN, ""
    if roles.admin_group and groups[roles.admin_group] in mine:
        return OperatorRole.ADMIN, ""
    if roles.operator_group is None or groups[roles.operator_group] in mine:
        return OperatorRole.OPERATOR, _asked(name, roles.admin_group)
    return OperatorRole.VIEWER, _asked(name, roles.operator_group)


def _asked(name: str, group: str | None) -> str:
    if group is None:
        return "only root is more, since the setting admin_group names no group"
    return f"ask an admin of this machine to add you ({name}) to group {group}, then log in again"


def can_write(database: Path) -> bool:
    """Whether this process may change the database: the file, and the folder where its log is."""
    return os.access(database, os.W_OK) and os.access(database.parent, os.W_OK | os.X_OK)


def group_id(name: str) -> int:
    """The id of a unix group; ConfigError when there is none of that name."""
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError as error:
        raise ConfigError(
            f"there is no unix group {name!r}, which the settings name",
            f"make it (groupadd {name}), or mend operator_group and admin_group in the settings",
        ) from error
