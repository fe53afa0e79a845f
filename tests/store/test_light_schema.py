"""Readers know the same tables as writers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from mailtui.store import schema
from mailtui.store.tables import light


def test_the_schema_of_readers_is_made_from_the_tables() -> None:
    """Made anew with `python -m mailtui.store.tables.light` after every change of a table."""
    assert Path(schema.__file__).read_text(encoding="utf-8") == light.source()


def test_reading_does_not_load_sqlmodel() -> None:
    """SQLModel (with pydantic and the ORM) takes as long to import as the whole screen does."""
    heavy = "{'sqlmodel', 'pydantic', 'sqlalchemy.orm'}"
    code = f"import sys, mailtui.services.desk; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
