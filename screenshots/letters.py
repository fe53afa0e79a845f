"""For the pictures of conversations and of failed events: mail beside the demo's log, and odd payloads."""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from mailtui.model.enums import EventProvider
from mailtui.model.moment import HOUR, MINUTE, from_datetime, to_datetime
from mailtui.services.imports import Telling, import_logs

ARRIVAL = re.compile(
    r'^(?P<when>\S+ \S+ \S+) \S+ <= (?P<sender>\S+) .* id=(?P<id>\S+) T="(?P<subject>[^"]*)" for (?P<to>.+)$'
)
ANSWERED = ("Contract for Bob", "Dates for the fair")
ASKED = ("Invoice 4711", "Offer, as discussed")
ODD = (
    {"event": "bounce", "email": "bob@slowgate.example", "sg_event_id": "odd1", "timestamp": "yesterday"},
    {
        "event": "teleported",
        "email": "eve@postbox.example",
        "sg_event_id": "odd2",
        "timestamp": 1_794_990_000,
    },
)


def fill(database: Path) -> Path:
    """A copy of the demo's database with an archive of mail and payloads that were not understood."""
    place = database.parent
    copy = Path(shutil.copy(database, place / "mailtui-letters.db"))
    archive = place / "archive.mbox"
    archive.write_bytes(b"".join(_mbox(letter) for letter in _letters((place / "mainlog").read_text())))
    import_logs(copy, [str(archive)], telling=Telling(account="archive"))
    events = place / "odd-events.jsonl"
    events.write_text("".join(json.dumps(one) + "\n" for one in ODD))
    import_logs(copy, [str(events)], telling=Telling(EventProvider.SENDGRID))
    archive.unlink()
    events.unlink()
    return copy


def _letters(log: str) -> list[EmailMessage]:
    found = []
    for line in log.splitlines():
        match = ARRIVAL.match(line)
        if match is None or match["subject"] not in (*ANSWERED, *ASKED):
            continue
        at = _moment(match["when"])
        sender, to, subject = match["sender"], match["to"].split()[0], match["subject"]
        first = f"question-{match['id']}"
        if subject in ASKED:
            found.append(_letter(first, "", to, sender, subject, at - 3 * HOUR))
        found.append(_letter(match["id"], first if subject in ASKED else "", sender, to, subject, at))
        if subject in ANSWERED:
            answer = f"answer-{match['id']}"
            found.append(_letter(answer, match["id"], to, sender, f"Re: {subject}", at + 50 * MINUTE))
            found.append(
                _letter(f"thanks-{match['id']}", answer, sender, to, f"Re: {subject}", at + 2 * HOUR)
            )
    return found


def _letter(id_: str, answers: str, sender: str, to: str, subject: str, at: int) -> EmailMessage:
    letter = EmailMessage()
    letter["Message-ID"] = f"<{id_}>"
    if answers:
        letter["In-Reply-To"] = f"<{answers}>"
    letter["From"] = f"{sender.partition('@')[0].title()} <{sender}>"
    letter["To"] = to
    letter["Subject"] = subject
    letter["Date"] = format_datetime(to_datetime(at))
    letter.set_content("\n")
    return letter


def _mbox(letter: EmailMessage) -> bytes:
    return b"From demo@harbour.example Sat Nov 21 12:00:00 2026\n" + letter.as_bytes() + b"\n"


def _moment(text: str) -> int:
    return from_datetime(datetime.strptime(text, "%Y-%m-%d %H:%M:%S.%f %z"))
