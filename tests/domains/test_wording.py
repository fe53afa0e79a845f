"""The line on the screen takes the words of the command."""

import pytest

from mailtui.cli.domains import add
from mailtui.errors import InputError
from mailtui.model.domain import Suggestion
from mailtui.services.domains import wording
from mailtui.services.domains.wishes import Wish


def test_the_words_are_those_of_the_command():
    options = {word for one in add.params for word in (*one.opts, *one.secondary_opts) if word[:2] == "--"}
    assert options - {"--db"} == {*wording.VALUES, *wording.SWITCHES}


@pytest.mark.parametrize(
    ("line", "wish"),
    [
        ("example.org", Wish()),
        ("  example.org  --no-receive --bimi ", Wish(receives=False, bimi=True)),
        (
            "--selector s1 --selector s2=abc= example.org --ip=192.0.2.1 --ip 2001:db8::1",
            Wish({"s1": None, "s2": "abc="}, ips=("192.0.2.1", "2001:db8::1")),
        ),
        ("example.org --token 'proof of it' --mx mx1.b", Wish(token="proof of it", mx_hosts=("mx1.b",))),
        (
            "example.org --spf-include a --ses-token t --ses-suffix b --mail-from c",
            Wish(spf_terms=("a",), ses_tokens=("t",), ses_suffix="b", mail_from="c"),
        ),
    ],
)  # fmt: skip
def test_a_line_is_a_domain_and_a_wish(line, wish):
    assert wording.read(line) == ("example.org", wish)


@pytest.mark.parametrize(
    ("line", "said", "hint"),
    [
        ("", "no domains are named", "example.org"),
        ("a.example b.example", "2 domains are named", "example.org"),
        ("example.org --selctor s1", "there is no --selctor", "--selector"),
        ("example.org --zzz", "there is no --zzz", "--no-receive"),
        ("example.org --ip", "--ip needs a value", "192.0.2.25"),
        ("example.org --ip --bimi", "--ip needs a value", "192.0.2.25"),
        ("example.org --token 'open", "quotation mark", "both sides"),
        ("example.org --\x1b[31m", "there is no --\\x1b[31m", ""),
    ],
)
def test_what_cannot_be_read_is_told_with_the_next_step(line, said, hint):
    with pytest.raises(InputError) as caught:
        wording.read(line)
    assert said in caught.value.title
    assert hint in caught.value.hint


def test_what_the_logs_show_is_a_wish():
    found = Suggestion("example.org", 9, 1, ("192.0.2.1",), ("s1",))
    assert wording.of_suggestion(found) == Wish({"s1": None}, ips=("192.0.2.1",))
