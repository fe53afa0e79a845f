"""`mailtui db size`, `vacuum` and `retention`: what takes room in the database, and what goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output

if TYPE_CHECKING:
    from mailtui.ingest.retaining import Gone
    from mailtui.store.retention.limits import Days, Limits
    from mailtui.store.room import Room

MIB = 1024 * 1024


@click.command()
@output.json_option
def size(as_json: bool) -> None:
    """Print what takes room in the database: by table with its indexes, free pages, the log of writes."""
    from mailtui.store.room import room

    found = room(app.database())
    if as_json:
        output.print_json(_as_object(found))
        return
    rows = [
        (
            part.name,
            _mib(part.size),
            _share(part.size, found),
            _number(part.rows),
            _each(part.size, found),
        )
        for part in found.parts
    ]
    rows.append(("free pages", _mib(found.free), _share(found.free, found), "", ""))
    rows.append(("all", _mib(found.size), "", f"{found.lines} lines", _each(found.size, found)))
    rows.append(("not yet in the file (WAL)", _mib(found.wal), "", "", ""))
    output.print_rows(("what", "MiB", "part", "rows", "bytes a line"), rows, "plain")
    if found.free and not found.shrinks:
        output.say("next, once: `mailtui db vacuum --full`; then free pages can be given back in small steps")


@click.command()
@click.option("--full", is_flag=True, help="Write the file anew: needs twice its size in free room.")
def vacuum(full: bool) -> None:
    """Give free pages back to the file system, in small steps beside everyone else."""
    from mailtui.services.retention import vacuum as give_back
    from mailtui.store.room import rewrite, room

    path = app.database()
    if not full and not room(path).shrinks:
        output.say("this file was made by an older mailtui: `mailtui db vacuum --full` writes it anew, once")
        app.fail(1)
    saved = rewrite(path) if full else give_back(path)
    output.say(f"{path} is {_mib(saved)} MiB smaller")


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would go, and leave it.")
@output.json_option
def retention(dry_run: bool, as_json: bool) -> None:
    """Remove what is older than the settings keep: keep_lines, keep_attempts, keep_rejections,
    keep_audit, keep_unconfirmed, keep_payloads (days); archive campaigns (archive_campaigns).

    Days count back from the newest line, of the audit, contacts, payloads and campaigns from today. What
    has a note, daily totals and the evidence of an open incident stay. The worker does this daily.
    """
    from mailtui.config.keeping import days
    from mailtui.services.retention import bounds, preview, retain, retain_there

    kept, path = days(app.settings()), app.database()
    limits = bounds(path, kept)
    if not dry_run:
        app.acting().require("retention")
    if dry_run:
        gone = preview(path, kept)
    elif app.has_worker():
        gone = retain_there(path, kept)
    else:
        gone = retain(path, kept, lambda _: None)
    _print_gone(gone, kept, limits, dry_run=dry_run, as_json=as_json)


def _print_gone(gone: Gone, kept: Days, limits: Limits, *, dry_run: bool, as_json: bool) -> None:
    from mailtui.cli.times import iso_or_none
    from mailtui.services.acting.retaining import days_before
    from mailtui.store.retention.limits import NEVER

    before = [None if limit == NEVER else iso_or_none(limit) for limit in limits]
    rows = [
        ("lines", kept.lines, before[0], gone.lines),
        ("messages", kept.attempts, before[1], gone.messages),
        ("attempts", kept.attempts, before[1], gone.attempts),
        ("rejections", kept.rejections, before[2], gone.rejections),
        ("audit", kept.audit, iso_or_none(days_before(kept.audit)), gone.audit),
        ("unconfirmed contacts", kept.unconfirmed, _before(kept.unconfirmed), gone.contacts),
        ("campaigns, archived", kept.campaigns, _before(kept.campaigns), gone.archived),
        ("payloads", kept.payloads, _before(kept.payloads), gone.payloads),
    ]
    if as_json:
        kinds = [dict(zip(("kind", "days", "before", "rows"), row, strict=True)) for row in rows]
        longest = round(gone.longest * 1000, 1)
        output.print_json({"dry_run": dry_run, "kinds": kinds, "freed": gone.freed, "longest_ms": longest})
        return
    shown = [(name, days or "for ever", when or "", count) for name, days, when, count in rows]
    output.print_rows(("what", "days kept", "before", "would go" if dry_run else "went"), shown, "plain")
    if gone.freed:
        output.say(f"the file is {_mib(gone.freed)} MiB smaller")


def _before(days: int) -> str | None:
    from mailtui.cli.times import iso_or_none
    from mailtui.services.run import now
    from mailtui.store.retention.people import before

    return iso_or_none(before(now(), days))


def _as_object(found: Room) -> dict[str, object]:
    parts = [{"name": part.name, "bytes": part.size, "rows": part.rows} for part in found.parts]
    each = round(found.size / found.lines, 1) if found.lines else None
    return {
        "bytes": found.size,
        "free": found.free,
        "wal": found.wal,
        "lines": found.lines,
        "bytes_per_line": each,
        "shrinks": found.shrinks,
        "parts": parts,
    }


def _mib(size: int) -> str:
    return f"{size / MIB:.1f}"


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _share(size: int, found: Room) -> str:
    return f"{size / (found.size or 1):.1%}"


def _each(size: int, found: Room) -> str:
    return f"{size / found.lines:.1f}" if found.lines else ""
