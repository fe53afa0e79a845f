"""`mailtui audit`: who did what, when, on what and why; and whether that list is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mailtui.cli import app, output

if TYPE_CHECKING:
    from mailtui.model.act import AuditView, ChainState
    from mailtui.services.acting.auditing import Auditing

HEADINGS = ("entry", "time", "by", "act", "on", "done", "why", "result")
KEYS = (
    *("entry", "time", "uid", "name", "sudo_user", "ssh"),
    *("act", "subjects", "reason", "before", "after", "result", "hash"),
)
_MOST = 200


class _Group(click.Group):
    """The words of a query may follow, so only the name of a subcommand is one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`audit verify ...` is the subcommand; `audit by:ann` is `audit list by:ann`."""
        if not any(word in self.commands for word in args[:1]) and not {"--help", "-h"} & set(args):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Group)
def command() -> None:
    """Show what was done here, by whom and why; verify that list.

    Without a command it lists: mailtui audit [QUERY], newest first. A QUERY has words and by:NAME, act:VERB,
    since:2d, until:yesterday, on:incident:7, on:d12.1, on:bob@example.org.
    """


@command.command("list")
@click.argument("query", nargs=-1, metavar="[QUERY]")
@click.option("--by", metavar="NAME", help="Only acts of this operator.")
@click.option("--act", metavar="VERB", help="Only this verb, such as state, tag, note, undo, export.")
@click.option("--since", metavar="TIME", help="Only acts since then, such as 2h, 7d, 2026-11-20.")
@click.option("--subject", metavar="KIND:ID", help="Only on this: incident:7, d12.1, an address.")
@click.option("--limit", type=click.IntRange(1), default=_MOST, show_default=True, help="Entries at most.")
@output.format_options
def list_(
    query: tuple[str, ...],
    by: str | None,
    act: str | None,
    since: str | None,
    subject: str | None,
    limit: int,
    form: str,
) -> None:
    """List acts, newest first."""
    options = {"by": by, "act": act, "since": since, "on": subject}
    said = [f'{key}:"{value}"' for key, value in options.items() if value is not None]
    text = " ".join([*query, *said])
    audit = auditing()
    found = audit.entries(text, limit)
    if form == "json":
        output.print_json([as_object(entry) for entry in found])
    elif form == "csv":
        output.print_csv(KEYS, [list(as_object(entry).values()) for entry in found])
    elif found:
        output.print_rows(HEADINGS, [_cells(entry) for entry in found], form)
    if form in ("table", "plain"):
        output.say(_summary(audit.count(text), len(found), asked=bool(text)))


@command.command()
@click.option("--head", default="", metavar="HASH", help="A hash noted elsewhere: it must be in the chain.")
@click.option("--syslog", "logs", multiple=True, type=click.File(errors="replace"), help="A log to compare.")
@output.json_option
def verify(head: str, logs: tuple[Any, ...], as_json: bool) -> None:
    """Look for entries that were changed, taken out, put in or moved; 1 when there are any.

    What was cut off at the end shows only beside what was told elsewhere: give the hash of an entry with
    --head, or with --syslog the file in which syslog keeps the facility auth.
    """
    lines = (line for log in logs for line in log)
    found = auditing().verify(head, lines)
    if as_json:
        output.print_json(_state(found))
    else:
        for problem in found.problems:
            click.echo(problem.text)
        output.say(chain_words(found))
    if found.problems:
        app.fail(1)


def chain_words(found: ChainState) -> str:
    """One line about the whole chain."""
    if found.problems:
        return f"the audit does not hold: {len(found.problems)} of its {found.entries} entries are told above"
    if not found.entries:
        return "the audit is empty: nobody has done anything here yet"
    taken = f" (entries up to {found.taken} were taken away by retention)" if found.taken else ""
    return f"{found.entries} entries, the chain holds{taken}; head {found.head}:{found.hash}"


def as_object(entry: AuditView) -> dict[str, Any]:
    """For JSON and CSV."""
    from mailtui.cli.times import iso_or_none

    values = (
        *(entry.id, iso_or_none(entry.time), *entry.by),
        *(entry.act, entry.subjects, entry.reason, entry.before, entry.after, entry.result, entry.hash),
    )
    return dict(zip(KEYS, values, strict=True))


def _state(found: ChainState) -> dict[str, Any]:
    problems = [{"entry": problem.entry, "text": problem.text} for problem in found.problems]
    return {
        "holds": not problems,
        "entries": found.entries,
        "head": found.head,
        "hash": found.hash,
        "taken_by_retention": found.taken,
        "problems": problems,
    }


def _cells(entry: AuditView) -> tuple[str | int, ...]:
    from mailtui.cli.times import for_people

    by = f"{entry.by.name} ({entry.by.sudo_user})" if entry.by.sudo_user else entry.by.name
    time = for_people(entry.time, app.operator_zone())
    return entry.id, time, by, entry.act, entry.on or entry.subjects, entry.done, entry.reason, entry.result


def _summary(count: int, shown: int, *, asked: bool) -> str:
    if not count:
        return "No act matches." if asked else "Nobody has done anything here yet."
    number = f"{count} act{'' if count == 1 else 's'}"
    return number if shown == count else f"{number}, {shown} shown; --limit N shows more"


def auditing() -> Auditing:
    """The audit of the database in force."""
    from mailtui.services.acting.auditing import Auditing
    from mailtui.services.run import now
    from mailtui.store.engine import reader

    return Auditing(reader(app.database()), now, app.operator_zone())
