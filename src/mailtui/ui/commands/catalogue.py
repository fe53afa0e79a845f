"""Every command of the screens, once. One grammar: a key means the same wherever it means something.

The commands stand in `mailtui.ui.commands.listed`. A screen says which of them it does, and how, with
`mailtui.ui.commands.does`.
"""

from __future__ import annotations

from mailtui.ui.commands.command import Command
from mailtui.ui.commands.listed.acting import ACT, MARK, TAKE
from mailtui.ui.commands.listed.going import APP, GO
from mailtui.ui.commands.listed.looking import QUERY, VIEW
from mailtui.ui.commands.listed.moving import FIND, MOVE
from mailtui.ui.commands.listed.rows import DOMAIN, JOB, ROW

GROUPS = {
    "move": "Move",
    "row": "This row",
    "mark": "Marks",
    "act": "Act on the marks, or on this row",
    "take": "Take away",
    "domain": "Domains",
    "job": "Jobs of the worker",
    "query": "Query",
    "find": "Find in the results",
    "view": "View",
    "go": "Go",
    "app": "mailtui",
}
"""The groups in the order of the help, with their headings."""

_ALL = (*MOVE, *ROW, *MARK, *ACT, *TAKE, *DOMAIN, *JOB, *QUERY, *FIND, *VIEW, *GO, *APP)

CATALOGUE = {command.id: command for command in _ALL}
"""Every command by its id, in the order of the help."""


def command(identifier: str) -> Command:
    """The command with that id; KeyError when there is none."""
    return CATALOGUE[identifier]
