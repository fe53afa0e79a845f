"""What an act did, in a few words, from the values before and after that the audit keeps."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

TagName = Callable[[str], str]
"""The id of a tag as text -> its name, or words for one that is gone."""
NAMED = 3
"""So many targets are named."""


class Values(NamedTuple):
    """One value, or one that many had."""

    what: str
    before: Any
    after: Any
    many: int


def done(before: dict[str, Any], after: dict[str, Any], tag: TagName) -> str:
    """For people: `waiting`, `+outage`, `note deleted`; '' when nothing is known of it."""
    if "file" in after:
        rows = f"{after.get('rows', 0):,} rows".replace(",", " ")
        return f"{rows} to {after['file']}, {after.get('people', '')}".rstrip(", ")
    said: Counter[str] = Counter()
    for one in _values(before, after):
        said[_word(one, tag)] += one.many
    del said[""]
    if len(said) == 1:
        return next(iter(said))
    return ", ".join(f"{word} ({count})" for word, count in said.most_common())


def on(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Whom or what it was on, where the values tell it better than ids: targets, the query of an export."""
    if "file" in after:
        return str(after.get("what", ""))
    found = [value["target"] for value in (*after.values(), *before.values()) if _has(value, "target")]
    targets = list(dict.fromkeys(found))
    more = f" and {len(targets) - NAMED} more" if len(targets) > NAMED else ""
    return f"{', '.join(targets[:NAMED])}{more}"


def _values(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Values]:
    """One by one as `kind:id what`; of many only `what`, with how often each value."""
    for name, value in after.items():
        _, blank, what = name.partition(" ")
        if blank:
            yield Values(what, before.get(name), value, 1)
        elif isinstance(value, dict):
            olds = before.get(name)
            old = _plain(next(iter(olds))) if isinstance(olds, dict) and len(olds) == 1 else ""
            for text, count in value.items():
                if isinstance(count, int):
                    yield Values(name, old, _plain(text), count)


def _plain(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _word(one: Values, tag: TagName) -> str:
    what, _, which = one.what.partition(":")
    if what == "tagged":
        return f"{'+' if one.after else '-'}{tag(which)}"
    word = _WORDS.get(what)
    return "" if word is None else word(one.before, one.after)


def _state(_: Any, after: Any) -> str:
    return str(after or "")


def _assignee(_: Any, after: Any) -> str:
    return f"taken by {after}" if after else "given back"


def _noted(before: Any, after: Any, thing: str = "note") -> str:
    if after is None:
        return f"{thing} deleted"
    return f"{thing} {'written' if before is None else 'edited'}"


def _suppressed(_: Any, after: Any) -> str:
    if not _has(after, "state"):
        return "off the list"
    return "suppressed" if after["state"] == "active" else str(after["state"])


def _tag(before: Any, after: Any) -> str:
    old, new = (str(value[0]) if isinstance(value, list) and value else "" for value in (before, after))
    if not old or not new:
        return _noted(old or None, new or None, f"tag {old or new}")
    return f"{old} is now {new}" if old != new else f"{new} painted"


def _has(value: Any, name: str) -> bool:
    return isinstance(value, dict) and isinstance(value.get(name), str)


_WORDS: dict[str, Callable[[Any, Any], str]] = {
    "state": _state,
    "assignee": _assignee,
    "note": _noted,
    "suppressed": _suppressed,
    "tag": _tag,
}
