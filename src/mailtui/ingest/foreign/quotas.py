"""Limits of sending: windows of OpenMailer, hour and day of Google Workspace at the relay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailtui.ingest.foreign.people import flag, number
from mailtui.ingest.foreign.system import Place, Wrote
from mailtui.model.enums import ProviderKind, QuotaPeriod, QuotaResource
from mailtui.model.foreign import Part, Record
from mailtui.model.moment import DAY, HOUR, MINUTE
from mailtui.model.sending import ProviderRow, QuotaRow
from mailtui.store.engine import Connection
from mailtui.store.provider_rows import write_providers, write_quotas

_PERIODS = (
    (QuotaPeriod.MINUTE, MINUTE, MINUTE),
    (QuotaPeriod.HOUR, HOUR, HOUR),
    (QuotaPeriod.DAY, 23 * HOUR, 25 * HOUR),
    (QuotaPeriod.MONTH, 28 * DAY - HOUR, 31 * DAY + HOUR),
)


def write_rate_limits(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Windows of OpenMailer. A limit is of a user: it counts for the account that the user sends by."""
    made, usable, problems = [], [], []
    for one in records:
        word = str(one["resource_type"]).lower()
        if word not in set(QuotaResource) or one["window_start"] is None:
            problems.append(
                f"{part.table} {one['id']}: nothing is known of a limit on {one['resource_type']!r}"
            )
            continue
        provider = _provider(connection, place, one, one.get("provider.id"), ProviderKind.SMTP)
        begin, end = one["window_start"], one["window_end"]
        limit, used = number(one["limit_value"]), number(one["request_count"]) or 0
        exceeded = end if limit is not None and used > limit else None
        window = (QuotaResource(word), _period(begin, end), begin, end, limit, used, exceeded)
        made.append(QuotaRow(place.origin, provider, *window))
        usable.append(one)
    found = write_quotas(connection, made, place.now())
    return Wrote(found.changed, 0, tuple(problems))


def _period(begin: int, end: int | None) -> QuotaPeriod:
    length = 0 if end is None else end - begin
    return next((period for period, least, most in _PERIODS if least <= length <= most), QuotaPeriod.OTHER)


def write_workspace(
    connection: Connection,
    place: Place,
    part: Part,  # noqa: ARG001 - as all who write rows
    records: Sequence[Record],
) -> Wrote:
    """What is used of Google Workspace's limits by the hour and by the day."""
    made: list[QuotaRow] = []
    for one in records:
        kind = ProviderKind.GOOGLE_WORKSPACE
        provider = _provider(connection, place, one, one.get("configuration.id"), kind)
        made += _windows(place, provider, one)
    found = write_quotas(connection, made, place.now())
    return Wrote(found.changed)


def _windows(place: Place, provider: str, one: Record) -> Iterator[QuotaRow]:
    exceeded = one["quota_exceeded_at"] if flag(one["is_quota_exceeded"]) else None
    periods = ((QuotaPeriod.HOUR, "hourly"), (QuotaPeriod.DAY, "daily"))
    full = [name for _, name in periods if _is_full(one, name)]
    for period, name in periods:
        if one[f"{name}_quota_limit"] is None and one[f"{name}_quota_used"] is None:
            continue
        hit = exceeded if name in full or not full else None
        limit, used = number(one[f"{name}_quota_limit"]), number(one[f"{name}_quota_used"]) or 0
        end = one[f"{name}_quota_reset_at"]
        yield QuotaRow(place.origin, provider, QuotaResource.EMAIL_SEND, period, 0, end, limit, used, hit)


def _is_full(one: Record, name: str) -> bool:
    limit, used = number(one[f"{name}_quota_limit"]), number(one[f"{name}_quota_used"])
    return limit is not None and used is not None and used >= limit


def _provider(connection: Connection, place: Place, one: Record, known: object, kind: ProviderKind) -> str:
    """What the account is called whose limit it is; one that stands for the user, where none is named."""
    if known is not None:
        return str(known)
    name = f"user {one['user_id']}"
    write_providers(connection, [ProviderRow(place.origin, name, place.account.server_id, kind, name)])
    return name
