"""From what is known to the entries of the yank menu: each with its text, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from mailtui.model.view import SearchRow
from mailtui.model.visible import is_shared, shown, visible
from mailtui.query.masking import masked_query
from mailtui.services.yanking.campaign_ticket import campaign_ticket
from mailtui.services.yanking.customer import customer
from mailtui.services.yanking.domain_ticket import domain_ticket
from mailtui.services.yanking.entries import ENTRIES, Offer
from mailtui.services.yanking.matter import Matter
from mailtui.services.yanking.ticket import reply_text, ticket

Made = tuple[str, str]
"""A text, and why there is none; one of them is ''."""


def seen(matter: Matter) -> Matter:
    """What may be copied while the screen is shared: the same, without the names of people."""
    if not is_shared():
        return matter
    masked, query = shown(matter), masked_query(matter.query)
    command = masked.command if not matter.query else masked.command.replace(matter.query, query)
    return replace(masked, query=query, command=command)


def offers(matter: Matter) -> tuple[Offer, ...]:
    """Every entry of the menu, in its order."""
    made = {entry: _MAKE[entry.id](matter) for entry in ENTRIES}
    return tuple(Offer(entry, _clean(text), why) for entry, (text, why) in made.items())


def _clean(text: str) -> str:
    """What is pasted into a shell must not contain what a terminal obeys."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _of_rows(pick: Callable[[SearchRow], str | None], missing: str) -> Callable[[Matter], Made]:
    """One line for each different value."""

    def make(matter: Matter) -> Made:
        if not matter.rows:
            return "", _nothing(matter)
        if not matter.is_whole:
            return "", f"there are more than {len(matter.rows)}: export them instead"
        return _lines(filter(None, map(pick, matter.rows)), missing)

    return make


def _lines(texts: Iterable[str], missing: str) -> Made:
    text = "\n".join(dict.fromkeys(" ".join(text.split("\n")) for text in texts))
    return (text, "") if text else ("", missing)


def _nothing(matter: Matter) -> str:
    if matter.campaigns:
        return "this is about a campaign: enter on a number lists mail"
    return "this is about a domain" if matter.domains else "there is no mail here"


def _raw(matter: Matter) -> Made:
    if matter.domains:
        zone = "\n".join(one.zone for one in matter.domains if one.zone)
        return (zone, "") if zone else ("", "there is no record to publish")
    if matter.campaigns:
        return "", _nothing(matter)
    lines = [line.data.decode("utf-8", "surrogateescape") for line in matter.lines]
    return ("\n".join(lines), "") if lines else ("", "the log lines are not in the database any more")


def _fix(matter: Matter) -> Made:
    if matter.fixes:
        return "\n".join(matter.fixes), ""
    return "", "there is no command for this" if matter.rows else _nothing(matter)


def _command(matter: Matter) -> Made:
    return (matter.command, "") if matter.command else ("", "no command line finds these alone")


def _query(matter: Matter) -> Made:
    if matter.query:
        return matter.query, ""
    return "", "no failure is known" if matter.domains else "there is no query that finds these"


def _ticket(matter: Matter) -> Made:
    if matter.domains:
        return "\n\n\n".join(map(domain_ticket, matter.domains)), ""
    if matter.campaigns:
        return "\n\n\n".join(map(campaign_ticket, matter.campaigns)), ""
    return (ticket(matter), "") if matter.rows else ("", _nothing(matter))


def _customer(matter: Matter) -> Made:
    return (customer(matter), "") if matter.rows else ("", _nothing(matter))


_MAKE: dict[str, Callable[[Matter], Made]] = {
    "address": _of_rows(lambda row: row.recipient, "the log names no recipient"),
    "sender": _of_rows(lambda row: row.sender, "the log names no sender, or it is the null sender"),
    "message-id": _of_rows(lambda row: row.message_id and f"<{row.message_id}>", "no Message-ID was told"),
    "queue-id": _of_rows(lambda row: row.queue_id, "it was refused before it got a queue id"),
    "lines": _raw,
    "reply": _of_rows(lambda row: reply_text(row) or None, "nobody has replied yet"),
    "command": _command,
    "fix": _fix,
    "query": _query,
    "ticket": _ticket,
    "customer": _customer,
}


def within(row: Matter, incident: Matter) -> tuple[Offer, ...]:
    """For a row of an incident: what is about one mail is of the row, the rest of the incident."""
    of_row, of_all = offers(row), offers(incident)
    return tuple(
        all_ if all_.entry.id in _OF_INCIDENT else one for one, all_ in zip(of_row, of_all, strict=True)
    )


_OF_INCIDENT = frozenset({"command", "query", "ticket"})
