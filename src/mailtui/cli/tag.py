"""`mailtui tag`: put tags on what a query finds, or on single things, and take others off."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, output, queries
from mailtui.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from mailtui.model.act import Progress
    from mailtui.model.work import Subject
    from mailtui.services.desk import Desk

_PIECE = re.compile(r"\+.*|-[^\W_][\w.-]*")
_EXPRESSION = "mailtui.tags"
MOST = 1_000_000
"""Rows of a query that are tagged at most."""
MANY = 2_000
"""From so many on it is told how far it is."""


class _Tagging(click.Command):
    """`-todo` is a tag here and no option, `-status:bounced` a part of the query."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        rest: list[str] = []
        pieces: list[str] = []
        literal = False
        for arg in args:
            literal = literal or arg == "--"
            if _PIECE.fullmatch(arg) and arg not in ("-h",):
                pieces.append(arg)
            else:
                rest.append(arg)
        ctx.meta[_EXPRESSION] = " ".join(pieces)
        return super().parse_args(ctx, _with_negations(rest) if not literal else rest)


def _with_negations(args: Sequence[str]) -> list[str]:
    """A negated condition begins with one dash: click is not to take it for an option."""
    options = [arg for arg in args if not _is_condition(arg)]
    conditions = [arg for arg in args if _is_condition(arg)]
    return [*options, "--", *conditions] if conditions else options


def _is_condition(arg: str) -> bool:
    return arg.startswith("-") and not arg.startswith("--") and arg not in ("-", "-h")


@click.command(cls=_Tagging, options_metavar="[OPTIONS]")
@click.argument("query", nargs=-1, metavar="[QUERY] +TAG -TAG")
@click.option("--address", "addresses", multiple=True, metavar="ADDRESS", help="Tag this address itself.")
@click.option("--incident", "incidents", multiple=True, type=int, metavar="N", help="Tag this incident.")
@click.option("--domain", "domains", multiple=True, metavar="NAME", help="Tag this domain of the list.")
@click.option("--campaign", "campaigns", multiple=True, metavar="NAME", help="Tag this campaign.")
@click.option("--thread", "threads", multiple=True, metavar="ID", help="Tag this conversation.")
@click.option("--why", default="", metavar="TEXT", help="The reason, for the audit.")
@click.option("--yes", is_flag=True, help="Do not ask before several are tagged.")
@output.json_option
def command(
    query: tuple[str, ...],
    addresses: tuple[str, ...],
    incidents: tuple[int, ...],
    domains: tuple[str, ...],
    campaigns: tuple[str, ...],
    threads: tuple[str, ...],
    why: str,
    yes: bool,
    as_json: bool,
) -> None:
    """Put tags on what a query finds, and take others off.

    +vip puts the tag vip on, -todo takes todo off. The tags go on the messages (and refused mails) of all
    rows that QUERY finds at this moment; a queue id is a query too. For example:
    relay:mx1 is:failed +outage -todo. `mailtui undo` takes it back.
    """
    from mailtui.cli.undo import report
    from mailtui.model.tags import parse_tags
    from mailtui.services.desk import open_desk

    wanted = parse_tags(click.get_current_context().meta.get(_EXPRESSION, ""))
    desk = open_desk(app.database(), app.operator_zone(), retry=None)
    subjects = [
        *_single(desk, addresses, incidents, domains, campaigns, threads),
        *_found(desk, " ".join(query)),
    ]
    if not subjects and query:
        raise NotFoundError("no row matches, so nothing is tagged", "see what does: mailtui search QUERY")
    if not subjects:
        raise UsageError(
            "there is nothing to tag",
            "name a query, or --address, --incident, --domain, --campaign, --thread",
        )
    if len(subjects) > 1 and not yes:
        _ask(desk, subjects, str(wanted))
    with _telling(len(subjects)) as progress:
        done = app.acting().tag(subjects, wanted, why, progress)
    report(done, as_json=as_json)


def _single(
    desk: Desk,
    addresses: Sequence[str],
    incidents: Sequence[int],
    domains: Sequence[str],
    campaigns: Sequence[str],
    threads: Sequence[str],
) -> list[Subject]:
    from mailtui.services import subjects

    return [
        *(subjects.address_of(desk, one) for one in addresses),
        *(subjects.incident_of(desk, one) for one in incidents),
        *(subjects.domain_of(desk, one) for one in domains),
        *(subjects.campaign_of(desk, one) for one in campaigns),
        *(subjects.thread_of(desk, one) for one in threads),
    ]


def _found(desk: Desk, text: str) -> list[Subject]:
    """The messages and refused mails of the rows of a query, each once; or the rows of row ids."""
    from mailtui.model.enums import SubjectKind
    from mailtui.model.work import Subject
    from mailtui.services.subjects import row_of

    words = text.split()
    rows = [row_of(word) for word in words]
    known = [row for row in rows if row is not None]
    if not words or len(known) == len(words):
        return known
    keys = desk.search.keys(queries.parsed(text), MOST)
    found = (
        Subject(SubjectKind.REJECTION, key.number)
        if key.is_rejection
        else Subject(SubjectKind.MESSAGE, key.owner)
        for key in keys
    )
    return list(dict.fromkeys(found))


def _ask(desk: Desk, subjects: Sequence[Subject], expression: str) -> None:
    """How many, and three of them; leaves unless it is meant."""
    from mailtui.model.act import counted

    said = f"tag {counted(subjects)} {expression}"
    if not sys.stdin.isatty():
        raise UsageError(f"{said}: are you sure?", "say --yes where nobody can be asked")
    for name in desk.notes.names(subjects[:3]).values():
        output.say(f"  {name}")
    if len(subjects) > 3:
        output.say(f"  and {len(subjects) - 3} more")
    click.confirm(f"{said}?", abort=True, err=True)


class _telling:
    """Says on stderr, where that is a terminal, how far a long act is; ctrl-c stops it: nothing changes."""

    def __init__(self, number: int) -> None:
        self._shows = number >= MANY and sys.stderr.isatty()

    def __enter__(self) -> Progress | None:
        return self._show if self._shows else None

    def __exit__(self, *_: object) -> None:
        if self._shows:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    @staticmethod
    def _show(done: int, total: int) -> None:
        sys.stderr.write(f"\r{done:,} of {total:,} (ctrl-c stops)".replace(",", " "))
        sys.stderr.flush()
