"""Who is at the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from mailtui.model.enums import OperatorRole


@dataclass(frozen=True, slots=True)
class Operator:
    """A person as the kernel knows it; what the environment adds are hints, which anyone can set."""

    uid: int
    """The real user id of the process."""
    name: str
    """The login name of that uid, or `uid 1234` where the system has none."""
    role: OperatorRole
    why: str = ""
    """Why the role is not higher, for people: `the database is read-only`."""
    sudo_user: str = ""
    """SUDO_USER: who became this user by sudo."""
    ssh: str = ""
    """SSH_CONNECTION: from where."""

    writes: bool = True
    """Whether the database can be written at all: then refused attempts are written down too."""

    @property
    def known_as(self) -> str:
        """`root (alice)`: what assignees and authors are called, and the name of their row."""
        return f"{self.name} ({self.sudo_user})" if self.sudo_user else self.name
