"""Who you are here, and what you may do."""

from __future__ import annotations

from pathlib import Path

from mailtui.errors import ConfigError
from mailtui.model.enums import OperatorRole
from mailtui.services.doctor.finding import Finding, Verdict, failed
from mailtui.services.operators import Roles, who


def look(database: Path, roles: Roles) -> Finding:
    """The role of who runs this; a group of the settings that does not exist is broken."""
    try:
        you = who(database, roles)
    except ConfigError as error:
        return failed("operator", error)
    text = f"you are {you.known_as} (uid {you.uid}), {you.role}"
    if you.role is OperatorRole.VIEWER:
        return Finding(Verdict.WARN, "operator", f"{text}: you can look, and change nothing", you.why)
    return Finding(Verdict.OK, "operator", text, you.why)
