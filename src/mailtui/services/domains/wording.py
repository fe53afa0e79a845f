"""A line such as `example.org --selector s1 --ip 192.0.2.25` -> a domain and what is wished of it.

The words are those of `mailtui domains add`; a test holds the two together.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from difflib import get_close_matches

from mailtui.errors import InputError
from mailtui.model.domain import Suggestion
from mailtui.model.visible import visible
from mailtui.services.domains.wishes import Wish, selectors

EXAMPLE = "example.org --selector s1 --ip 192.0.2.25 --spf-include _spf.example.net"
VALUES = {
    "--selector": "selectors",
    "--ses-token": "ses_tokens",
    "--ses-suffix": "ses_suffix",
    "--spf-include": "spf_terms",
    "--mx": "mx_hosts",
    "--token": "token",
    "--ip": "ips",
    "--mail-from": "mail_from",
}
"""Words that take one more, and the field of `Wish` each is for."""
SWITCHES = {
    "--receives": ("receives", True),
    "--no-receive": ("receives", False),
    "--bimi": ("bimi", True),
    "--no-bimi": ("bimi", False),
}


def read(line: str) -> tuple[str, Wish]:
    """The domain and the wish; InputError says which word is wrong."""
    names: list[str] = []
    said: dict[str, list[str]] = {}
    switched: dict[str, bool] = {}
    words = iter(_words(line))
    for word in words:
        name, equals, value = word.partition("=")
        if not word.startswith("--"):
            names.append(word)
        elif word in SWITCHES:
            field, state = SWITCHES[word]
            switched[field] = state
        elif name in VALUES:
            said.setdefault(VALUES[name], []).append(value if equals else _next(words, name))
        else:
            raise _unknown(name)
    if len(names) != 1:
        raise InputError(f"{len(names) or 'no'} domains are named", f"Name one first, as in {EXAMPLE}")
    return names[0], _wish(said, switched)


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise InputError(
            "a quotation mark is not closed", "Quote a text with blanks on both sides"
        ) from error


def _next(words: Iterator[str], name: str) -> str:
    value = next(words, None)
    if value is None or value.startswith("--"):
        raise InputError(f"{name} needs a value", f"As in {EXAMPLE}")
    return value


def _unknown(name: str) -> InputError:
    near = get_close_matches(name, [*VALUES, *SWITCHES], 1)
    hint = f"Did you mean {near[0]}?" if near else f"There are {' '.join((*VALUES, *SWITCHES))}"
    return InputError(f"there is no {visible(name)}", hint)


def _wish(said: dict[str, list[str]], switched: dict[str, bool]) -> Wish:
    def last(field: str) -> str | None:
        return said[field][-1] if field in said else None

    return Wish(
        selectors=selectors(said.get("selectors", ())),
        ses_tokens=tuple(said.get("ses_tokens", ())),
        ses_suffix=last("ses_suffix"),
        spf_terms=tuple(said.get("spf_terms", ())),
        mx_hosts=tuple(said.get("mx_hosts", ())),
        token=last("token"),
        ips=tuple(said.get("ips", ())),
        mail_from=last("mail_from"),
        receives=switched.get("receives"),
        bimi=switched.get("bimi"),
    )


def of_suggestion(one: Suggestion) -> Wish:
    """What the logs show of a domain, as a wish."""
    return Wish(selectors=dict.fromkeys(one.selectors), ips=one.ips)
