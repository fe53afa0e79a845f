"""Marks, and what is done with what is marked, or with the row under the cursor."""

from __future__ import annotations

from mailtui.ui.commands.command import Command

MARK: tuple[Command, ...] = ()
"""Marking: `mark.*`."""
ACT: tuple[Command, ...] = ()
"""Notes, tags, suppressions, repeating, undo and redo: `act.*`."""
TAKE: tuple[Command, ...] = ()
"""Taking away: yank, export: `take.*`."""
