"""Find the log files behind what the user named: files, folders, patterns, standard input."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from glob import glob
from itertools import groupby
from os.path import basename, dirname, expanduser, join

from mailtui.errors import InputError, MailtuiError
from mailtui.ingest.access import unreadable
from mailtui.ingest.letters.looking import SAMPLE, is_mail
from mailtui.ingest.looking import NoLogError, first_stamp, identify, nobodys, sample_of
from mailtui.ingest.naming import is_other, read_name
from mailtui.ingest.reading import STDIN, LogStream, open_log
from mailtui.model.enums import EventProvider, LogType

_WHERE = "name the folder with mainlog in it; `mailtui doctor` lists the logs it finds"
_ANY = f"name a file to see why; for logs {_WHERE}"
DEEPEST = 8
"""Folders within folders that are looked into for events and mail; for logs it is one."""


@dataclass(frozen=True, slots=True)
class LogFile:
    """A log to read, or (`service`) a file of what a sending service tells, or (`mail`) mail itself."""

    path: str
    """As the user named it, or found under it; `-` for standard input."""
    log_type: LogType
    first: str = ""
    """The first stamp as it is written there, `2026-11-20 23:27:43`; empty when there is none."""
    modified: float | None = None
    """When the file was last written, seconds since 1970; syslog stamps take their year from it."""
    size: int | None = None
    """Bytes on the disk."""
    device: int | None = None
    inode: int | None = None
    stream: bool = False
    """A pipe: it can be opened once, so nobody has looked into it yet (see `looking.identify`)."""
    service: EventProvider | None = None
    """Whose events are in it; None for a log."""
    mail: bool = False
    """It is mail itself: an mbox, or a single one."""


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to read, and what cannot be: logs oldest first, then the others by name."""

    files: tuple[LogFile, ...]
    problems: tuple[MailtuiError, ...]
    left_out: str = ""
    """What else was there, in a sentence; empty when there was nothing."""


def find(paths: Sequence[str], *, events: bool = False, service: EventProvider | None = None) -> Found:
    """Every log behind `paths`, each once; one problem for each path or log that cannot be read.

    A folder gives the logs in it and in its folders. `events`: also files of events, and of mail, to some
    depth (`DEEPEST`), and a word about what is left out; `service`: whose events they are, however they look.
    """
    search = _Search(_Wanted(events, service))
    for path in dict.fromkeys(paths):
        try:
            search.add(path)
        except InputError as error:
            search.problems.append(error)
    told = sorted((file for file in search.files if file.service or file.mail), key=lambda file: file.path)
    logs = ordered([file for file in search.files if not (file.service or file.mail)])
    return Found((*logs, *told), tuple(search.problems), search.left_out() if events else "")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for beside logs."""

    events: bool
    service: EventProvider | None


def ordered(files: Sequence[LogFile]) -> tuple[LogFile, ...]:
    """Oldest first by the day of the first stamp, then main before reject before panic, then by stamp.

    A file without a stamp stands with its neighbour in the rotation; pipes come last.
    """
    dated: list[tuple[str, LogFile]] = []
    for _, family in groupby(sorted(files, key=_by_family), key=lambda file: _by_family(file)[:2]):
        dated += _dated(list(family))
    dated.sort(key=lambda at: (at[1].stream, at[0][:10], at[1].log_type.code, at[0], _by_family(at[1])))
    return tuple(file for _, file in dated)


def _by_family(file: LogFile) -> tuple[str, str, tuple[bool, str, int], str]:
    name = read_name(basename(file.path))
    return dirname(file.path), name.stem, name.age, file.path


def _dated(family: list[LogFile]) -> list[tuple[str, LogFile]]:
    """Each file with its first stamp, or that of the one before it, or of the first that has one."""
    stamp = next((file.first for file in family if file.first), "")
    found = []
    for file in family:
        stamp = file.first or stamp
        found.append((stamp, file))
    return found


class _Search:
    """Collects logs and problems; knows which files it has by device and inode."""

    def __init__(self, wanted: _Wanted) -> None:
        self.files: list[LogFile] = []
        self._wanted = wanted
        self.problems: list[MailtuiError] = []
        self._seen: set[tuple[int, int]] = set()
        self._folders: set[tuple[int, int, bool]] = set()
        self._hits = 0
        self._empty = 0
        self._left: dict[tuple[int, int], str] = {}
        self._deep_logs: dict[tuple[int, int], str] = {}
        self._walked: set[tuple[int, int]] = set()

    def left_out(self) -> str:
        """What was there in folders and is not read."""
        said, one = [], len(self._left) == 1
        if self._left:
            why = f"{'it is' if one else 'they are'} no log, no events, no mail"
            said.append(_left(self._left, "file", why, "name a file to see why"))
        if self._deep_logs:
            said.append(_left(self._deep_logs, "log", "more than one folder down", "name the folder"))
        return "\n".join(said)

    def add(self, path: str) -> None:
        """Take one path of the command line; InputError when there is nothing to read."""
        if path == STDIN:
            self.files.append(LogFile(path, LogType.MAIN, stream=True))
        elif os.path.lexists(path) or not any(sign in path for sign in "*?["):
            self._named(path)
        else:
            self._pattern(path)

    def _pattern(self, pattern: str) -> None:
        matches = sorted(glob(expanduser(pattern), recursive=True))
        if not matches:
            raise InputError(f"no file matches {pattern}", _WHERE)
        before, self._empty = self._count(), 0
        for path in matches:
            if os.path.isdir(path):
                self._folder(path, deep=False)
            else:
                self._candidate(path)
        if self._count() == before:
            what = "neither a log nor events nor mail" if self._wanted.events else "no log"
            raise self._nothing(f"{what} matches {pattern}", f"the logs that match {pattern} are empty")

    def _named(self, path: str) -> None:
        try:
            status = os.stat(path)
        except FileNotFoundError as error:
            raise InputError(unreadable(path, error).title, f"check the path; {_WHERE}") from error
        except OSError as error:
            raise unreadable(path, error) from error
        if stat.S_ISDIR(status.st_mode):
            before, self._empty, known = self._count(), 0, set(self._deep_logs)
            self._folder(path, deep=True)
            if self._count() == before:
                deeper = [self._deep_logs.pop(place) for place in set(self._deep_logs) - known]
                if deeper and not self._empty:
                    raise _too_deep(path, deeper)
                what = "neither an Exim log nor events nor mail" if self._wanted.events else "no Exim log"
                raise self._nothing(f"there is {what} in the folder {path}", f"the logs in {path} are empty")
        elif stat.S_ISFIFO(status.st_mode):
            self.files.append(LogFile(path, _type_of(path) or LogType.MAIN, stream=True))
        elif stat.S_ISREG(status.st_mode):
            self._take(path, status, named=True)
        else:
            raise unreadable(path, OSError(errno.ENXIO, ""))

    def _folder(self, path: str, *, deep: bool) -> None:
        """The logs in a folder, then (`deep`) those in its folders; each folder once, so that links end."""
        try:
            status = os.stat(path)
            names = sorted(os.listdir(path))
        except OSError as error:
            raise unreadable(path, error) from error
        place = (status.st_dev, status.st_ino, deep)
        if place in self._folders:
            self._hits += 1
            return
        self._folders |= {place, (*place[:2], False)}
        inner = [join(path, name) for name in names]
        for file in inner:
            if not os.path.isdir(file):
                self._named_by_nobody(file)
        for folder in inner:
            if deep and os.path.isdir(folder):
                self._inner_folder(folder)

    def _named_by_nobody(self, path: str, *, logs: bool = True) -> None:
        """A file in a folder: looked into unless its name says that it is something else."""
        name = basename(path)
        if self._may_be_one(name):
            self._candidate(path, logs=logs)
        elif not name.startswith("."):
            self._leave(path)

    def _leave(self, path: str) -> None:
        with suppress(OSError):  # a link to nothing, or gone meanwhile
            status = os.stat(path)
            self._left.setdefault((status.st_dev, status.st_ino), path)

    def _may_be_one(self, name: str) -> bool:
        is_json = name.lower().endswith(".json") and not name.startswith(".")
        return not is_other(name) or (self._wanted.events and is_json)

    def _inner_folder(self, path: str) -> None:
        """A folder within the one that was named: worth a problem only when it is Exim's."""
        try:
            self._folder(path, deep=False)
        except InputError as error:
            if "exim" in basename(path):
                self.problems.append(error)
        else:
            if self._wanted.events:
                self._deeper(path, 1)

    def _deeper(self, path: str, level: int) -> None:
        """Events and mail in the folders of a folder, each once; who may not be read is left alone."""
        try:
            status = os.stat(path)
            inner = [join(path, name) for name in sorted(os.listdir(path))]
        except OSError:
            return
        place = (status.st_dev, status.st_ino)
        if place in self._walked:
            return
        self._walked.add(place)
        for file in inner if level > 1 else ():
            if not os.path.isdir(file):
                self._named_by_nobody(file, logs=False)
        for folder in inner if level < DEEPEST else ():
            if os.path.isdir(folder):
                self._deeper(folder, level + 1)

    def _candidate(self, path: str, *, logs: bool = True) -> None:
        """A file that nobody named: a problem only when its name is that of a log."""
        ours = logs and _type_of(path) is not None
        try:
            status = os.stat(path)
            if stat.S_ISREG(status.st_mode) and status.st_size:
                self._take(path, status, logs=logs)
            elif ours:
                self._empty += 1
        except OSError as error:
            if ours:
                self.problems.append(unreadable(path, error))
        except InputError as error:
            if ours:
                self.problems.append(error)
            else:
                self._leave(path)

    def _take(self, path: str, status: os.stat_result, *, named: bool = False, logs: bool = True) -> None:
        place = (status.st_dev, status.st_ino)
        if place not in self._seen:
            found = _look(path, status, self._wanted, named=named)
            if not (logs or found.service or found.mail):
                self._deep_logs.setdefault(place, path)
                return
            self._deep_logs.pop(place, None)
            self.files.append(found)
            self._seen.add(place)
        self._hits += 1

    def _count(self) -> int:
        """How much was found or told; a log that another path gave already counts."""
        return self._hits + len(self.problems)

    def _nothing(self, none: str, empty: str) -> InputError:
        if self._empty:
            return InputError(empty, "import again when the mail server has written to them")
        return InputError(none, _ANY if self._wanted.events else _WHERE)


def _left(paths: dict[tuple[int, int], str], what: str, why: str, hint: str) -> str:
    number, first = len(paths), next(iter(paths.values()))
    return f"{number} {what}{'s' if number > 1 else ''} left out: {why} (first: {first}); {hint}"


def _too_deep(path: str, logs: Sequence[str]) -> InputError:
    """The only logs are so far down that a folder above does not give them."""
    first = min(logs)
    number = f"the {len(logs)} logs in {path} are" if len(logs) > 1 else f"the log in {path} is"
    hint = f"name the folder they are in, such as {dirname(first)}"
    return InputError(f"{number} more than one folder down (first: {first})", hint)


def _look(path: str, status: os.stat_result, wanted: _Wanted, *, named: bool) -> LogFile:
    """InputError when it is neither a log nor, where they are wanted, a file of events."""
    place = (status.st_mtime, status.st_size, status.st_dev, status.st_ino)
    with open_log(path) as stream:
        try:
            found = identify(stream)
        except InputError as error:
            service = _service_of(stream, wanted, named=named)
            mail = wanted.events and service is None and is_mail(stream.peek(SAMPLE))
            if service is None and not mail:
                if wanted.events and isinstance(error, NoLogError):
                    raise nobodys(path, stream.peek(SAMPLE)) from None
                raise
            return LogFile(path, LogType.MAIN, "", *place, service=service, mail=mail)
        first = first_stamp(sample_of(stream), status.st_mtime)
    return LogFile(path, _type_of(path) or found.log_type, first, *place)


def _service_of(stream: LogStream, wanted: _Wanted, *, named: bool) -> EventProvider | None:
    if not wanted.events:
        return None
    from mailtui.ingest.events.looking import service_of  # following logs takes no parsers of events

    return service_of(stream, wanted.service, named=named)


def _type_of(path: str) -> LogType | None:
    return read_name(basename(path)).log_type
