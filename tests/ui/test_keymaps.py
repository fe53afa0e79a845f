"""The keymap file: overrides by command id; every mistake is told with file and line."""

import pytest

from mailtui.errors import ConfigError
from mailtui.ui.keymaps import defaults, load


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
