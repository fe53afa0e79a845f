"""The keymap file: overrides by command id; every mistake is told with file and line."""

from collections import Counter

import pytest
from tests.ui.test_commands import DOERS

from mailtui.errors import ConfigError
from mailtui.ui.commands import CATALOGUE
from mailtui.ui.keymaps import DEFAULT, SHIPPED, defaults, find, load

TOLD = {
    "query.edit": "/",
    "view.refresh": "r",
    "go.back": "q",
    "go.leave": "esc",
    "go.search": "2",
    "row.raw": "P",
    "app.help": "?",
}
"""Keys that the screens name in their sentences."""


@pytest.fixture
def keymap(tmp_path):
    def write(text):
        path = tmp_path / "keymap.toml"
        path.write_text(text)
        return load(path)

    return write


def test_an_empty_file_changes_nothing(keymap):
    assert keymap("") == defaults()


@pytest.mark.parametrize(
    "line", ['"query.failures" = "F"', 'query.failures = "F"', '[query]\nfailures = ["F"]']
)
def test_a_command_gets_another_key(keymap, line):
    assert keymap(line)["query.failures"] == "F"


def test_two_commands_may_swap_keys(keymap):
    found = keymap('"move.next-failure" = "E"\n"move.previous-failure" = "e"')
    assert (found["move.next-failure"], found["move.previous-failure"]) == ("E", "e")


def test_keys_are_written_as_they_are_typed(keymap):
    assert keymap('"query.failures" = ["#", "ctrl+f"]')["query.failures"] == "number_sign,ctrl+f"


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        (
            '\n"query.failure" = "F"',
            ":2: there is no command 'query.failure'",
            "did you mean query.failures?",
        ),
        ('"query.failures" = "j"', ":1: query.failures and move.down", "give move.down another key"),
        ('[query]\n\nfailures = "banana"', ":3: there is no key 'banana'", "character"),
        ('"query.failures" = []', ":1: no key at all", "default"),
        ('"query.failures" = 7', ":1: there is no key 7", "character"),
        ("what is this", "line 1", "looks like"),
        ('\nbase = "emacs"', ":2: there is no keymap 'emacs'", "default, vim, mutt"),
        ('base = "mutt"\n"app.print" = "l"', ":2: app.print and query.edit", "another key"),
    ],
)
def test_mistakes(keymap, text, said, hint):
    with pytest.raises(ConfigError) as caught:
        keymap(text)
    assert said in caught.value.title
    assert "keymap.toml" in caught.value.title
    assert hint in caught.value.hint


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ConfigError, match="No such file"):
        load(tmp_path / "none.toml")


async def test_the_new_key_works_and_the_old_one_does_not(keymap, make_app, desk):
    from tests.ui.conftest import settle

    app = make_app(desk, keymap=keymap('"query.failures" = "F"'))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("!")
        await settle(pilot)
        assert app.search.bar.reading.text == ""
        await pilot.press("F")
        await settle(pilot)
        assert app.search.bar.reading.text == "is:failed"


def test_a_file_says_what_it_builds_on(keymap):
    found = keymap('base = "vim"\n"query.failures" = "F"')
    assert found == {**find("vim"), "query.failures": "F"}


def test_a_name_or_a_path(tmp_path, monkeypatch):
    assert find(DEFAULT) == defaults()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text('"query.failures" = "F"')
    assert find("mine.toml")["query.failures"] == "F"
    with pytest.raises(ConfigError, match="no keymap 'vi'") as caught:
        find("vi")
    assert "did you mean vim?" in caught.value.hint


# -- the keymaps that come with mailtui ----------------------------------------------------------


@pytest.mark.parametrize("name", [DEFAULT, *SHIPPED])
def test_every_command_has_keys_of_its_own(name):
    keymap = find(name)
    assert set(keymap) == set(CATALOGUE)
    keys = Counter(key for keys in keymap.values() for key in keys.split(","))
    assert {key for key, number in keys.items() if number > 1} == set()


@pytest.mark.parametrize("name", [DEFAULT, *SHIPPED])
def test_no_command_needs_ctrl_alt_or_a_function_key(name):
    needing = [
        identifier
        for identifier, keys in find(name).items()
        if all("+" in key or (key[0] == "f" and key[1:].isdigit()) for key in keys.split(","))
    ]
    assert needing == []


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("doer", DOERS)
def test_every_screen_hears_them(name, doer):
    keymap, bound = find(name), doer._merge_bindings()
    bound.apply_keymap(keymap)
    for identifier in doer.doings:
        for key in keymap[identifier].split(","):
            assert bound.key_to_bindings[key][0].id == identifier, key


@pytest.mark.parametrize("name", SHIPPED)
def test_keys_that_sentences_name_do_what_they_say(name):
    from mailtui.ui.commands.keys import textual_key

    keymap = find(name)
    wrong = [one for one, key in TOLD.items() if textual_key(key) not in keymap[one].split(",")]
    assert wrong == []


async def test_hands_that_know_mutt(make_app, desk):
    from tests.ui.conftest import settle

    app = make_app(desk, keymap=find("mutt"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        rows = app.search.results.rows
        await pilot.press("z", "z")
        assert rows.cursor > 20
        await pilot.press("equals_sign")
        assert rows.cursor == 0
        await pilot.press("tab")
        await settle(pilot)
        assert rows.cursor == 2
        assert rows.has_focus
        await pilot.press("l", *"zz=l*h")
        await settle(pilot)
        assert app.search.bar.input.value == "zz=l*h"


async def test_hands_that_know_vim(make_app, desk):
    from tests.ui.conftest import settle

    app = make_app(desk, keymap=find("vim"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+d", "j", "l")
        await settle(pilot)
        assert app.last_trace is not None
        await pilot.press("h")
        await settle(pilot)
        assert app.screen is app.search
        await pilot.press("slash", *"hjkl")
        assert app.search.bar.input.value == "hjkl"
