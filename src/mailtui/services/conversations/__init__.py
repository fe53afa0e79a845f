"""Conversations: the verb behind the Threads screen, `mailtui threads` and `mailtui thread`."""

from __future__ import annotations

from mailtui.errors import NotFoundError
from mailtui.model.conversations.tree import Node, tree
from mailtui.model.conversations.view import LetterView, ThreadKey, ThreadPage, ThreadView
from mailtui.model.view import Related
from mailtui.model.work import Reader
from mailtui.store.asking import asking
from mailtui.store.conversations import reading
from mailtui.store.conversations.reading import Kept
from mailtui.store.engine import Connection, Engine

AT_ONCE = 200
"""Conversations of one page."""


class Conversations:
    """Who answered whom, as one reader may see it. Every call may block; make it in a thread."""

    def __init__(self, engine: Engine, reader: Reader | None = None) -> None:
        self._engine = engine
        self._reader = reader

    def page(
        self,
        words: str = "",
        after: ThreadKey | None = None,
        limit: int = AT_ONCE,
        *,
        hidden: bool = False,
    ) -> ThreadPage:
        """The newest behind a key; `words`: in the subject or in an address of somebody in it.

        `hidden`: also those that are deleted in the system they came from.
        """
        with asking(self._engine) as connection:
            rows = reading.rows(connection, self._reader, words, after, limit, hidden=hidden)
            total = reading.total(connection)
        return ThreadPage(tuple(rows), rows[-1].key if len(rows) == limit else None, total)

    def find(self, name: str) -> int:
        """A conversation by its number or the Message-ID of a letter; NotFoundError when there is none."""
        with asking(self._engine) as connection:
            if name.isascii() and name.isdigit() and len(name) < 19:
                found = reading.row(connection, int(name), None)
                thread = None if found is None else found.key.id
            else:
                thread = reading.named(connection, name)
        if thread is None:
            raise NotFoundError(
                f"there is no conversation {name}",
                "see which there are: mailtui threads; import mail: mailtui import PATH",
            )
        return thread

    def of_message(self, message: int, rfc_id: str | None = None) -> int | None:
        """The conversation that a message is in, by its own letter or by its Message-ID; None: in none."""
        with asking(self._engine) as connection:
            return reading.thread_of(connection, message, rfc_id)

    def get(self, thread: int) -> ThreadView:
        """A conversation with its letters; NotFoundError when it is not there (any more)."""
        with asking(self._engine) as connection:
            row = reading.row(connection, thread, self._reader)
            if row is None:
                raise NotFoundError(
                    f"there is no conversation {thread}", "it may be part of another now: mailtui threads"
                )
            return ThreadView(row, _letters(connection, thread))


def beside(connection: Connection, message: int, rfc_id: str | None) -> tuple[int | None, list[Related]]:
    """The conversation of a message, and the letters that it answers and that answer it.

    Of a letter that a server or a service carried, that message is told.
    """
    thread = reading.thread_of(connection, message, rfc_id)
    if thread is None:
        return None, []
    letters = _letters(connection, thread)
    own = next((one for one in letters if message == one.message or rfc_id == one.rfc_id), None)
    if own is None:
        return thread, []
    place = letters.index(own)
    above = [one for one in letters[:place] if one.depth < own.depth][-1:]
    below: list[LetterView] = []
    for one in letters[place + 1 :]:
        if one.depth <= own.depth:
            break
        if one.depth == own.depth + 1:
            below.append(one)
    return thread, [
        *(_related("answers", one) for one in above),
        *(_related("answered by", one) for one in below),
    ]


def _related(relation: str, one: LetterView) -> Related:
    if one.deliveries:
        carried = one.deliveries[-1]
        return Related(
            relation, carried.server, carried.queue_id, carried.message, one.sent, one.sender, carried.status
        )
    return Related(relation, one.server, one.rfc_id, one.message, one.sent, one.sender)


def _letters(connection: Connection, thread: int) -> tuple[LetterView, ...]:
    kept = {one.letter.message_id: one for one in reading.letters(connection, thread)}
    recipients = reading.recipients(connection, thread)
    deliveries = reading.deliveries(connection, list(kept))

    def view(node: Node) -> LetterView:
        one: Kept = kept[node.letter.message_id]
        return LetterView(
            message=one.message,
            server=one.server,
            rfc_id=node.letter.message_id,
            depth=node.depth,
            sent=node.letter.date,
            sender=one.sender,
            from_name=one.from_name,
            subject=node.letter.subject,
            recipients=tuple(recipients.get(one.message, ())),
            missing=node.missing,
            inbox=one.inbox,
            deliveries=tuple(deliveries.get(node.letter.message_id, ())),
        )

    return tuple(view(node) for node in tree([one.letter for one in kept.values()]))
