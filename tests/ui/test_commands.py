"""The catalogue of commands: every action once, every key once, and somebody who does it."""

from collections import Counter

import pytest
from textual.screen import Screen

from mailtui.ui.app import MailtuiApp
from mailtui.ui.commands import CATALOGUE, GROUPS, Doer, does
from mailtui.ui.commands.keys import shown_key, textual_key
from mailtui.ui.screens.campaign import CampaignScreen
from mailtui.ui.screens.campaigns import CampaignsScreen
from mailtui.ui.screens.contacts import ContactsScreen
from mailtui.ui.screens.domain import DomainScreen
from mailtui.ui.screens.domains import DomainsScreen
from mailtui.ui.screens.incident import IncidentScreen
from mailtui.ui.screens.search import SearchScreen
from mailtui.ui.screens.trace import TraceScreen
from mailtui.ui.screens.triage import TriageScreen
from mailtui.ui.screens.worker import WorkerScreen

DOERS = (
    MailtuiApp,
    TriageScreen,
    IncidentScreen,
    SearchScreen,
    TraceScreen,
    CampaignsScreen,
    CampaignScreen,
    ContactsScreen,
    DomainsScreen,
    DomainScreen,
    WorkerScreen,
)


def test_every_command_is_done_by_somebody():
    done = {identifier for doer in DOERS for identifier in doer.doings}
    assert done == set(CATALOGUE)


def test_a_key_means_one_thing_everywhere():
    keys = Counter(key for command in CATALOGUE.values() for key in command.keys)
    assert [key for key, number in keys.items() if number > 1] == []


def test_every_key_exists_and_none_needs_a_modifier_or_a_function_key():
    for command in CATALOGUE.values():
        assert all(textual_key(key) for key in command.keys), command
        assert any("+" not in key[1:] and not key.startswith("f1") for key in command.keys), command


def test_every_command_has_words_and_a_group():
    for command in CATALOGUE.values():
        assert command.title
        assert command.help.endswith(".")
        assert command.group in GROUPS


def test_a_command_that_is_not_in_the_catalogue_cannot_be_done():
    with pytest.raises(KeyError):

        class _(Screen[None], Doer):
            @does("no.such-command")
            def nothing(self) -> None: ...


@pytest.mark.parametrize(
    ("written", "name", "shown"),
    [
        ("!", "exclamation_mark", "!"),
        ("/", "slash", "/"),
        ("G", "G", "G"),
        ("esc", "escape", "esc"),
        ("pgdn", "pagedown", "pgdn"),
        ("ctrl+p", "ctrl+p", None),
        ("f5", "f5", None),
        ("banana", None, None),
        ("ctrl+", None, None),
        ("", None, None),
    ],
)
def test_names_of_keys(written, name, shown):
    assert textual_key(written) == name
    if shown:
        assert shown_key(name) == shown
