"""A file of contacts, campaigns ... into the database, or looked through: the verb of `contacts import`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from mailtui.errors import InputError, UsageError
from mailtui.ingest.reading import STDIN, LogStream, open_log
from mailtui.ingest.tables import columns, importing, recipients
from mailtui.ingest.tables.checking import check
from mailtui.ingest.tables.fields import KINDS
from mailtui.ingest.tables.files import Table
from mailtui.ingest.tables.importing import Bad, Imported, Wanted
from mailtui.ingest.tables.rows import Said, check_meanings
from mailtui.model.enums import ContactStatus, EventProvider
from mailtui.model.people import Duplicates, Written
from mailtui.services.diagnosing import tolerant_diagnoser
from mailtui.services.imports import check_zone
from mailtui.services.run import now
from mailtui.services.zones import machine_zone_name
from mailtui.store import services
from mailtui.store.engine import PATIENCE, Connection, Engine, told, writer
from mailtui.store.lock import writing
from mailtui.store.people.accounts import account_called
from mailtui.store.people.files import file_read

Report = Callable[[Imported, int, int | None], None]
"""What came so far, bytes read, bytes in all (None: not known)."""
_OF_ACCOUNT = ("campaigns", "links", "campaign-recipients")


class Request(NamedTuple):
    """What is asked for, as plain values: also the arguments of a job."""

    path: str
    kind: str = "contacts"
    columns: tuple[str, ...] = ()
    """`FIELD=COLUMN` each."""
    duplicates: str = "update"
    list: str = ""
    status: str = ""
    """Of contacts whose row says none."""
    campaign: str = ""
    """Of recipients and links whose row says none."""
    account: str = "csv"
    """What campaigns and recipients are of."""
    zone: str = ""
    dates: str = ""
    delimiter: str = ""
    source: str = ""
    values: tuple[str, ...] = ()
    """`FIELD:WORD=VALUE` each: what stands in a field, and what it means."""

    def wanted(self) -> Wanted:
        """The same with what it means; UsageError where it means nothing."""
        from zoneinfo import ZoneInfo

        check_zone(self.zone or None)
        kind = KINDS[self.kind]
        if self.campaign and "campaign" not in kind.names:
            raise UsageError(f"--campaign says nothing of {kind.name}", "leave it out")
        if self.list and kind.name not in ("contacts", "memberships"):
            raise UsageError(f"--list says nothing of {kind.name}", "leave it out")
        said = Said(
            ZoneInfo(self.zone or machine_zone_name() or "UTC"),
            self.dates,
            ContactStatus(self.status) if self.status else None,
            campaign=self.campaign,
            list_id=self.list,
            source=self.source,
            meanings=columns.meanings(self.values, kind),
        )
        check_meanings(kind, said)
        mapped = columns.mapping(self.columns, kind)
        return Wanted(kind, said, Duplicates(self.duplicates), mapped, self.delimiter, self.list)


def opened(path: str) -> LogStream:
    """The file, or standard input; InputError where there is none."""
    if path != STDIN and Path(path).is_dir():
        raise InputError(f"{path} is a folder", "name one file in it")
    if path != STDIN and not Path(path).exists():
        raise InputError(f"{path} does not exist", "check the path")
    return open_log(path)


def import_file(database: Path, request: Request, report: Report, rules: Path | None = None) -> Imported:
    """Import a file. InputError when it is none, StoreError when the database cannot be written.

    `report` is called between two transactions and may raise to end it; what was written stays.
    """
    wanted = request.wanted()
    stream = opened(request.path)
    try:
        with told(database), writing(database):
            engine = writer(database, PATIENCE)
            try:
                return run(engine, request, wanted, stream, report, rules)
            finally:
                engine.dispose()
    finally:
        stream.close()


def run(
    engine: Engine, request: Request, wanted: Wanted, stream: LogStream, report: Report, rules: Path | None
) -> Imported:
    """The import, by who holds the writing lock."""

    def between(out: Imported) -> None:
        report(out, stream.bytes_read, stream.bytes_total)

    place = request.path if request.path == STDIN else str(Path(request.path).resolve().parent)
    if wanted.kind.name not in _OF_ACCOUNT:
        if wanted.kind.name == "contacts":
            Table(stream, wanted.kind, wanted.columns, wanted.delimiter)  # that it is one
            with engine.begin() as connection:
                file_read(connection, place)
        return importing.import_table(engine, stream, wanted, importing.writer(wanted, now), between)
    Table(stream, wanted.kind, wanted.columns)  # that it is one, before an account is made
    only = wanted.kind.name == "campaign-recipients"
    with engine.begin() as connection:
        known = _account(connection, request.account, only=only)
        source = services.source(connection, known.server_id, known.provider, place)
    if only:
        write = recipients.writer(known, source, tolerant_diagnoser(rules, []), now)
    else:
        wanted = wanted._replace(said=wanted.said._replace(server_id=known.server_id))
        write = importing.writer(wanted, now)
    return importing.import_table(engine, stream, wanted, write, between)


def _account(connection: Connection, name: str, *, only: bool) -> services.Account:
    """The account of a name, made on first sight; `only`: one whose mails come from files."""
    found = None if only else account_called(connection, name)
    return found or services.account(connection, name, EventProvider.CSV)


def look_through(request: Request, report: Report) -> Imported:
    """Read a file and say what would not be taken; nothing is written."""
    wanted = request.wanted()
    stream = opened(request.path)
    try:
        out = Imported(stream.path, wanted.kind.name, dry=True)
        table = Table(stream, wanted.kind, wanted.columns, wanted.delimiter)
        for batch in importing.batches(table, wanted, out):
            check(batch, wanted, out)
            report(out, stream.bytes_read, stream.bytes_total)
        return out
    finally:
        stream.close()


def as_result(out: Imported) -> dict[str, Any]:
    """What an import came to as plain values, for JSON and for the result of a job."""
    return {
        "path": out.path,
        "kind": out.kind,
        "dry_run": out.dry,
        "rows": out.rows,
        **{name: count for name, count in out.written._asdict().items() if name != "problems"},
        "bad": out.bad,
        "partly": out.partly,
        "problems": [one._asdict() for one in out.problems],
        "unused_columns": list(out.unused),
        "custom_fields": list(out.custom),
        "windows_1252_lines": out.guessed,
        "without_status": out.no_status,
        "too_old": out.too_old,
    }


def from_result(found: dict[str, Any]) -> Imported:
    """The same again."""
    counts = {name: found[name] for name in Written._fields if name in found and name != "problems"}
    return Imported(
        found["path"],
        found["kind"],
        found["rows"],
        Written(**counts),
        found["bad"],
        found["partly"],
        [Bad(**one) for one in found["problems"]],
        tuple(found["unused_columns"]),
        tuple(found["custom_fields"]),
        found["windows_1252_lines"],
        found["without_status"],
        found["dry_run"],
        found["too_old"],
    )
