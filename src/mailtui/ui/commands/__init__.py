"""Commands: what a user can do, each once. Key -> command -> service -> store."""

from mailtui.ui.commands.catalogue import CATALOGUE, GROUPS, command
from mailtui.ui.commands.command import Command
from mailtui.ui.commands.doing import Doer, Doing, does

__all__ = ["CATALOGUE", "GROUPS", "Command", "Doer", "Doing", "command", "does"]
