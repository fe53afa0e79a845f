"""Whether the other systems' databases that the settings name can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailtui.errors import MailtuiError
from mailtui.model.foreign import Refreshed
from mailtui.services.doctor.finding import Finding, Verdict, failed
from mailtui.services.foreign import survey

SUBJECT = "databases"


def look(databases: Sequence[Refreshed]) -> Iterator[Finding]:
    """Reach each of them, and see whether every table is there that is read."""
    for one in databases:
        try:
            found = survey(one.asked)
        except MailtuiError as error:
            yield failed(SUBJECT, error)
            continue
        said = f"{one.asked.server}: {found.system} at {found.location}"
        if found.problems:
            hint = "docs/foreign-databases.md has the tables and columns that are read"
            yield Finding(Verdict.WARN, SUBJECT, f"{said}: {'; '.join(found.problems)}", hint)
        else:
            yield Finding(Verdict.OK, SUBJECT, f"{said}, read every {one.every} min by the worker")
