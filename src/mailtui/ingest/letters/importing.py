"""Files of mail -> facts: each mail is a message of its mailbox, and a letter in its conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from mailtui.ingest.files import LogFile
from mailtui.ingest.letters.reading import mails
from mailtui.ingest.places import provider_of
from mailtui.ingest.reading import STDIN, LogStream, open_log
from mailtui.model.conversations.mail import Mail, Placed
from mailtui.model.enums import MessageKind, QueueState
from mailtui.model.facts import MessageFacts, RecipientFacts
from mailtui.model.summary import FileSummary
from mailtui.parsing.mail.fields import read
from mailtui.store import schema
from mailtui.store.conversations import mailboxes
from mailtui.store.conversations.placing import place
from mailtui.store.digests import storable
from mailtui.store.engine import Connection, Engine
from mailtui.store.facts import save_messages
from mailtui.store.naming import Naming
from mailtui.store.owned import Failures, Owned, message_ids
from mailtui.store.rows import next_id

AT_ONCE = 500
"""Mails in one transaction."""
MAILBOX = "mail"
"""What the mailbox is called when nobody says."""

ToldOf = Callable[[Connection, int, FileSummary, int], None]


class LetterImporter:
    """Reads files of mail into one database, whose writing lock the caller holds."""

    def __init__(self, engine: Engine, now: Callable[[], int], mailbox: str | None = None) -> None:
        """`mailbox`: what the archive is called, as a server is; `now`: UTC microseconds."""
        self._engine = engine
        self._now = now
        self._mailbox = mailbox or MAILBOX
        self.between: Callable[[], None] = _nothing
        """Called between two transactions; may raise to end the import."""

    def read(
        self, file: LogFile, summary: FileSummary, told: ToldOf, opened: LogStream | None = None
    ) -> None:
        """Import what is new in a file; `told` is called within each transaction.

        `opened`: the file, where it was opened already; it is closed here. InputError when it cannot be read
        to its end; what came before is kept. A mail that is there already (by its Message-ID) is left alone.
        """
        stream = opened or open_log(file.path)
        try:
            raws = mails(stream)
            place_ = file.path if file.path == STDIN else str(Path(file.path).resolve().parent)
            without_date = int((file.modified or 0) * 1_000_000) or self._now()
            some = True
            while some:
                with self._engine.begin() as connection:
                    server, source = mailboxes.mailbox(connection, self._mailbox, place_)
                    some = self._take(connection, server, raws, summary, without_date)
                    told(connection, stream.bytes_read, summary, source)
                self.between()
        finally:
            stream.close()

    def _take(
        self,
        connection: Connection,
        server: int,
        raws: Iterator[bytes],
        summary: FileSummary,
        without_date: int,
    ) -> bool:
        """Take as many mails as are to be committed together; whether there were any."""
        found = [read(raw) for raw in islice(raws, AT_ONCE)]
        summary.lines += len(found)
        new = _unknown(connection, server, found)
        summary.new += len(new)
        _save(connection, server, new, without_date)
        return bool(found)


def _unknown(connection: Connection, server: int, found: Sequence[Mail]) -> list[Mail]:
    """Those that the mailbox does not have, each once."""
    by_id = {storable(mail.letter.message_id): mail for mail in reversed(found)}
    known = message_ids(connection, server, by_id)
    return [mail for id_, mail in reversed(by_id.items()) if id_ not in known]


def _save(connection: Connection, server: int, mails: Sequence[Mail], without_date: int) -> None:
    first = next_id(connection, schema.MESSAGE)
    owned = [
        Owned(first + at, server, _facts(mail, without_date), replaced=False) for at, mail in enumerate(mails)
    ]
    nothing = [Failures((), [None] * len(one.facts.recipients)) for one in owned]
    naming = Naming(connection, provider_of)
    save_messages(connection, naming, naming, owned, nothing)
    place(
        connection,
        [Placed(one.id, mail.letter, mail.from_name) for one, mail in zip(owned, mails, strict=True)],
    )


def _facts(mail: Mail, without_date: int) -> MessageFacts:
    """A mail in a mailbox says who it is from and to; what became of other copies of it, it does not say."""
    letter = mail.letter
    moment = without_date if letter.date is None else letter.date
    return MessageFacts(
        queue_id=storable(letter.message_id),
        kind=MessageKind.CONVERSATION,
        first_seen=moment,
        last_seen=moment,
        received=letter.date,
        completed=moment,
        sender=storable(mail.sender) or None,
        size=mail.size,
        message_id=letter.message_id,
        subject=letter.subject,
        recipients=[
            RecipientFacts(storable(address), role, queue_state=QueueState.NONE)
            for role, address in mail.recipients
        ],
    )


def _nothing() -> None:
    """Between transactions there is mostly nothing to do."""
