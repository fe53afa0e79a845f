"""What came before a failure and what comes next, in JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from mailtui.cli.times import iso_or_none
from mailtui.model.domain import SenderSetup
from mailtui.model.outlook import Interval, Outlook
from mailtui.model.precedent import Novelty, Precedent, Success, Volume
from mailtui.model.view import Explained


def backing_object(found: Explained) -> dict[str, Any]:
    """The lines of the card beside the verdict; null is what is not known, or does not apply."""
    precedent = found.precedent or Precedent()
    return {
        "last_success": precedent.success and _success(precedent.success),
        "novelty": precedent.novelty and _novelty(precedent.novelty),
        "volume": precedent.volume and _volume(precedent.volume),
        "outlook": found.outlook and _outlook(found.outlook),
        "commands": list(found.commands),
        "sender_domain": found.setup and _setup(found.setup),
    }


def _setup(setup: SenderSetup) -> dict[str, Any]:
    return {
        "domain": setup.domain,
        "state": setup.state,
        "checked_at": iso_or_none(setup.checked),
        "unsure": setup.unsure,
        "findings": [asdict(one) for one in setup.findings],
    }


def _success(success: Success) -> dict[str, Any]:
    return {
        "time": iso_or_none(success.time),
        "to": success.to,
        "delivered": success.good,
        "tried": success.tried,
    }


def _novelty(novelty: Novelty) -> dict[str, Any]:
    return {
        "first_seen": iso_or_none(novelty.first_seen),
        "failures_in_7_days": novelty.recent,
        "first_contact": iso_or_none(novelty.first_contact),
        "log_begins": iso_or_none(novelty.log_begins),
    }


def _volume(volume: Volume) -> dict[str, Any]:
    return {
        "to": volume.to,
        "hour": iso_or_none(volume.hour),
        "tries": volume.tries,
        "usual": round(volume.usual, 1),
    }


def _outlook(outlook: Outlook) -> dict[str, Any]:
    return {
        "next_try": _interval(outlook.next_try),
        "bounce": _interval(outlook.gives_up),
        "failing_since": iso_or_none(outlook.since),
        "reasons": list(outlook.reasons),
        "as_of": iso_or_none(outlook.as_of),
    }


def _interval(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    return {"earliest": iso_or_none(interval.earliest), "latest": iso_or_none(interval.latest)}
