"""The store opens no file by itself that may be SQLite's: closing it would take this process's locks away."""

from __future__ import annotations

import ast
from pathlib import Path

STORE = Path(__file__).parents[2] / "src/mailtui/store"
OPENS = {"open", "read_bytes", "read_text", "write_bytes", "write_text", "touch", "copyfile", "copy2"}
ALLOWED = {
    "descriptors.py": "what may be a database, never closed then",
    "lock.py": "the file of the lock beside it",
    "turns.py": "the file of turns beside it",
    "fresh.py": "the program's own schema",
}


def _opens(file: Path) -> bool:
    calls = (node.func for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    return bool(names & OPENS)


def test_only_these_open_files() -> None:
    assert {file.name for file in STORE.rglob("*.py") if _opens(file)} == set(ALLOWED)
