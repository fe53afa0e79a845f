"""`mailtui domains`: is it us? What DNS says about our domains, and what to publish."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, opening, output
from mailtui.cli.counting import counting

if TYPE_CHECKING:
    from mailtui.model.domain import DomainDetail
    from mailtui.services.domains.desk import Domains

_NAME = click.argument("name", metavar="DOMAIN")


@click.group(invoke_without_command=True)
@output.json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Check the DNS of domains, and say what to publish.

    Without a command it lists the domains by the last look at each; nothing is asked of DNS.
    """
    if ctx.invoked_subcommand is not None:
        return
    from mailtui.cli import domains_print

    desk = _desk()
    if as_json:
        output.print_json([domains_print.as_object(one) for one in desk.details()])
        return
    rows = desk.rows()
    if rows:
        output.print_table(domains_print.HEADINGS, domains_print.cells(rows, app.operator_zone()))
    else:
        output.say(
            "There are no domains yet. Add one: mailtui domains add DOMAIN; or: mailtui domains suggest"
        )


@command.command()
@_NAME
@click.option("--selector", "selectors", multiple=True, metavar="S[=KEY]", help="DKIM selector, and its key.")
@click.option("--ses-token", "ses_tokens", multiple=True, metavar="T", help="Easy DKIM token of Amazon SES.")
@click.option("--ses-suffix", metavar="NAME", help="Where SES has keys [default: dkim.amazonses.com].")
@click.option("--spf-include", "spf", multiple=True, metavar="T", help="Term that the SPF record must have.")
@click.option("--mx", multiple=True, metavar="HOST", help="Host that mail must arrive at.")
@click.option("--token", metavar="TXT", help="TXT record that proves ownership.")
@click.option("--ip", "ips", multiple=True, metavar="IP", help="Address that sends for the domain.")
@click.option("--mail-from", metavar="DOMAIN", help="Domain of the envelope sender, where it is another.")
@click.option("--receives/--no-receive", default=None, help="Whether mail arrives at the domain.")
@click.option("--bimi/--no-bimi", default=None, help="Whether it is to show a logo.")
def add(
    name: str,
    selectors: tuple[str, ...],
    ses_tokens: tuple[str, ...],
    ses_suffix: str | None,
    spf: tuple[str, ...],
    mx: tuple[str, ...],
    token: str | None,
    ips: tuple[str, ...],
    mail_from: str | None,
    receives: bool | None,
    bimi: bool | None,
) -> None:
    """Put a domain on the list, or expect more of one that is on it.

    Options that may stand more than once add to what is expected; the others replace it.
    """
    from mailtui.services.domains import wishes

    keys = wishes.selectors(selectors)
    wish = wishes.Wish(keys, ses_tokens, ses_suffix, spf, mx, token, ips, mail_from, receives, bimi)
    expected = _desk(new=True).add(name, wish)
    output.say(f"{expected.domain} is on the list. Look at it now: mailtui domains verify {expected.domain}")


@command.command()
@_NAME
def remove(name: str) -> None:
    """Take a domain off the list, with what is expected of it."""
    _desk().remove(name)
    output.say("Taken off the list")


@command.command("import")
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
def import_(path: Path) -> None:
    """Put the domains of a TOML or CSV file on the list.

    What is wrong with an entry is told with its line, and the others are imported.
    """
    found = _desk(new=True).import_file(path)
    for note in found.notes:
        output.say(f"{path}: {note}")
    for problem in found.problems:
        opening.report(problem)
    click.echo(f"{len(found.added)} added, {len(found.changed)} changed, {len(found.problems)} left out")
    if found.problems:
        app.fail(found.problems[0].exit_code)


@command.command()
@output.json_option
def suggest(as_json: bool) -> None:
    """Say which domains send through us by the logs, and what the logs show of each."""
    from mailtui.cli import domains_print

    found = _desk().suggestions()
    if as_json:
        output.print_json([domains_print.suggestion(one) for one in found])
        return
    for one in found:
        click.echo(domains_print.suggested(one, app.operator_zone()))
    if not found:
        output.say("The logs show no domain that is not on the list")


@command.command()
@_NAME
@output.json_option
def show(name: str, as_json: bool) -> None:
    """Show one domain: expected against found, SPF tree, history, records to publish."""
    from mailtui.cli import domains_show

    found = _desk().detail(name)
    if as_json:
        output.print_json(domains_show.detailed(found))
    else:
        domains_show.show(found, app.operator_zone())


@command.command()
@click.argument("names", nargs=-1, metavar="[DOMAIN]...")
@click.option(
    "--resolver", "servers", multiple=True, metavar="IP[:PORT]", help="Ask this server, not the system's."
)
@output.json_option
def verify(names: tuple[str, ...], servers: tuple[str, ...], as_json: bool) -> None:
    """Look at domains now; without DOMAIN at all of the list.

    What is learnt of domains on the list is kept; of others nothing is. Exit code: 0 all is well, 1 there
    is a finding of severity fail, 3 something could not be checked.
    """
    from mailtui.cli import domains_print

    found = _verified(names, servers)
    if as_json:
        output.print_json([domains_print.as_object(one) for one in found])
    else:
        for one in found:
            domains_print.verdict(one, app.operator_zone())
    if not found:
        output.say("There are no domains yet. Name one, or add one: mailtui domains add DOMAIN")
    code = domains_print.exit_code(found)
    if code:
        app.fail(code)


def _verified(names: tuple[str, ...], servers: tuple[str, ...]) -> list[DomainDetail]:
    from mailtui.config.domains import domain_options
    from mailtui.services.domains.desk import open_domains, verify_once

    options = domain_options(app.settings(), servers)
    if names and not app.database().exists():
        return verify_once(names, options)
    with counting("domains looked at") as told:
        return open_domains(app.database(), options).verify(names or None, told)


def _desk(new: bool = False) -> Domains:
    """The domains of the database; `new`: it may be made for this."""
    from mailtui.config.domains import domain_options
    from mailtui.services.domains.desk import open_domains

    return open_domains(app.database(), domain_options(app.settings()), new=new)
