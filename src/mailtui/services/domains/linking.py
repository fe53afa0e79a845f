"""From a failure to the set-up of the domain it was sent from."""

from __future__ import annotations

from collections.abc import Iterator

from mailtui.model.domain import SenderSetup
from mailtui.model.enums import FailureClass
from mailtui.services.domains.describing import BLAMED, behind
from mailtui.services.domains.filing import standing
from mailtui.store.domains import reading
from mailtui.store.engine import Connection


def setup(connection: Connection, domain: str, failure: FailureClass) -> SenderSetup | None:
    """What is known of a sending domain, or of the nearest above it on the list.

    None where the set-up of the sender cannot be the reason for such a failure.
    """
    if failure not in BLAMED or not domain:
        return None
    domain = domain.lower().removesuffix(".")
    for name in upwards(domain):
        kept = reading.named(connection, name)
        if kept is not None:
            now = standing(connection, kept)
            findings = behind((one for check in now.checks for one in check.told()), failure)
            return SenderSetup(name, now.state, now.checked, now.unsure, tuple(findings))
    return SenderSetup(domain, None)


def upwards(name: str) -> Iterator[str]:
    """The name and those above it, without the top-level domain."""
    while "." in name:
        yield name
        name = name.partition(".")[2]
