"""Selectors of mail that another domain signs: `S@OTHER`."""

from __future__ import annotations

import pytest

from mailtui.errors import InputError
from mailtui.model.finding import Expected
from mailtui.services.domains.wishes import Wish, selectors, wished
from mailtui.store.domains.expecting import expected_of, records


def test_they_are_kept_as_they_are_named() -> None:
    wish = Wish(selectors(["s1", "S2@ESP.Example.=MIGf", "a.b"]), ses_tokens=("tok",))
    expected = wished("example.org", wish)
    assert expected.selectors == {"s1": None, "s2@esp.example": "MIGf", "a.b": None}
    rows = list(records(expected))
    assert rows[1].name == "s2._domainkey.esp.example"
    same = {"ses_suffix": "", "mail_from": "", "receives": True, "bimi": False}
    assert expected_of("example.org", rows, **same) == Expected(**_fields(expected))  # type: ignore[arg-type]


def _fields(expected: Expected) -> dict[str, object]:
    return {name: getattr(expected, name) for name in expected.__slots__}


@pytest.mark.parametrize("text", ["s1@", "s1@localhost", "@example.net", "s 1@example.net"])
def test_what_is_none(text: str) -> None:
    with pytest.raises(InputError):
        wished("example.org", Wish({text: None}))
