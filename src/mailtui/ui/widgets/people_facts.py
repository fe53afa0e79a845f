"""What is told of a contact, a list, a segment or a template in full."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mailtui.model.people_masking import shown_conditions, shown_contact, shown_quoted
from mailtui.model.people_view import ContactView, ListView, SegmentView, TemplateView
from mailtui.ui import words
from mailtui.ui.widgets.facts import Fact
from mailtui.ui.widgets.people_columns import TONES
from mailtui.ui.words import LOCAL, Look, Tone

if TYPE_CHECKING:
    from mailtui.model.people_view import MembershipView

_SAID = {True: "yes", False: "no", None: ""}


def contact_facts(
    contact: ContactView, memberships: Iterable[MembershipView] = (), look: Look = LOCAL
) -> list[Fact]:
    """All that is known of a contact."""
    one = shown_contact(contact)
    lists = ", ".join(each.list if not each.state.code else f"{each.list} (was)" for each in memberships)
    own = ", ".join(f"{name}: {value}" for name, value in one.custom.items())
    return _known(
        Fact("address", one.recipient, Tone.STRONG),
        Fact("status", str(one.status), TONES[one.status]),
        Fact("name", one.name),
        Fact("lists", lists),
        Fact("tags", ", ".join(one.tags), Tone.TAG),
        Fact("own fields", own),
        Fact("consent", _dated(_SAID[one.consent], one.consent_at, look)),
        Fact("asked", _at(one.confirmation_sent, look)),
        Fact("confirmed", _at(one.confirmed, look)),
        Fact("subscribed", _at(one.subscribed, look)),
        Fact("left", _dated(one.unsubscribe_reason, one.unsubscribed, look)),
        Fact(
            "bounces", _dated(f"{one.bounces} {one.bounce_type}".strip(), one.last_bounce, look, one.bounces)
        ),
        Fact("complaints", _dated(str(one.complaints), one.last_complaint, look, one.complaints)),
        Fact("source", one.source),
        Fact("notes", one.notes),
        Fact("created", _at(one.created, look)),
        Fact("from", one.origin or "file"),
    )


def _bounces(one: ContactView) -> str:
    return f"{one.bounces} {one.bounce_type}".strip()


def list_facts(one: ListView, look: Look = LOCAL) -> list[Fact]:
    """All that is known of a list."""
    return _known(
        Fact("list", one.name, Tone.STRONG),
        Fact("contacts", f"{one.active}, {one.subscribed} of them subscribed; {one.removed} removed"),
        Fact("opt-in", "double: who joins is asked to confirm" if one.double_opt_in else ""),
        Fact("what it is", one.description),
        Fact("created", _at(one.created, look)),
        Fact("from", one.origin or "file"),
    )


def segment_facts(one: SegmentView, explained: Iterable[str], count: int | None) -> list[Fact]:
    """A segment with its conditions in words, or why it has none."""
    of = one.list or "all contacts"
    number = "is counted" if count is None else str(count)
    return _known(
        Fact("segment", one.name, Tone.STRONG),
        Fact("error", shown_quoted(one.error), Tone.FAILED),
        Fact("contacts", "" if one.error else f"{number} of {of}"),
        Fact("who", "\n".join(explained)),
        Fact("what it is", one.description),
        Fact("conditions", shown_conditions(one.conditions) if one.error else ""),
        Fact("from", one.origin or "file"),
    )


def template_facts(one: TemplateView, look: Look = LOCAL) -> list[Fact]:
    """What is known of a template but its text."""
    from mailtui.query.placeholders import variables

    used = variables(one.variables, one.subject, one.html, one.text)
    lacks = f"{', '.join(used.undeclared)}: used, and nobody fills them" if used.undeclared else ""
    broken = f"looks like a placeholder that is not one: {', '.join(used.broken)}" if used.broken else ""
    return _known(
        Fact("template", f"{one.name}, version {one.version}", Tone.STRONG),
        Fact("subject", one.subject),
        Fact("preview", one.preview_text),
        Fact("kind", one.kind),
        Fact("active", "" if one.active else "no", Tone.WAITING),
        Fact("what it is", one.description),
        Fact("declared", ", ".join(one.variables) or "no variable"),
        Fact("used", ", ".join(used.used) or "no variable"),
        Fact("undeclared", lacks, Tone.FAILED),
        Fact("broken", broken, Tone.FAILED),
        Fact("unused", ", ".join(used.unused), Tone.WAITING),
        Fact("updated", _at(one.updated, look)),
        Fact("from", one.origin or "file"),
    )


def template_text(one: TemplateView) -> str:
    """What it says, as plain text."""
    from mailtui.parsing.hypertext import plain_text

    return (one.text if one.text is not None else plain_text(one.html or "")) or "(it is empty)"


def _known(*facts: Fact) -> list[Fact]:
    return [fact for fact in facts if fact.text]


def _at(moment: int | None, look: Look) -> str:
    return "" if moment is None else f"{words.stamp(moment, look)}, {words.age(moment, look)}"


def _dated(text: str, moment: int | None, look: Look, wanted: object = True) -> str:
    if not wanted:
        return ""
    return ", ".join(part for part in (text, _at(moment, look)) if part)
