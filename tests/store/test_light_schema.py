"""Readers and writers know the tables as SQLModel defines them, without loading it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mailtui.store import schema
from mailtui.store.tables import light


def test_the_schema_of_readers_is_made_from_the_tables() -> None:
    """Made anew with `python -m mailtui.store.tables.light` after every change of a table."""
    assert Path(schema.__file__).read_text(encoding="utf-8") == light.source()


@pytest.mark.parametrize("module", ["services.desk", "services.imports", "worker.process"])
def test_nobody_loads_sqlmodel_to_start(module: str) -> None:
    """SQLModel (with pydantic and the ORM) takes as long to load as a screen, or a small import, does."""
    heavy = "{'sqlmodel', 'pydantic', 'sqlalchemy.orm'}"
    code = f"import sys, mailtui.{module}; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
