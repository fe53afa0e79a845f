"""A click group that knows its commands by name and one line, and imports one only to run it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from mailtui.cli.app import remember_database, remember_read_only
from mailtui.errors import UsageError

TABLE = {
    "search": ("search", "Find messages, recipients and rejections."),
    "trace": ("trace", "Show everything that happened to one message."),
    "searches": ("searches", "List, add or remove saved searches: @name in a query."),
    "incidents": ("incidents", "List incidents: failures of one cause, from onset to recovery."),
    "incident": ("incident", "Show one incident: cause, recipients, proof; or decide."),
    "tag": ("tag", "Put tags on what a query finds, and take others off."),
    "tags": ("tags", "List tags; rename, merge, paint or delete them."),
    "note": ("note", "Write a note on one thing, or show those that are there."),
    "notes": ("notes", "List notes, the newest first, or those on what a query finds."),
    "yank": ("yank", "Print what the yank menu copies: ids, lines, texts to send."),
    "export": ("export", "Write the rows of a query: CSV, JSON Lines, Markdown."),
    "stats": ("stats", "Count messages, outcomes, attempts and log lines."),
    "import": ("imports", "Read logs, events, mail, databases; nothing is added twice."),
    "events": ("events", "List what sending services sent; read some of it again."),
    "campaigns": ("campaigns", "List campaigns with their rates."),
    "campaign": ("campaign", "Show every rate of one campaign."),
    "threads": ("threads", "List conversations, the newest first."),
    "thread": ("thread", "Show one conversation: who answered whom, how each fared."),
    "contacts": ("contacts", "List contacts; read files of them, of campaigns, recipients."),
    "lists": ("lists", "List the lists of contacts, counted."),
    "list": ("list_one", "Show the contacts on one list, by its name or id."),
    "segments": ("segments", "List segments with how many contacts each has now."),
    "segment": ("segment", "Show one segment, by its name or id: conditions, contacts."),
    "templates": ("templates", "List templates and the variables they want."),
    "template": ("template", "Show one template as plain text, and its variables."),
    "preflight": ("preflight", "Say who of a list or segment can be mailed, and who not."),
    "worker": ("worker", "Follow the logs of the settings and run jobs."),
    "status": ("status", "Say who works, how far each log is read, which jobs there are."),
    "parse": ("parse", "Print what each line of a log says, without a database."),
    "diagnose": ("diagnose", "Say what a reply means: cause, side, advice."),
    "teach": ("teach", "Make a rule of a reply that no rule knows."),
    "domains": ("domains", "Check the DNS of domains, and say what to publish."),
    "providers": ("providers", "List the accounts that mail is sent through."),
    "person": ("person", "Show what is known of an address; export or erase it."),
    "suppressions": ("suppressions", "List who is not to be mailed, and who is proposed for it."),
    "suppress": ("suppress", "Put addresses or domains on that list, or accept proposals."),
    "lift": ("lift", "Take addresses or domains off that list, or decline proposals."),
    "audit": ("audit", "Show what was done here, by whom and why; verify that list."),
    "undo": ("undo", "Take back what you did last, here or on the screens."),
    "redo": ("redo", "Do again what you took back last, unless you did more since."),
    "demo": ("demo", "Open mailtui on made-up traffic, in a database of its own."),
    "doctor": ("doctor", "Check logs, log selectors, database and terminal."),
    "config": ("config", "Print the settings in force and where each came from."),
    "db": ("db", "Look after the database: status, size, retention, vacuum, upgrade, check."),
}
"""Command name to its module in `mailtui.cli` and the first line of its help."""

DATABASE_OPTION = click.Option(
    ["--db"],
    type=click.Path(path_type=Path),
    metavar="PATH",
    expose_value=False,
    callback=remember_database,
    help="The database to use (also MAILTUI_DB).",
)


READ_ONLY_OPTION = click.Option(
    ["--read-only"],
    is_flag=True,
    expose_value=False,
    callback=remember_read_only,
    help="Be a viewer: decide, note and tag nothing (also MAILTUI_READ_ONLY).",
)


class LazyGroup(click.Group):
    """The `mailtui` command. `--help` imports no command."""

    def list_commands(self, _: click.Context) -> list[str]:
        """The names in the order of the table, most used first."""
        return list(TABLE)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command and teach it `--db`."""
        if cmd_name not in TABLE:
            return None
        module = import_module(f"mailtui.cli.{TABLE[cmd_name][0]}")
        command: click.Command = module.command
        command.name = cmd_name
        add_database_option(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, but an unknown name gets its nearest neighbour."""
        name = args[0]
        if not name.startswith("-") and name not in TABLE:
            raise unknown_command(name)
        return super().resolve_command(ctx, args)

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in TABLE.items()])


def add_database_option(command: click.Command) -> None:
    """Let `--db` stand after the command's name too, and after those of its subcommands."""
    if not any("--db" in option.opts for option in command.params):
        command.params.append(DATABASE_OPTION)
    if isinstance(command, click.Group):
        for child in command.commands.values():
            add_database_option(child)


def unknown_command(name: str) -> UsageError:
    """The error for a command that does not exist."""
    from difflib import get_close_matches

    near = get_close_matches(name, TABLE, 1)
    hint = f"did you mean `mailtui {near[0]}`?" if near else "`mailtui --help` lists the commands"
    return UsageError(f"there is no command {name!r}", hint)
