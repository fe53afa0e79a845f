"""Rules files: what is wrong is told with file and line."""

from __future__ import annotations

import pytest

from mailtui.diagnosis.loading import rules_of
from mailtui.diagnosis.rule import Stage
from mailtui.errors import ConfigError

GOOD = """\
[[rule]]
id = "one"
class = "local"
match = ["some words"]
confidence = 0.9
source = "here"
example = "550 some words"

"""


def test_a_good_file() -> None:
    rules = rules_of(GOOD + GOOD.replace('"one"', '"two"'), "r.toml", Stage.USER)
    assert [(rule.id, rule.stage) for rule in rules] == [("one", Stage.USER), ("two", Stage.USER)]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"local"', '"lokal"', 12, "there is no class 'lokal'"),
        ("0.9", "1.9", 14, "confidence: must be a number above 0, at most 1"),
        ("0.9", "true", 14, "confidence: must be a number"),
        ('["some words"]', '["(some"]', 13, "parentheses"),
        ('["some words"]', "[]", 13, "match: is empty"),
        ('["some words"]', "[3]", 13, "match: must be text"),
        ('id = "two"', 'id = "Two!"', 11, "id: must be lower-case"),
        ('id = "two"', 'id = "one"', 11, "another rule 'one'"),
        ('source = "here"', "", 11, "the rule has no source"),
        ('source = "here"', 'source = "here"\nphases = "x"', 16, "a rule has no 'phases'"),
        ('source = "here"', 'source = "here"\nphase = "x"', 16, "phase:"),
        ('source = "here"', 'source = "here"\nesc = "5.7.1"', 16, "esc:"),
        ('source = "here"', 'source = "here"\nesc = "7.9-1"', 16, "goes backwards"),
        ('source = "here"', 'source = "here"\ncode = "9"', 16, "code:"),
        ('source = "here"', 'source = "here"\nsuppress = "after"', 16, "suppress:"),
        ('source = "here"', 'source = "here"\nsuppress = { days = 1 }', 16, "suppress:"),
        ('source = "here"', 'source = "here"\nlocal = "yes"', 16, "local: must be true or false"),
        ('source = "here"', 'source = "here"\nerrno = "x"', 16, "errno:"),
        ('match = ["some words"]', "", 11, "nothing to look for"),
        ('"550 some words"', "{ tekst = 1 }", 16, "an example is"),
    ],
)
def test_the_line_of_what_is_wrong(old: str, new: str, line: int, words: str) -> None:
    text = "# mine\n" + GOOD + GOOD.replace('"one"', '"two"').replace(old, new)
    with pytest.raises(ConfigError) as caught:
        rules_of(text, "r.toml", Stage.USER)
    assert caught.value.title.startswith(f"r.toml:{line}: "), caught.value.title
    assert words in caught.value.title


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[rule", "is not TOML"),
        ('stage = "code"', "r.toml:1: there is no key 'stage'"),
        ("rule = 3", "r.toml:1: rules are written"),
        ("\n[other]\n", "there is no key 'other'"),
    ],
)
def test_what_is_no_rules_file(text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        rules_of(text, "r.toml", Stage.USER)


def test_ids_of_other_files_are_taken() -> None:
    with pytest.raises(ConfigError, match="another rule 'one'"):
        rules_of(GOOD, "r.toml", Stage.USER, {"one"})
