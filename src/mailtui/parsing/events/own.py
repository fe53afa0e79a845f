"""What the sender had put into a message's data so that the provider tells it back: our own ids."""

from __future__ import annotations

from functools import lru_cache

from mailtui.model.campaign import OWN_NAMES

_TRACKING = ("tracking_id", "trackingid", "tracking")


def own_ids(metadata: dict[str, str]) -> tuple[str, str]:
    """Campaign and tracking id among `metadata`; `X-Campaign-ID` and `campaign_id` are the same name."""
    if not metadata:
        return "", ""
    named = {_norm(name): value for name, value in metadata.items()}
    return _first(named, OWN_NAMES), _first(named, _TRACKING)


def pairs(metadata: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """The data in an order that does not depend on the payload's."""
    return tuple(sorted(metadata.items())) if metadata else ()


@lru_cache(4096)
def _norm(name: str) -> str:
    return name.lower().replace("-", "_").removeprefix("x_")


def _first(named: dict[str, str], names: tuple[str, ...]) -> str:
    return next((named[name] for name in names if named.get(name)), "")
