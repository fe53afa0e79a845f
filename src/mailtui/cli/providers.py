"""`mailtui providers`: accounts that mail is sent through, their limits, their last errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mailtui.cli import app, output

if TYPE_CHECKING:
    from mailtui.model.provider_view import ProviderView, QuotaView

HEADINGS = (
    "account",
    "kind",
    "from",
    "sender",
    "state",
    "used",
    "taken",
    "refused",
    "failed",
    "unclear",
    "last event",
    "error",
)
PLAIN = (
    *("name", "kind", "origin", "account", "sender", "domain", "priority", "is_default", "active", "state"),
    *("credentials", "last_error"),
)
MOMENTS = ("last_error_at", "last_accepted", "last_event")
NOBODY = "no account is known yet: mailtui import FILE reads events, the setting webhooks takes them live"


@click.command()
@output.format_options
def command(form: str) -> None:
    """List the accounts that mail is sent through.

    Accounts of the settings, of other systems' databases and of events: limits and how much of them is used,
    webhooks taken and refused, payloads not understood, the last error. Where credentials are is told, never
    what they are.
    """
    from mailtui.services.desk import now, open_desk

    found, moment = open_desk(app.database()).providers.all(), now()
    if form == "json":
        output.print_json([as_object(one, moment) for one in found])
    elif found or form == "csv":
        output.print_rows(HEADINGS, [_cells(one, moment) for one in found], form)
    else:
        output.say(NOBODY)


def as_object(one: ProviderView, now: int) -> dict[str, Any]:
    """For JSON; times are ISO 8601 in UTC."""
    from mailtui.cli.times import iso_or_none

    plain = (
        "name",
        "kind",
        "origin",
        "account",
        "sender",
        "domain",
        "priority",
        "is_default",
        "active",
        "state",
    )
    told = {name: getattr(one, name) for name in (*plain, "credentials", "last_error")}
    told |= {
        name: iso_or_none(getattr(one, name)) for name in ("last_error_at", "last_accepted", "last_event")
    }
    told |= {"accepted": one.accepted, "refused": one.refused, "not_kept": one.failed, "unclear": one.unclear}
    return told | {"quotas": [_quota(quota, now) for quota in one.quotas]}


def _quota(one: QuotaView, now: int) -> dict[str, Any]:
    from mailtui.cli.times import iso_or_none

    times = {name: iso_or_none(getattr(one, name)) for name in ("end", "exceeded", "told")}
    return one._asdict() | times | {"over": one.is_over(now), "near": one.is_near(now)}


def _cells(one: ProviderView, now: int) -> tuple[str | int, ...]:
    from mailtui.cli.times import for_people

    zone = app.operator_zone()
    state = one.state or ("active" if one.active else "inactive")
    error = "" if not one.last_error else f"{for_people(one.last_error_at, zone)} {one.last_error}".strip()
    counts = (one.accepted, one.refused, one.failed, one.unclear)
    return (
        *(one.name, one.kind, one.origin, one.sender, state, used(one, now)),
        *(*counts, for_people(one.last_event, zone), error),
    )


def used(one: ProviderView, now: int) -> str:
    """How much of each limit is used: `day 812/1000 (81 %)`."""
    said = []
    for quota in one.quotas:
        part = quota.part(now)
        number = 0 if quota.is_over(now) else quota.used
        of = "" if quota.limit is None else f"/{quota.limit}"
        percent = "" if part is None else f" ({part:.0%})".replace("%", " %")
        said.append(f"{quota.period} {number}{of}{percent}")
    return ", ".join(said)
