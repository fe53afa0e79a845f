"""`mailtui person ADDRESS erase`: take somebody out of the database, having said what that touches."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output
from mailtui.cli.telling import talking
from mailtui.errors import UsageError
from mailtui.model.visible import visible

if TYPE_CHECKING:
    from mailtui.model.person import Erased


_PLACES = {
    "log file": "log file",
    "events": "events from",
    "mail archive": "mail archives in",
    "contacts": "files of contacts in",
    "database": "database",
    "export": "export",
}
"""What is said before the places: of events, mail and contacts the folder is known."""


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would be touched, and leave it.")
@click.option("--yes", is_flag=True, help="Do not ask for the address to be typed.")
@output.json_option
@click.pass_obj
def erase(address: str, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Take the person out of the database, for good.

    Everywhere something else stands for the address, always the same; contact, notes and tags on the person
    go. All mail counts as before, a contact is an unsubscribed one from then on. It cannot be undone. Who is
    killed in the middle goes on by the same command. Only admins may.
    """
    from mailtui.services.persons import erasing

    address = erasing.wanted(address)
    if not dry_run:
        app.acting().require("erase")
        for one in erasing.unwritten(app.database()):
            _run(one)
    begun = erasing.under_way(app.database(), address) is not None
    if dry_run or not (begun or yes):
        with talking() as say:
            would = erasing.preview(app.database(), address, lambda what, *_: say(f"looking: {what}"))
        _print(would, as_json=as_json and dry_run, done=False, files=_own_files(address))
    elif not begun:
        with talking() as say:
            erasing.known(app.database(), address, lambda what, *_: say(f"looking: {what}"))
    if dry_run:
        return
    if begun:
        output.say("an erasure of this person was begun and not finished: it goes on")
    elif not yes:
        _confirm(address)
    done = _do(address, as_json=as_json)
    _print(done, as_json=as_json, done=True, files=None)


def _confirm(address: str) -> None:
    if not sys.stdin.isatty():
        raise UsageError("erasing is confirmed by typing the address", "in a script say --yes")
    typed = click.prompt(
        "This cannot be undone. Type the address to erase it", default="", show_default=False
    )
    if typed.strip().lower() != address:
        raise UsageError("that is another address: nothing was erased", "the same command asks again")


def _do(address: str, *, as_json: bool) -> Erased:
    from mailtui.services.persons import erasing, own_files

    database = app.database()
    erasure = erasing.begin(database, address, app.acting().operator)
    cleaned = own_files.clean(_places(), erasing.swap_of(database, erasure))
    if cleaned and not as_json:
        output.say(f"{cleaned} of your own files (searches, sessions, drafts, copies) rewritten")
    return _run(erasure)


def _run(erasure: int) -> Erased:
    """Here, or by the worker that has the database."""
    from mailtui.services.persons import erasing

    with talking() as say:

        def look(what: str, done: int, total: int) -> None:
            part = f": {done * 100 // total} %" if total else ""
            say(f"{what}{part}; ctrl+c stops, and the rest can be done later")

        do = erasing.erase_there if app.has_worker() else erasing.erase
        try:
            return do(app.database(), erasure, app.acting().operator, look)
        except KeyboardInterrupt:
            output.say("Stopped half-way. The same command does the rest")
            raise


def _places() -> list[Path]:
    from mailtui.config.paths import state_folder, yank_folder

    database, searches = app.database(), app.settings().searches
    beside = database.with_name(f"{database.name}.worker.log")
    crashes = Path(tempfile.gettempdir()).glob("mailtui-error-*.txt")
    return [state_folder(), yank_folder(), beside, *crashes, *([searches] if searches else [])]


def _own_files(address: str) -> list[Path]:
    from mailtui.model.erased import DOMAIN, PREFIX, Swap
    from mailtui.services.persons import own_files

    return own_files.naming(_places(), Swap(address, f"{PREFIX}@{DOMAIN}"))


def _print(found: Erased, *, as_json: bool, done: bool, files: list[Path] | None) -> None:
    if as_json:
        again = [
            {"what": str(one.what), "where": one.where, "comes_back": one.what.comes_back}
            for one in found.again
        ]
        told: dict[str, object] = {"done": done, "stand_in": found.stand_in or None}
        told |= {"rows": dict(found.counts), "open_mails": found.open_mails, "again": again}
        told["kept"] = found.kept or None
        told |= {"left_in_file": found.left} if files is None else {"own_files": list(map(str, files))}
        output.print_json(told)
        return
    output.print_rows(
        ("what", "erased" if done else "would be erased"), sorted(found.counts.items()), "plain"
    )
    for line in _lines(found, done=done, files=files or []):
        output.say(line)


def _lines(found: Erased, *, done: bool, files: list[Path]) -> Iterator[str]:
    if files:
        yield f"{len(files)} of your own files: {', '.join(str(path) for path in files)}"
    if done:
        yield f"{found.stand_in} stands for the person everywhere, for good; mail counts as before"
    if found.counts.get("contacts"):
        stays = "stays" if done else "would stay"
        yield f"the contact {stays}, unsubscribed, on the same lists; segments by status, name, tag lose it"
    if found.kept:
        known = "is kept" if done else "would be kept"
        yield f"not to be mailed ({found.kept}): that {known}, as a keyed hash that names nobody"
    if found.open_mails:
        waits = (
            "mail to the person still waits" if found.open_mails == 1 else "mails to the person still wait"
        )
        yield f"{found.open_mails} {waits}: the log will name the address again; then erase once more"
    for what in dict.fromkeys(one.what for one in found.again):
        where = [_place(one.where) for one in found.again if one.what == what]
        more = f" and {len(where) - 5} more" if len(where) > 5 else ""
        yield f"still there, outside: {_PLACES[what]} {', '.join(where[:5])}{more}"
        yield f"  {what.sentence}"
    if found.again:
        yield "read into another database, all of it brings the address back"
    if found.left:
        yield f"the file still has it {found.left} times in pages that nobody uses: mailtui db vacuum --full"


def _place(where: str) -> str:
    return "standard input" if where == "-" else visible(where)
