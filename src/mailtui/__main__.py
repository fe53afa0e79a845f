"""`python -m mailtui` and the `mailtui` program."""

from __future__ import annotations

import sys


def main() -> None:
    """Open the screens, or run the command that is asked for, and leave with its exit code."""
    if len(sys.argv) > 1:
        from mailtui.cli import main

        sys.exit(main.run())
    from mailtui.cli import opening

    sys.exit(opening.run())


if __name__ == "__main__":
    main()
