"""Accounts at sending services: what kind, how they stand; their configuration is not even selected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailtui.ingest.foreign.people import flag, number, text
from mailtui.ingest.foreign.system import Place, Wrote
from mailtui.model.enums import ProviderKind, QuotaPeriod, QuotaResource
from mailtui.model.foreign import Part, Record
from mailtui.model.sending import ProviderRow, QuotaRow
from mailtui.store.engine import Connection
from mailtui.store.provider_rows import write_providers as write
from mailtui.store.provider_rows import write_quotas

_KINDS = {
    "aws_ses": ProviderKind.SES,
    "smtp_relay": ProviderKind.SMTP,
    "gmail": ProviderKind.GOOGLE_WORKSPACE,
    **{str(kind): kind for kind in ProviderKind},
}


def write_providers(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Accounts of OpenMailer."""
    made, problems = [], []
    for one in records:
        kind = _KINDS.get(str(one["provider_type"]).lower())
        if kind is None:
            problems.append(
                f"{part.table} {one['id']}: there is no kind of provider {one['provider_type']!r}"
            )
            continue
        made.append(
            ProviderRow(
                place.origin,
                str(one["id"]),
                place.account.server_id,
                kind,
                text(one["provider_name"]) or str(kind),
                domain=text(one.get("domain.domain_name")) or "",
                priority=number(one["priority"]),
                is_default=flag(one["is_default"]) or False,
                active=flag(one["is_active"]) is not False,
                state=(text(one["status"]) or "").lower(),
                last_error=text(one["last_error"]),
                last_error_at=one["last_error_at"],
                updated=one["updated_at"],
            )
        )
    found = write(connection, made)
    limits = write_quotas(connection, list(_limits(place, records)), place.now())
    return Wrote(found.new + found.changed + limits.changed, 0, tuple(problems))


def _limits(place: Place, records: Sequence[Record]) -> Iterator[QuotaRow]:
    """What may be sent in a day and in a month, and what of it the log says was."""
    day, month = place.days()
    for one in records:
        for name, used, period, (begin, end) in (
            ("daily_limit", "sent_today", QuotaPeriod.DAY, day),
            ("monthly_limit", "sent_this_month", QuotaPeriod.MONTH, month),
        ):
            limit, sent = number(one[name]), number(one[used])
            if limit is None or sent is None:
                continue
            window = (QuotaResource.EMAIL_SEND, period, begin, end, limit, sent)
            yield QuotaRow(place.origin, str(one["id"]), *window)


def write_configurations(
    connection: Connection, place: Place, part: Part, records: Sequence[Record]
) -> Wrote:
    """Configurations of the relay."""
    made, problems = [], []
    for one in records:
        said = str(one["provider"])
        kind = _KINDS.get(said.lower())
        if kind is None:
            problems.append(f"{part.table} {one['id']}: there is no kind of provider {said!r}")
            continue
        active, verified = flag(one["is_active"]) is not False, flag(one["is_verified"])
        sender = text(one["from_address"]) or ""
        made.append(
            ProviderRow(
                place.origin,
                str(one["id"]),
                place.account.server_id,
                kind,
                f"{said} {sender}".strip(),
                sender=sender,
                active=active,
                state="" if verified is None else "verified" if verified else "not verified",
                updated=one["updated_at"],
            )
        )
    found = write(connection, made)
    return Wrote(found.new + found.changed, 0, tuple(problems))
