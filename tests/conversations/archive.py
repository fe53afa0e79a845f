"""A log and an archive of mail beside each other: one letter of a conversation failed on its way."""

from __future__ import annotations

from pathlib import Path

from mailtui.services.imports import Telling, import_logs

LOG = """2026-11-21 12:00:01 1xUXxL-0000000003L-3SEU <= ann@a.example P=esmtp S=360 id=one@a.example \
for bob@b.example
2026-11-21 12:00:02 1xUXxL-0000000003L-3SEU ** bob@b.example R=dns T=smtp H=mx.b.example [192.0.2.2]: \
SMTP error from remote mail server after RCPT TO:<bob@b.example>: 550 5.1.1 unknown user
2026-11-21 12:00:02 1xUXxL-0000000003L-3SEU Completed
"""
MAILS = [
    ("one@a.example", "", "Ann <ann@a.example>", "bob@b.example", "Lunch", 12),
    ("two@b.example", "one@a.example", "Bob <bob@b.example>", "ann@a.example", "Re: Lunch", 13),
    ("three@a.example", "two@b.example", "Ann <ann@a.example>", "bob@b.example", "Re: Lunch", 14),
    ("four@e.example", "gone@e.example", "eve@e.example", "ann@a.example", "Re: \x1b[31mInvoice", 15),
]


def _mail(id_: str, answers: str, sender: str, to: str, subject: str, hour: int) -> str:
    reply = f"In-Reply-To: <{answers}>\n" if answers else ""
    return (
        f"From x@y Sat Nov 21 {hour}:00:00 2026\nMessage-ID: <{id_}>\n{reply}From: {sender}\nTo: {to}\n"
        f"Subject: {subject}\nDate: Sat, 21 Nov 2026 {hour}:00:00 +0000\n\nText.\n\n"
    )


def build(folder: Path) -> Path:
    """A database of both."""
    (folder / "mainlog").write_text(LOG)
    (folder / "archive").write_text("".join(_mail(*mail) for mail in MAILS))
    database = folder / "mailtui.db"
    import_logs(database, [str(folder / "mainlog")], server="mx1", zone="UTC")
    import_logs(database, [str(folder / "archive")], telling=Telling(account="archive"))
    return database
