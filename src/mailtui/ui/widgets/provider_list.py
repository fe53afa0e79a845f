"""The lists of accounts and of payloads that were not understood: their columns, and all of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.model.person_masking import shown_payload, shown_words
from mailtui.model.visible import shown
from mailtui.ui import words
from mailtui.ui.rendering import one_line
from mailtui.ui.widgets.columns import Cell, Column
from mailtui.ui.widgets.facts import Fact
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.provider_view import ProviderView, QuotaView
    from mailtui.model.webhook import PayloadView

WIDE = 110
BAR = 10
"""Cells of a bar."""
FULL, EMPTY = ("█", "░")
ASCII_FULL, ASCII_EMPTY = ("#", ".")


def provider_columns(width: int) -> tuple[Column[ProviderView], ...]:
    """The columns of the accounts for a list of `width` cells."""
    wide = width >= WIDE
    head = [
        Column("ACCOUNT", 18 if wide else 15, _name, middle=True),
        Column("KIND", 16 if wide else 9, _kind),
        Column("STATE", 9 if wide else 8, _state),
        Column("USED", 16, _used),
    ]
    tail = [Column("FAILED", 6, _failed, right=True), Column("UNCLEAR", 7, _unclear, right=True)]
    if wide:
        taken = (Column("TAKEN", 6, _taken, right=True), Column("REFUSED", 7, _refused, right=True))
        tail = [*taken, *tail, Column("LAST EVENT", 11, _last)]
    rest = width - 1 - sum(column.width + 1 for column in (*head, *tail))
    return (*head, *tail, Column("ERROR", max(4, rest), _error))


def _name(one: ProviderView, _: Look) -> Cell:
    return one.name, Tone.STRONG if one.active else Tone.DIM


def _kind(one: ProviderView, _: Look) -> Cell:
    return one.kind, Tone.PLAIN


def _state(one: ProviderView, _: Look) -> Cell:
    if not one.active:
        return "inactive", Tone.DIM
    if one.is_broken:
        return one.state, Tone.FAILED
    return one.state or "active", Tone.GOOD


def tightest(one: ProviderView, look: Look) -> QuotaView | None:
    """The limit of which the least is left."""
    known = [(part, quota) for quota in one.quotas if (part := quota.part(look.now())) is not None]
    return max(known, key=lambda pair: pair[0], default=(0.0, None))[1]


def _used(one: ProviderView, look: Look) -> Cell:
    quota = tightest(one, look)
    if quota is None:
        return ("no limit known" if one.quotas else ""), Tone.DIM
    part = quota.part(look.now()) or 0.0
    return f"{bar(part, 4, look)} {part:4.0%} {quota.period}", quota_tone(quota, look)


def quota_tone(quota: QuotaView, look: Look) -> Tone:
    """Red when it is used up, a warning when little is left."""
    part = quota.part(look.now())
    if part is not None and part >= 1:
        return Tone.FAILED
    return Tone.WAITING if quota.is_near(look.now()) else Tone.PLAIN


def bar(part: float, cells: int, look: Look) -> str:
    """How much is used; anything above nothing is seen, and full is only what is."""
    full, empty = (ASCII_FULL, ASCII_EMPTY) if look.ascii else (FULL, EMPTY)
    number = cells if part >= 1 else min(cells - 1, max(1, round(part * cells))) if part > 0 else 0
    return full * number + empty * (cells - number)


def _unclear(one: ProviderView, _: Look) -> Cell:
    return words.brief(one.unclear) if one.unclear else "", Tone.WAITING


def _last(one: ProviderView, look: Look) -> Cell:
    return "" if one.last_event is None else words.short_stamp(one.last_event, look), Tone.DIM


def _taken(one: ProviderView, _: Look) -> Cell:
    return words.brief(one.accepted) if one.accepted else "", Tone.PLAIN


def _refused(one: ProviderView, _: Look) -> Cell:
    return words.brief(one.refused) if one.refused else "", Tone.WAITING


def _failed(one: ProviderView, _: Look) -> Cell:
    return words.brief(one.failed) if one.failed else "", Tone.WAITING


def _error(one: ProviderView, _: Look) -> Cell:
    return one_line(one.last_error or ""), Tone.FAILED


def provider_facts(one: ProviderView, look: Look = LOCAL) -> list[Fact]:
    """All that is known of an account; what is wrong with it and its limits first."""
    one = shown(one)
    order = "" if one.priority is None else f"priority {one.priority}"
    facts = [
        Fact("account", one.name, Tone.STRONG),
        Fact("error", _trouble(one, look), Tone.FAILED),
        *(Fact("limit", _quota(quota, look), quota_tone(quota, look)) for quota in one.quotas),
        Fact("webhooks", _webhooks(one, look)),
        Fact("unclear", _payloads(one), Tone.WAITING),
        Fact("sends as", ", ".join(filter(None, (one.sender, one.domain)))),
        Fact("order", ", ".join(filter(None, (order, "default" if one.is_default else "")))),
        Fact("secret", one.credentials and f"{one.credentials} (only where it is)"),
        Fact("in mails", f"server:{one.account}" if one.account else ""),
        Fact("known from", one.origin),
    ]
    return [fact for fact in facts if fact.text]


def _trouble(one: ProviderView, look: Look) -> str:
    if not one.last_error:
        return ""
    when = "" if one.last_error_at is None else f"{words.short_stamp(one.last_error_at, look)} "
    return f"{when}{one_line(one.last_error)}"


def _quota(quota: QuotaView, look: Look) -> str:
    what = f"{quota.resource.replace('_', ' ')} a {quota.period}"
    part = quota.part(look.now())
    number = f"{0 if quota.is_over(look.now()) else quota.used}"
    said = f"{what}: {number} used, no limit known" if part is None else ""
    if part is not None:
        said = f"{bar(part, BAR, look)} {part:.0%}  {what}: {number} of {quota.limit}"
    if quota.end is not None:
        word = "begins anew" if quota.end > look.now() else "began anew"
        said += f", {word} {words.short_stamp(quota.end, look)}"
    hit = "" if quota.exceeded is None else f", last hit {words.short_stamp(quota.exceeded, look)}"
    return f"{said}{hit}; as of {words.short_stamp(quota.told, look)}"


def _webhooks(one: ProviderView, look: Look) -> str:
    said = [f"{one.accepted} taken" if one.accepted or one.refused or one.failed else ""]
    said += [f"{one.refused} refused" if one.refused else "", f"{one.failed} failed" if one.failed else ""]
    said += [f"last taken {words.stamp(one.last_accepted, look)}" if one.last_accepted is not None else ""]
    return ", ".join(filter(None, said))


def _payloads(one: ProviderView) -> str:
    return f"{words.count(one.unclear, 'payload')} not understood; enter lists them" if one.unclear else ""


def payload_columns(width: int) -> tuple[Column[PayloadView], ...]:
    """The columns of the payloads."""
    wide = width >= WIDE
    head = [
        Column("CAME", 19 if wide else 11, _came if wide else _came_short),
        Column("SERVICE", 10, _service),
        Column("ACCOUNT", 16 if wide else 10, _account, middle=True),
    ]
    rest = width - 1 - sum(column.width + 1 for column in head)
    reason = max(10, rest * 55 // 100)
    last = Column("BEGINS", max(4, rest - reason - 1), _begins)
    return (*head, Column("NOT UNDERSTOOD", reason, _reason), last)


def _came(one: PayloadView, look: Look) -> Cell:
    return words.stamp(one.received, look), Tone.DIM


def _came_short(one: PayloadView, look: Look) -> Cell:
    return words.short_stamp(one.received, look), Tone.DIM


def _service(one: PayloadView, _: Look) -> Cell:
    return ("unknown" if one.service is None else str(one.service)), Tone.STRONG


def _account(one: PayloadView, _: Look) -> Cell:
    return one.account, Tone.PLAIN


def _reason(one: PayloadView, _: Look) -> Cell:
    return one_line(one.error or ""), Tone.FAILED


def _begins(one: PayloadView, _: Look) -> Cell:
    return shown_words(one.words), Tone.DIM


def payload_facts(one: PayloadView, text: str | None, look: Look = LOCAL) -> list[Fact]:
    """A payload in full: what was not understood of it, then its text."""
    from mailtui.model.visible import shown as as_shown

    read = "" if one.processed is None else words.stamp(one.processed, look)
    told = "" if not one.events else words.count(one.events, "event")
    body = "The text went by retention." if text is None else shown_payload(text)
    head = (
        Fact("payload", f"{one.id} of {one.account}, {_service(one, look)[0]}", Tone.STRONG),
        Fact("came", words.stamp(one.received, look)),
        Fact("read", ", ".join(filter(None, (read, told)))),
        Fact("unclear", one.error or "", Tone.FAILED),
    )
    return [*(fact for fact in as_shown(head) if fact.text), Fact("", ""), Fact("", as_shown(body))]
