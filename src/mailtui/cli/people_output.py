"""Contacts, lists, segments and templates as JSON and as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mailtui.cli.output import Cell
from mailtui.cli.times import iso_or_none
from mailtui.model.people_masking import shown_conditions, shown_contact, shown_quoted

if TYPE_CHECKING:
    from mailtui.model.people_view import ContactView, ListView, MembershipView, SegmentView, TemplateView

CONTACTS = ("id", "address", "status", "name", "tags", "from", "custom fields")
LISTS = ("id", "list", "contacts", "subscribed", "removed", "double opt-in", "from")
SEGMENTS = ("id", "segment", "contacts", "of", "from", "error")
TEMPLATES = ("id", "template", "version", "subject", "kind", "variables", "undeclared", "from")
_MOMENTS = frozenset(
    {
        *("consent_at", "confirmation_sent", "confirmed", "subscribed", "unsubscribed", "last_bounce"),
        *("last_complaint", "created", "updated", "imported"),
    }
)
NONE_THERE = "there are no contacts yet: mailtui contacts import FILE"


def no_contacts(there: Mapping[str, int], asked: bool) -> str:
    """Why the list is empty, and what fills it."""
    if there["contacts"] and asked:
        return f"none of {there['contacts']} contacts is like that"
    return NONE_THERE


def contact(one: ContactView, memberships: Iterable[MembershipView] | None = None) -> dict[str, Any]:
    """A contact for scripts."""
    found = _object(shown_contact(one))
    found["custom_fields"] = dict(found.pop("custom"))
    if memberships is not None:
        found["lists"] = [_object(each) for each in memberships]
    return found


def contact_cells(one: ContactView) -> tuple[Cell, ...]:
    """A contact as a row."""
    one = shown_contact(one)
    own = ", ".join(f"{name}={value}" for name, value in one.custom.items())
    return one.id, one.recipient, one.status, one.name, ", ".join(one.tags), one.origin or "file", own


def list_(one: ListView) -> dict[str, Any]:
    """A list for scripts."""
    counts = {f"{name}_contacts": getattr(one, name) for name in ("active", "subscribed", "removed")}
    return {name: value for name, value in _object(one).items() if f"{name}_contacts" not in counts} | counts


def list_cells(one: ListView) -> tuple[Cell, ...]:
    """A list as a row."""
    asks = {True: "yes", False: "no", None: "-"}[one.double_opt_in]
    return one.id, one.name, one.active, one.subscribed, one.removed, asks, one.origin or "file"


def segment(one: SegmentView, count: int | None, explained: list[str]) -> dict[str, Any]:
    """A segment for scripts."""
    found = _object(one)
    found["conditions"] = shown_conditions(one.conditions)
    return {**found, "error": shown_quoted(one.error) or None, "contacts": count, "explained": explained}


def segment_cells(one: SegmentView, count: int | None) -> tuple[Cell, ...]:
    """A segment as a row."""
    contacts = "-" if count is None else count
    error = shown_quoted(one.error)
    return one.id, one.name, contacts, one.list or "all contacts", one.origin or "file", error


def template(one: TemplateView, *, whole: bool) -> dict[str, Any]:
    """A template for scripts; `whole`: with what it says."""
    from mailtui.parsing.hypertext import plain_text
    from mailtui.query.placeholders import variables

    found = _object(one)
    used = variables(one.variables, one.subject, one.html, one.text)
    found["variables"] = {"declared": list(one.variables), **{k: list(v) for k, v in used._asdict().items()}}
    if whole:
        return {**found, "preview": one.text or plain_text(one.html or "")}
    return {name: value for name, value in found.items() if name not in ("html", "text")}


def template_cells(one: TemplateView) -> tuple[Cell, ...]:
    """A template as a row."""
    from mailtui.query.placeholders import variables

    used = variables(one.variables, one.subject, one.html, one.text)
    lacks = [*used.undeclared, *(f"{text} (not one)" for text in used.broken)]
    declared = ", ".join(one.variables)
    state = one.kind if one.active else f"{one.kind} (not active)".strip()
    return one.id, one.name, one.version, one.subject, state, declared, ", ".join(lacks), one.origin or "file"


def template_story(one: TemplateView) -> Iterator[str]:
    """A template in lines of text, not yet made visible."""
    from mailtui.parsing.hypertext import plain_text
    from mailtui.query.placeholders import variables

    used = variables(one.variables, one.subject, one.html, one.text)
    yield f"{one.name}, version {one.version}{'' if one.active else ', not active'}"
    yield f"  subject     {one.subject or '-'}"
    if one.preview_text:
        yield f"  preview     {one.preview_text}"
    yield f"  declared    {', '.join(one.variables) or 'no variable'}"
    yield f"  used        {', '.join(used.used) or 'no variable'}"
    if used.undeclared:
        yield f"  undeclared  {', '.join(used.undeclared)}: used, and nobody fills them"
    if used.broken:
        yield f"  broken      looks like a placeholder that is not one: {', '.join(used.broken)}"
    if used.unused:
        yield f"  unused      {', '.join(used.unused)}"
    yield ""
    text = one.text if one.text is not None else plain_text(one.html or "")
    yield from (text or "(it is empty)").splitlines()


def _object(one: Any) -> dict[str, Any]:  # noqa: ANN401 (any view)
    return {
        name: iso_or_none(value) if name in _MOMENTS and isinstance(value, int | None) else value
        for name, value in one._asdict().items()
    }
