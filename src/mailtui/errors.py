"""Every error mailtui raises on purpose.

    MailtuiError
    ├── UsageError          the command line or a key asks for what cannot be
    │   ├── ConfigError     a setting is unknown or wrong
    │   ├── QueryError      a query does not parse (has a position)
    │   ├── NotFoundError   nothing has that id
    │   └── AmbiguousError  several things have that id
    ├── NotAllowedError     the operator's role does not allow it
    ├── ConflictError       it was changed meanwhile
    ├── InputError          a file or folder cannot be read as a log
    ├── MailProgramError    a mail server's own program gives no answer
    └── StoreError          the database cannot be used
        ├── StoreLockedError
        ├── StoreFullError
        ├── StoreMissingError
        └── StoreVersionError

Each says what happened (`title`), what to do next (`hint`), and carries the exit code for scripts.
"""

from __future__ import annotations


class MailtuiError(Exception):
    """Anything the user should read as one sentence and a next step."""

    exit_code = 1

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        """What happened, one sentence, no full stop needed."""
        self.hint = hint
        """The next step."""

    def __str__(self) -> str:
        return f"{self.title}\n{self.hint}" if self.hint else self.title


class UsageError(MailtuiError):
    """What was asked for cannot be."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting is unknown or has a value that cannot be."""


class QueryError(UsageError):
    """A query that does not parse; `position` is where, in characters from 0."""

    def __init__(self, title: str, position: int, length: int = 1, hint: str = "") -> None:
        super().__init__(title, hint)
        self.position = position
        self.length = length


class NotFoundError(UsageError):
    """Nothing has that id."""

    exit_code = 1


class AmbiguousError(UsageError):
    """Several things have that id."""


class NotAllowedError(MailtuiError):
    """The operator's role does not allow it."""

    exit_code = 7


class ConflictError(MailtuiError):
    """It was changed meanwhile; nothing was overwritten."""

    exit_code = 8


class InputError(MailtuiError):
    """A file or folder that cannot be read as a log."""

    exit_code = 4


class MailProgramError(MailtuiError):
    """A program of the mail server cannot be run, or gives no answer."""

    exit_code = 6


class StoreError(MailtuiError):
    """The database cannot be used."""

    exit_code = 5


class StoreLockedError(StoreError):
    """Another program holds the database."""


class StoreFullError(StoreError):
    """There is no room left on the disk, or none for this user."""


class StoreMissingError(StoreError):
    """There is no database yet, or one that was only begun."""


class StoreVersionError(StoreError):
    """The database was written by another version of mailtui."""
