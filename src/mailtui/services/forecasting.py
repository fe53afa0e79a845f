"""The outlook of a recipient that waits, from its failure, the server's rules and the tries so far."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from mailtui.diagnosis.outlook import Waiting, choose, failure_of, outlook, postfix_outlook
from mailtui.model.enums import FailureClass, Phase, Status
from mailtui.model.outlook import Outlook
from mailtui.model.precedent import Tries
from mailtui.model.view import Explained, SearchRow
from mailtui.services.explaining import context_of
from mailtui.services.retrying import Policy

_OF_MESSAGE = ("mail", "data")
"""Replies that put off one message at a host; so does a session that breaks at the end of the data."""
_LOCAL = frozenset({FailureClass.MAILBOX_FULL, FailureClass.LOCAL})
"""What fails without a host and is not routing: delivery on this server, whose clock is the address's."""


class Situation(NamedTuple):
    """A recipient that waits."""

    found: Explained
    row: SearchRow
    received: int | None
    own: tuple[int, ...]
    """When it was tried itself, oldest first."""
    at_host: Tries | None
    """What is known of the host that the failure names."""
    now: int


class _Clock(NamedTuple):
    """What Exim counts the failing of, and what it looks the rule up by."""

    of: str
    keys: tuple[str, ...]
    of_host: bool


def forecast(of: Situation, policy: Policy) -> Outlook:
    """By Exim's rules (Exim manual, chapter 'Retry configuration')."""
    if of.row.status is Status.FROZEN:
        return Outlook(None, None, None, ("frozen: Exim tries nothing until somebody thaws it",))
    failure = failure_of(context_of(of.found.proof))
    clock = _clock(of, failure.name)
    chosen = choose(policy.rules, clock.keys, failure, of.row.sender)
    waiting = _waiting(of, clock)
    made = outlook(waiting, chosen.rule, policy.timing)
    said = [*made.reasons, policy.origin + (f": {chosen.rule.text}" if chosen.rule else "")]
    said += [f"only Exim can tell whether this rule holds instead: {rule.text}" for rule in chosen.unsure[:1]]
    if of.row.sender == "":
        said.append("a bounce that cannot be delivered is frozen instead")
    return replace(made, reasons=tuple(said))


def forecast_postfix(of: Situation) -> Outlook:
    """By Postfix's default parameters."""
    made = postfix_outlook(of.now, of.received, _tried(of)[-1])
    return replace(made, reasons=(*made.reasons, "default parameters assumed"))


def _clock(of: Situation, error: str | None) -> _Clock:
    proof, address = of.found.proof, of.row.recipient or ""
    domain = address.rpartition("@")[2]
    host = proof.host or proof.ip
    if error == "rcpt" or (not host and of.found.diagnosis.failure_class in _LOCAL):
        return _Clock("the address", (address,), False)
    if host and (error in _OF_MESSAGE or proof.phase is Phase.END_OF_DATA):
        return _Clock(f"the message at {host}", (host, domain), False)
    if host:
        return _Clock(f"the host {host}", (host, domain), True)
    if proof.phase is Phase.TRANSPORT:
        return _Clock("the address", (address,), False)
    return _Clock(f"the domain {domain}", (domain,), False)


def _waiting(of: Situation, clock: _Clock) -> Waiting:
    tries, complete = _tried(of), True
    if clock.of_host and of.at_host is not None and of.at_host.times:
        tries, complete = of.at_host
    return Waiting(of.now, of.received, tries, clock.of, clock.of_host, complete)


def _tried(of: Situation) -> tuple[int, ...]:
    """When the recipient itself was tried; where it never was, the failure that it inherits."""
    return of.own or (of.found.proof.time or of.now,)
