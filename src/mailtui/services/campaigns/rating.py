"""Counts -> rates, by what is told at all of a campaign, and the limits they pass."""

from __future__ import annotations

from collections.abc import Callable

from mailtui.model.enums import EventProvider, ProviderEventKind
from mailtui.model.metrics import Metrics, Tally, Told, metrics
from mailtui.model.thresholds import NO_COMPLAINTS, Breach, Threshold, breaches
from mailtui.store.campaign_reading import Row

Thresholds = tuple[Threshold, ...]
Kinds = dict[tuple[int, int], set[ProviderEventKind]]


def tellings(kinds: Kinds) -> Callable[[Row], Told]:
    """What is told of a campaign: opens and clicks of it, deliveries by its account at all.

    Deliveries are told by an account for all its mail or for none; who tells complaints depends on the
    recipient's provider (see `rated`).
    """
    accounts = {server for (server, _), found in kinds.items() if ProviderEventKind.DELIVERED in found}

    def told_of(row: Row) -> Told:
        mine = kinds.get((row.server_id, row.id), set())
        return Told(
            deliveries=row.server_id in accounts,
            opens=ProviderEventKind.OPENED in mine,
            clicks=ProviderEventKind.CLICKED in mine,
        )

    return told_of


def rated(tally: Tally, told: Told, mailbox: str = "") -> tuple[Told, Metrics]:
    """What is told of the recipients of a mailbox provider ('' for all), and their rates."""
    if mailbox in NO_COMPLAINTS:
        told = told._replace(complaints=False)
    return told, metrics(tally, told)


def limited(thresholds: Thresholds) -> frozenset[str]:
    """Mailbox providers that have limits of their own."""
    return frozenset(one.destination for one in thresholds if one.destination)


def limits_of(thresholds: Thresholds, service: EventProvider | None) -> Thresholds:
    """Every limit that mail sent through a service may pass, to whomever."""
    return tuple(one for one in thresholds if one.provider in ("", str(service or "")))


def breached(
    thresholds: Thresholds,
    found: Metrics,
    service: EventProvider | None,
    mailbox: str = "",
    *,
    only: bool = False,
) -> tuple[Breach, ...]:
    """The limits that rates pass, worst first; `only` those that are about this mailbox provider."""
    limits = tuple(one for one in thresholds if not only or one.destination == mailbox)
    return breaches(found, str(service or ""), mailbox, limits)
