"""What a recipient of a sending service's mail did, as rows show it."""

from __future__ import annotations

from typing import NamedTuple


class Engaged(NamedTuple):
    """Moments are UTC microseconds of the first such event, 0 where it had none; None: did not happen."""

    campaign: str | None
    """What the service calls it: hostile until it is displayed."""
    sent: int | None
    opened: int | None
    """By a person."""
    clicked: int | None
    """By a person."""
    complained: int | None
    unsubscribed: int | None
    opens: int
    """By people, repeated ones too."""
    machine_opens: int
    clicks: int
    machine_clicks: int
