"""`mailtui teach`: a rule of the operator's own from a reply."""

from __future__ import annotations

import click

from mailtui.cli.diagnose import PHASES
from mailtui.model.enums import FailureClass, Phase

CLASSES = click.Choice([str(name) for name in FailureClass if name is not FailureClass.UNCATEGORISED])


@click.command()
@click.argument("text", metavar="TEXT")
@click.option(
    "--class", "failure_class", type=CLASSES, metavar="CLASS", required=True, help="What the reply means."
)
@click.option("--match", metavar="PHRASE", help="The words to know it by (default: its longest plain run).")
@click.option("--id", "rule_id", metavar="ID", help="The name of the rule (default: made of the phrase).")
@click.option("--host", help="The MX that said it.")
@click.option("--phase", type=PHASES, help="How far the session had come.")
@click.option("--errno", type=int, help="Exim's number in `defer (N)`.")
@click.option("--force", is_flag=True, help="Even when it changes what known replies mean.")
def command(
    text: str,
    failure_class: str,
    match: str | None,
    rule_id: str | None,
    host: str | None,
    phase: str | None,
    errno: int | None,
    force: bool,
) -> None:
    """Make a rule of a reply that no rule knows.

    The rule goes to your own rules file, with the reply as its test, and is asked before all others. What you
    taught of the same reply before is replaced.
    """
    from mailtui.config.paths import rules_file
    from mailtui.diagnosis import Context
    from mailtui.diagnosis.teaching import Lesson
    from mailtui.model.visible import visible
    from mailtui.services.diagnosing import teach

    context = Context(text, host=host, phase=Phase(phase) if phase else None, errno=errno)
    path = rules_file()
    rule, replaced = teach(path, Lesson(context, FailureClass(failure_class), match, rule_id), force)
    phrases = ", ".join(phrase.text for phrase in rule.match)
    click.echo(visible(f"{rule.id}: {rule.failure_class} when a reply says: {phrases}"))
    instead = f", in place of {', '.join(replaced)}" if replaced else ""
    click.echo(visible(f"written to {path}{instead}"), err=True)
    click.echo("what is in the database already keeps its cause until: mailtui diagnose --all", err=True)
