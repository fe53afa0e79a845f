"""Any bytes give a result: payloads changed at random never raise, and repetition changes no key."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.events import examples

from mailtui.model.enums import EventProvider as Provider
from mailtui.parsing.events.detect import detect
from mailtui.parsing.events.formats import parse

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["", "2026-11-20T10:00:00Z", "9" * 400, "[", "{}", "\ud800", "550 5.1.1 x"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
EXAMPLES = st.sampled_from(examples.ALL)
PROVIDERS = st.sampled_from(list(Provider))


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with a key of it."""
    found: list[tuple[Any, Any]] = []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found.append((value, key))
        found += _places(inner)
    return found


def _check(provider: Provider, payload: bytes) -> None:
    detect(payload)
    parsed = parse(provider, payload)
    for event in parsed.events:
        json.dumps(event.as_json()).encode()
        assert len(event.key) == 32
        assert event.time is None or 0 <= event.time < 253_402_300_800_000_000
        for part in event:
            assert "\0" not in part if isinstance(part, str) else True
            part.encode("utf-8") if isinstance(part, str) else None
    for problem in parsed.problems:
        assert problem.reason
        problem.raw.encode("utf-8")


@settings(max_examples=600)
@given(EXAMPLES, st.data())
def test_values_of_any_type_anywhere(example: tuple[Provider, object], data: st.DataObject) -> None:
    provider, value = example
    changed = [copy.deepcopy(value)]
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(_places(changed)))
        container[key] = data.draw(VALUES)
    _check(provider, json.dumps(changed[0]).encode())


@settings(max_examples=300)
@given(EXAMPLES, st.integers(0, 10_000), st.binary(max_size=6), st.integers(0, 50))
def test_bytes_changed_anywhere(example: tuple[Provider, object], place: int, new: bytes, gone: int) -> None:
    provider, value = example
    payload = json.dumps(value).encode()
    place %= len(payload)
    _check(provider, payload[:place] + new + payload[place + gone :])


@settings(max_examples=200)
@given(PROVIDERS, st.binary(max_size=200) | st.text(alphabet='{}[]",:0a\n\\=&-', max_size=80).map(str.encode))
def test_any_bytes(provider: Provider, payload: bytes) -> None:
    _check(provider, payload)


@given(PROVIDERS, VALUES)
def test_any_json(provider: Provider, value: object) -> None:
    _check(provider, json.dumps(value).encode())


@given(st.lists(st.sampled_from(examples.ALL), max_size=6), st.randoms(use_true_random=False))
def test_keys_depend_on_neither_order_nor_repetition(
    chosen: list[tuple[Provider, object]], random: Any
) -> None:
    def keys(values: list[tuple[Provider, object]]) -> set[str]:
        return {
            event.key
            for provider, value in values
            for event in parse(provider, json.dumps(value).encode()).events
        }

    again = chosen * 2
    random.shuffle(again)
    assert keys(again) == keys(chosen)
