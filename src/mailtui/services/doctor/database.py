"""The state of the database."""

from __future__ import annotations

from pathlib import Path

from mailtui.errors import MailtuiError
from mailtui.services.doctor.finding import Finding, Verdict, failed


def look(path: Path) -> list[Finding]:
    """Whether it is there, whole, of the right version, and who writes to it."""
    from mailtui.store import care

    if not path.exists():
        text = f"{path} does not exist yet"
        return [Finding(Verdict.WARN, "database", text, "import a log: mailtui import /var/log/exim4")]
    try:
        status = care.status(path)
        damage = care.damage(path)
    except MailtuiError as error:
        return [failed("database", error)]
    if damage:
        return [Finding(Verdict.FAIL, "database", f"{path} is damaged: {damage[0]}", care.MEND)]
    text = f"{path}, {status.size:,} bytes, schema {status.revision or 'none'}, no damage found"
    if status.revision != status.known:
        return [
            Finding(
                Verdict.FAIL,
                "database",
                f"{text}, but this mailtui needs schema {status.known}",
                "run: mailtui db upgrade"
                if (status.revision or "") < status.known
                else "update mailtui, or name another database with --db",
            )
        ]
    busy = f"; {status.writer} is importing" if status.writer else ""
    return [Finding(Verdict.OK, "database", text + busy)]
