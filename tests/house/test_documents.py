"""The documents name what exists: every command, every setting, and no command that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from mailtui import __version__
from mailtui.cli.lazy import TABLE, LazyGroup
from mailtui.config.settings import NAMES
from mailtui.ui.commands.listed.going import GO, NO_SCREENS

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
COMMANDS = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
WORDS = {*TABLE, "QUERY", "COMMAND"}
"""What may follow `mailtui` in a code span or block."""


def _command(name: str) -> click.Command:
    command = LazyGroup().get_command(click.Context(click.Command("mailtui")), name)
    assert command is not None
    return command


@pytest.mark.parametrize("name", TABLE)
def test_every_command_and_its_options_are_documented(name: str) -> None:
    section = re.search(rf"^## mailtui {name}$(.*?)(?=^## |\Z)", COMMANDS, re.MULTILINE | re.DOTALL)
    assert section, f"docs/commands.md has no section on {name}"
    command = _command(name)
    children = list(command.commands.values()) if isinstance(command, click.Group) else []
    before = [
        part.make_metavar(click.Context(command))
        for part in command.params
        if isinstance(part, click.Argument)
    ]
    for child in children:
        assert f"`mailtui {' '.join([name, *before, str(child.name)])}" in section[1]
    for part in (command, *children):
        for option in part.params:
            if isinstance(option, click.Option) and "--db" not in option.opts:
                assert any(f"`{word}" in section[1] for word in option.opts), option.opts


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_documented_with_its_variable(name: str) -> None:
    assert re.search(rf"^\| `{name}` \| `MAILTUI_{name.upper()}` \|", SETTINGS, re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_that_documents_name_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for rest in re.findall(r"(?:`|^|[$/&] ?)mailtui (?:--db \S+ )?([a-z]+)", text, re.MULTILINE):
        assert rest in WORDS, f"{document.name} names `mailtui {rest}`"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_to_files_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_the_changelog_knows_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_readme_shows_a_command_for_the_demo_and_one_for_the_tests() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "mailtui demo" in readme
    assert re.search(r"^## Tests$.*?^```sh\n[^\n]*tests/run\.py\n```", readme, re.MULTILINE | re.DOTALL)


def test_the_readme_names_every_screen_with_its_key() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = readme.partition("## Screens\n")[2].partition("\n## ")[0]
    screens = [one for one in GO if one.id not in NO_SCREENS]
    assert len(screens) == 13
    assert not [one.id for one in screens if f"`{one.keys[0]}`" not in named]
