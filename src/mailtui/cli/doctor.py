"""`mailtui doctor`: is everything there that mailtui needs?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mailtui.cli import app, opening, output

if TYPE_CHECKING:
    from mailtui.services.doctor.finding import Finding


@click.command()
@output.json_option
def command(as_json: bool) -> None:
    """Check logs, log selectors, database and terminal.

    Leaves with 1 when something is broken (fail); warnings only cost comfort.
    """
    findings = _findings()
    if as_json:
        output.print_json({"findings": [_shown(finding) for finding in findings]})
    else:
        for finding in findings:
            _print(finding)
    if any(finding.verdict == "fail" for finding in findings):
        app.fail(1)


def _findings() -> list[Finding]:
    """Every subject in turn; none keeps the next from being looked at."""
    from mailtui.services.doctor import database, logs, operator, receiver, selectors, zone
    from mailtui.worker.listening import extra

    settings = app.settings()
    found = logs.look(settings.logs)
    findings = list(found.findings)
    if found.current is not None:
        findings.append(selectors.judge(found.current))
    findings += database.look(settings.db)
    findings.append(operator.look(settings.db, opening.roles_of(settings)))
    findings.append(zone.look(settings.time_zone))
    findings += receiver.look(settings.listen, settings.webhooks, extra.missing(), extra.INSTALL)
    return findings + _databases() + _terminal()


def _databases() -> list[Finding]:
    """Other systems' databases, where the settings name some."""
    settings = app.settings()
    if not settings.databases:
        return []
    from mailtui.config.databases import databases
    from mailtui.errors import ConfigError
    from mailtui.services.doctor import foreign
    from mailtui.services.doctor.finding import failed

    try:
        return list(foreign.look(databases(settings)))
    except ConfigError as error:
        return [failed(foreign.SUBJECT, error)]


def _terminal() -> list[Finding]:
    from mailtui.services.doctor.finding import Finding, Verdict
    from mailtui.ui.terminal import survey

    terminal = survey()
    verdict = Verdict.WARN if terminal.hints else Verdict.OK
    return [
        Finding(verdict, "terminal", terminal.verdict, "; ".join(terminal.hints)),
        Finding(Verdict.OK, "clipboard", f"a copy goes through {terminal.clipboard}"),
    ]


def _print(finding: Finding) -> None:
    from mailtui.model.visible import visible

    head = f"{finding.verdict:4}  {finding.subject:9}  "
    for text in (finding.text, finding.hint):
        for line in _wrapped(visible(text), len(head)):
            click.echo(head + line)
            head = " " * len(head)


def _wrapped(text: str, indent: int) -> list[str]:
    """For a terminal in lines that fit, words and paths kept whole; elsewhere as it is."""
    if not sys.stdout.isatty():
        return text.splitlines()
    from shutil import get_terminal_size
    from textwrap import wrap

    width = max(get_terminal_size().columns - indent, 30)
    return wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _shown(finding: Finding) -> dict[str, str]:
    shown = {"verdict": str(finding.verdict), "subject": finding.subject, "text": finding.text}
    return shown | {"hint": finding.hint} if finding.hint else shown
