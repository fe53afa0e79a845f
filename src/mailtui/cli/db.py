"""`mailtui db`: look after the database file."""

from __future__ import annotations

import click

from mailtui.cli import app, db_room, output


@click.group()
def command() -> None:
    """Look after the database: status, size, retention, vacuum, upgrade, check."""


for each in (db_room.size, db_room.vacuum, db_room.retention):
    command.add_command(each)


@command.command()
@output.json_option
def status(as_json: bool) -> None:
    """Print where the database is, how large, its schema and who writes to it."""
    from mailtui.store import care

    found = care.status(app.database())
    if as_json:
        output.print_json(
            {
                "path": str(found.path),
                "bytes": found.size,
                "schema": found.revision,
                "needed": found.known,
                "writer": found.writer or None,
            }
        )
        return
    rows = (
        ("path", str(found.path)),
        ("bytes", found.size),
        ("schema", found.revision or "none"),
        ("this mailtui needs", found.known),
        ("being written by", found.writer or "nobody"),
    )
    output.print_table(("what", "value"), rows)


@command.command()
def upgrade() -> None:
    """Bring the database to the schema that this mailtui needs."""
    from mailtui.store import care

    care.upgrade(app.database())
    output.say(f"{app.database()} has schema {care.status(app.database()).revision}")


@command.command()
@click.argument("schema")
def downgrade(schema: str) -> None:
    """Take the database back to an older SCHEMA; what newer ones added is lost."""
    from mailtui.store import care

    care.downgrade(app.database(), schema)
    output.say(f"{app.database()} has schema {schema}")


def _audit_problems() -> list[str]:
    from mailtui.cli.audit import auditing

    return [problem.text for problem in auditing().verify().problems]


@command.command()
def check() -> None:
    """Look for damage, for tables that differ, for an audit that does not hold; 1 when there are any."""
    from mailtui.store import care

    path = app.database()
    problems = care.damage(path) or care.differences(path) or _audit_problems()
    for problem in problems:
        click.echo(problem)
    if problems:
        output.say(f"next: {care.MEND}")
        app.fail(1)
    output.say(f"{path} is whole")
