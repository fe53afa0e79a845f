"""The first paint waits for no database layer, and the terminal's verdict for no Textual."""

import subprocess
import sys

import pytest


def loaded(statement: str) -> set[str]:
    code = f"{statement}; import sys; print(' '.join(name.partition('.')[0] for name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


@pytest.mark.parametrize("module", ["mailtui.ui.app", "mailtui.ui.starting"])
def test_the_app_loads_no_database_layer(module):
    assert not loaded(f"import {module}") & {"sqlmodel", "sqlalchemy", "sqlite3", "pydantic", "alembic"}


@pytest.mark.parametrize("module", ["mailtui.ui", "mailtui.ui.terminal"])
def test_the_door_loads_no_textual(module):
    assert not loaded(f"import {module}") & {"textual", "rich"}


def test_the_app_loads_no_services():
    code = "import mailtui.ui.app, sys; print([m for m in sys.modules if m.startswith('mailtui.s')])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
