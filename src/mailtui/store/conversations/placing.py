"""LETTER -> THREAD: letters are put with those they answer, and threads that turn out to be one are merged.

The rules are `model.conversations.threads`. Of the letters in the database those are asked that may matter:
who has or mentions one of the ids, and who has the subject, near enough in time. So which letters share a
thread is the same in whatever order and in however many parts they come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Connection

from mailtui.model.conversations.letter import Letter
from mailtui.model.conversations.mail import Placed
from mailtui.model.conversations.subject import subject_key
from mailtui.model.conversations.threads import Threads
from mailtui.model.enums import LinkKind
from mailtui.store import schema
from mailtui.store.conversations import finding
from mailtui.store.conversations.settling import settle
from mailtui.store.digests import digest64, link_digest, storable
from mailtui.store.rows import insert, insert_missing, next_id, upsert

TOLD = "thread:"
"""Before what another system calls a thread, where it stands among the references of its letters."""
NOWHERE = -1
_OLD = "\0thread "
"""Before the id of a thread of the database; no header field has a NUL."""


def place(connection: Connection, letters: Sequence[Placed]) -> None:
    """Write letters whose messages are in the database, each into its thread. A letter again changes nothing.

    The caller's transaction makes it whole.
    """
    here = finding.placed(connection, [one.message for one in letters])
    new = [_named(one) for one in {one.message: one for one in letters}.values() if one.message not in here]
    if not new:
        return
    threads = Threads()
    _recall(connection, threads, new)
    for one in new:
        threads.add(one.letter)
    _write(connection, threads, new)


def key_of(subject: str) -> int | None:
    """The key of a base subject; None where nothing was said."""
    text = subject_key(subject)
    return digest64(text) if text else None


def _named(one: Placed) -> Placed:
    """With the thread that was told among what the letter mentions; text as the database takes it."""
    letter = one.letter
    told = (TOLD + one.told_thread,) if one.told_thread else ()
    return one._replace(
        letter=letter._replace(
            message_id=storable(letter.message_id),
            in_reply_to=tuple(map(storable, letter.in_reply_to)),
            references=tuple(map(storable, (*told, *letter.references))),
        )
    )


def _recall(connection: Connection, threads: Threads, new: Sequence[Placed]) -> None:
    """Give the threads what the database has that may belong to the new letters."""
    ids = {id_ for one in new for id_ in (one.letter.message_id, *one.letter.mentioned)}
    for id_, thread in finding.threads_of(connection, ids):
        threads.join(id_, _OLD + str(thread))
    wanted: dict[int, list[Letter]] = {}
    for one in new:
        key = key_of(one.letter.subject)
        if key is not None and one.letter.date is not None:
            wanted.setdefault(key, []).append(one.letter)
    for key, letters in wanted.items():
        dates = [letter.date for letter in letters if letter.date is not None]
        for near in finding.near(connection, key, min(dates), max(dates)):
            old = _OLD + str(near.thread)
            threads.join(near.rfc_id, old)
            mentions = () if near.loose else (old,)
            threads.add(Letter(near.rfc_id, mentions, (), letters[0].subject, near.sent, near.participants))


def _write(connection: Connection, threads: Threads, new: Sequence[Placed]) -> None:
    olds: dict[int, list[int]] = {}
    for id_ in threads.known(_OLD):
        olds.setdefault(_number(threads, id_), []).append(int(id_.removeprefix(_OLD)))
    olds.pop(NOWHERE, None)
    first = next_id(connection, schema.THREAD)
    numbers = dict.fromkeys(_number(threads, one.letter.message_id) for one in new)
    made = {
        number: first + at for at, number in enumerate(number for number in numbers if number not in olds)
    }
    stays = {number: min(group) for number, group in olds.items()}
    insert(connection, schema.THREAD, [(id_, "", 0, 0, 0, None) for id_ in made.values()])
    _write_letters(connection, new, lambda one: (made | stays)[_number(threads, one.letter.message_id)])
    gone = {old: stays[number] for number, group in olds.items() for old in group if old != stays[number]}
    settle(connection, [*made.values(), *stays.values()], gone)


def _number(threads: Threads, id_: str) -> int:
    """The group that an id is in; `NOWHERE` for a thread of the database that no letter has reached."""
    found = threads.thread_of(id_)
    return NOWHERE if found is None else found


def _write_letters(connection: Connection, new: Sequence[Placed], thread_of: Callable[[Placed], int]) -> None:
    rows = []
    for one in new:
        letter = one.letter
        rows.append(
            (
                one.message,
                thread_of(one),
                one.inbox,
                letter.date,
                letter.message_id,
                letter.in_reply_to[0] if letter.in_reply_to else "",
                storable(one.from_name),
                key_of(letter.subject),
                int(not letter.mentioned),
                one.storage_key,
            )
        )
    upsert(connection, schema.LETTER, rows)
    upsert(connection, schema.MESSAGE_REFERENCE, list(_references(new)))
    own = ((LinkKind.MESSAGE_ID.code, link_digest(one.letter.message_id), one.message) for one in new)
    insert_missing(connection, schema.MESSAGE_LINK, sorted(own))


def _references(new: Sequence[Placed]) -> Iterable[tuple[int, int, int, str]]:
    for one in new:
        for position, id_ in enumerate(one.letter.mentioned):
            yield one.message, position, link_digest(id_), id_
