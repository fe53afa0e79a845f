"""Commands suit the failure, and no stranger's text gets to a shell."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.enums import FailureClass, Side
from mailtui.mta.commands import Situation, commands, is_plain

ID = "1vMA01-000000001AB-0001"
BASE = Situation(
    ID, "bob@far.example", FailureClass.CONNECT_FAILED, Side.NET, True, False, "/var/log/exim4/mainlog"
)


@pytest.mark.parametrize(
    ("of", "wanted"),
    [
        (BASE, (f"exim -Mvl {ID}", f"exim -M {ID}  # changes the queue: tries it now")),
        (BASE._replace(frozen=True), (f"exim -Mvl {ID}", f"exim -Mt {ID}  # changes the queue: thaws it")),
        (
            BASE._replace(failure_class=FailureClass.DNS_FAILURE),
            ("exim -bt bob@far.example", f"exim -Mvl {ID}"),
        ),
        (
            BASE._replace(failure_class=FailureClass.PROVIDER_BLOCK, side=Side.US),
            (
                r"exiqgrep -r '@far\.example$'",
                r"exiqgrep -i -r '@far\.example$' | xargs -r exim -Mf  # changes the queue: freezes them",
            ),
        ),
        (BASE._replace(failure_class=FailureClass.MAILBOX_FULL, side=Side.RCPT), (f"exim -Mvl {ID}",)),
        (BASE._replace(waits=False), (f"exigrep {ID} /var/log/exim4/mainlog",)),
        (
            BASE._replace(waits=False, log="/var/log/it's a log"),
            (f"exigrep {ID} '/var/log/it'\"'\"'s a log'",),
        ),
        (BASE._replace(waits=False, log=None), ()),
        (
            BASE._replace(waits=False, failure_class=FailureClass.DOMAIN_UNKNOWN, log=None),
            ("exim -bt bob@far.example",),
        ),
    ],
)
def test_commands_suit_the_situation(of: Situation, wanted: tuple[str, ...]) -> None:
    assert commands(of) == wanted


@pytest.mark.parametrize(
    "address",
    [
        "-bP@far.example",
        "a b@far.example",
        "a\n@far.example",
        "a@-far.example",
        "a@far.example;id",
        "a",
        "@b.example",
        "\u202ea@far.example",
        "a@far",
    ],
)
def test_hostile_addresses_are_refused(address: str) -> None:
    assert not is_plain(address)
    of = BASE._replace(address=address, failure_class=FailureClass.DNS_FAILURE)
    assert all(address not in shlex.split(line, comments=True) for line in commands(of))
    assert all("-bt" not in line for line in commands(of))


@pytest.mark.parametrize(
    "address", ["o'brien@far.example", "a+b@far.example", "a$(id)@far.example", "x`id`@far.example"]
)
def test_odd_but_lawful_addresses_are_quoted_or_refused(address: str) -> None:
    of = BASE._replace(address=address, failure_class=FailureClass.DNS_FAILURE)
    first = commands(of)[0]
    assert not is_plain(address) or shlex.split(first) == ["exim", "-bt", address]


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(FailureClass), st.text(max_size=40))
def test_whatever_strangers_write_stays_one_argument(
    queue_id: str, address: str, failure_class: FailureClass, log: str
) -> None:
    of = Situation(queue_id, address, failure_class, Side.UNKNOWN, True, True, log)
    for line in (*commands(of), *commands(of._replace(waits=False, frozen=False))):
        assert line.isprintable()
        assert shlex.split(line)[0] in ("exim", "exiqgrep", "exigrep")
        assert not set("\n\r;&<>") & set(line.replace(shlex.quote(log), "").replace(shlex.quote(address), ""))
