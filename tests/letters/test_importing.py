"""Archives of mail through `import`: mboxes, maildirs, single mails; each mail once, in its thread."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.store.databases import LOG

from mailtui.services.desk import open_desk
from mailtui.services.imports import Telling, import_logs
from mailtui.ui.widgets.trace_head import head_lines
from mailtui.ui.words import LOCAL

MBOX = b"""From ann@a.example Sat Nov 21 12:00:00 2026
From: ann@a.example
To: bob@b.example
Subject: Lunch
Date: Sat, 21 Nov 2026 12:00:00 +0000
Message-ID: <one@a.example>

From here it is near.
>From the other side too.

From bob@b.example Sat Nov 21 13:00:00 2026
From: Bob <bob@b.example>
To: ann@a.example
Subject: Re: Lunch
Date: Sat, 21 Nov 2026 13:00:00 +0000
Message-ID: <two@b.example>
In-Reply-To: <one@a.example>

Yes.
"""


def _rows(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def _threads(path: Path) -> set[frozenset[str]]:
    groups: dict[int, set[str]] = {}
    for thread, name in _rows(path, "SELECT thread_id, rfc_id FROM letter"):
        groups.setdefault(thread, set()).add(name)
    return {frozenset(group) for group in groups.values()}


def test_a_mail_without_a_date_has_no_time_but_in_lists(tmp_path: Path) -> None:
    """The time of its file says nothing of the mail, nor of the thread that it is in."""
    database, archive = tmp_path / "mailtui.db", tmp_path / "archive.mbox"
    undated = MBOX.replace(b"Date: Sat, 21 Nov 2026 13:00:00 +0000\n", b"")
    archive.write_bytes(undated)
    os.utime(archive, (2_000_000_000, 2_000_000_000))
    import_logs(database, [str(archive)])
    sent = 1_795_262_400_000_000  # 12:00 of the mail that has a date
    assert _rows(database, "SELECT first, last, messages FROM thread") == [(sent, sent, 2)]
    assert set(_rows(database, "SELECT queue_id, received FROM message")) == {
        ("one@a.example", sent),
        ("two@b.example", None),
    }
    desk = open_desk(database)
    (found,) = desk.tracing.find("two@b.example")
    head = head_lines(desk.tracing.trace(found.id), LOCAL)
    told = "\n".join(text for left, right in head for text, _ in left + right)
    assert "the mail has no Date" in told
    assert "received" not in told
    assert "completed" not in told


def test_an_mbox_is_a_conversation_and_comes_once(tmp_path: Path) -> None:
    database, archive = tmp_path / "mailtui.db", tmp_path / "archive.mbox.gz"
    archive.write_bytes(gzip.compress(MBOX))
    first = import_logs(database, [str(archive)])
    again = import_logs(database, [str(archive)])
    assert [(one.lines, one.new) for one in (*first.files, *again.files)] == [(2, 2), (2, 0)]
    assert _threads(database) == {frozenset({"one@a.example", "two@b.example"})}
    assert _rows(database, "SELECT subject, messages FROM thread") == [("Lunch", 2)]
    assert _rows(database, "SELECT name, mta FROM server") == [("mail", "mailbox")]


def test_an_archive_that_grows(tmp_path: Path) -> None:
    database, archive = tmp_path / "mailtui.db", tmp_path / "archive"
    archive.write_bytes(MBOX[: MBOX.index(b"From bob")])
    import_logs(database, [str(archive)])
    archive.write_bytes(MBOX)
    assert import_logs(database, [str(archive)]).new_lines == 1
    assert len(_threads(database)) == 1


def test_a_maildir_and_a_log_in_one_go(tmp_path: Path) -> None:
    """The mails and the log of the server that carried them: the ids of both do not meet."""
    for folder in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / folder).mkdir(parents=True)
    mails = MBOX.split(b"From ann@a.example Sat Nov 21 12:00:00 2026\n")[1]
    (tmp_path / "Maildir/cur/1.M1.host:2,S").write_bytes(mails[: mails.index(b"From bob")])
    (tmp_path / "mainlog").write_bytes(LOG)
    database = tmp_path / "mailtui.db"
    summary = import_logs(database, [str(tmp_path / "Maildir"), str(tmp_path / "mainlog")])
    assert summary.problems == []
    assert _rows(database, "SELECT kind FROM message ORDER BY kind") == [(0,), (4,)]
    (tmp_path / "mainlog").write_bytes(LOG + LOG.replace(b"1xUXxL", b"1xUXxM"))
    assert import_logs(database, [str(tmp_path / "mainlog")]).messages == 1


def test_a_name_that_a_mail_server_has(tmp_path: Path) -> None:
    (tmp_path / "mainlog").write_bytes(LOG)
    (tmp_path / "archive").write_bytes(MBOX)
    database = tmp_path / "mailtui.db"
    import_logs(database, [str(tmp_path / "mainlog")], server="mx1")
    summary = import_logs(database, [str(tmp_path / "archive")], telling=Telling(account="mx1"))
    assert [one.title for one in summary.problems] == [
        "mx1 is the name of a server that runs exim, not of an archive of mail"
    ]


@pytest.mark.parametrize("data", [b"Just: words\n", b"", b"From here on\n", b"\x7fELF\0From: x\n"])
def test_what_is_no_mail(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    assert import_logs(tmp_path / "mailtui.db", [str(tmp_path / "file")]).problems
    assert not (tmp_path / "mailtui.db").exists() or _threads(tmp_path / "mailtui.db") == set()


def _names(node: dict[str, Any]) -> set[str]:
    return {node["id"]}.union(*map(_names, node["children"]))


def test_the_threads_of_the_corpora_are_notmuchs(tmp_path: Path, corpora: Path) -> None:
    """By the header fields all of notmuch's threads are threads here; subjects may join some of them."""
    database, expected = tmp_path / "mailtui.db", set()
    for path in sorted((corpora / "threading").glob("notmuch-*/**/threads.json")):
        import_logs(database, [str(path.parent / "mail")])
        for thread in json.loads(path.read_text()):
            expected.add(frozenset(set().union(*map(_names, thread))))
    found = _threads(database)
    known = set().union(*found)
    assert len(known) > 20
    for thread in expected:
        assert len({frozenset(group) for group in found if group & thread}) <= 1, thread
    assert all(any(thread & known <= group for group in found) for thread in expected if thread & known)
