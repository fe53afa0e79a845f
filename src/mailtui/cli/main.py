"""The `mailtui` program: its options, and how it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from mailtui import __version__
from mailtui.cli import app, opening, output
from mailtui.cli.lazy import DATABASE_OPTION, READ_ONLY_OPTION, LazyGroup
from mailtui.errors import MailtuiError
from mailtui.model.visible import share

INTERRUPTED = 130
"""128 + SIGINT, as shells count it."""
BROKEN_PIPE = 1
"""What click answers when the reader of a pipe is gone; here for what is flushed after it."""


@click.group(
    cls=LazyGroup,
    params=[DATABASE_OPTION, READ_ONLY_OPTION],
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without a command mailtui opens its screens on the database.",
)
@click.version_option(__version__, prog_name="mailtui", message="%(prog)s %(version)s")
@click.option("--plain", is_flag=True, help="Question and answer in lines of text, for screen readers.")
@click.option("--fresh", is_flag=True, help="Open the screens anew, not where they were left.")
@click.option("--masked", is_flag=True, help="Mask the names of people in all that is shown.")
@click.pass_context
def cli(ctx: click.Context, plain: bool, fresh: bool, masked: bool) -> None:
    """Did it reach bob, and if not, why? Answers from the logs of your mail server."""
    share(masked)
    ctx.meta[output.PLAIN] = plain
    if ctx.invoked_subcommand is None:
        if plain:
            from mailtui.cli.talk import talk

            talk(app.database())
        else:
            app.open_tui(app.database(), fresh=fresh)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (default: this process's) and return its exit code."""
    try:
        code = cli.main(arguments, prog_name="mailtui", standalone_mode=False)
        sys.stdout.flush()
    except MailtuiError as error:
        opening.report(error)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return BROKEN_PIPE
    return code if isinstance(code, int) else 0


def _silence_stdout() -> None:
    """Nobody reads any more: keep the interpreter from complaining when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
