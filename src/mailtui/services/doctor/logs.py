"""Which logs there are, and whether this user may read them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from mailtui.errors import MailtuiError
from mailtui.ingest.files import LogFile, find
from mailtui.model.enums import LogType
from mailtui.services.doctor.finding import Finding, Verdict, failed

USUAL = ("/var/log/exim4", "/var/log/exim", "/var/log/exim_*log*")
"""Debian and Ubuntu; RHEL, SUSE and FreeBSD; cPanel."""
_PACKED = (".gz", ".xz", ".zst", ".bz2")


@dataclass(frozen=True, slots=True)
class Logs:
    """The logs that can be read, oldest first, and what to say about all of them."""

    files: tuple[LogFile, ...]
    findings: tuple[Finding, ...]

    @property
    def current(self) -> Path | None:
        """The newest main log that is a plain file."""
        plain = [
            file.path
            for file in self.files
            if file.log_type is LogType.MAIN and file.size and not file.path.endswith(_PACKED)
        ]
        return Path(plain[-1]) if plain else None


def look(named: Sequence[str] = (), usual: Sequence[str] = USUAL) -> Logs:
    """Look at the logs `named` in the settings, or else at the usual places that exist."""
    places = list(named) or [place for place in usual if glob(place)]
    findings: list[Finding] = []
    files: list[LogFile] = []
    for place in places:
        found = find([place])
        files += found.files
        broken = bool(named) or not _may_read(place)
        findings += [_told(problem, broken) for problem in found.problems]
        if found.files:
            findings.append(Finding(Verdict.OK, "logs", _summary(place, found.files)))
    if not findings:
        findings.append(
            Finding(
                Verdict.WARN,
                "logs",
                f"no Exim log in {', '.join(usual)}",
                'name yours in the settings, logs = ["/path/to/mainlog"], or import them by path',
            )
        )
    return Logs(tuple(files), tuple(findings))


def _told(problem: MailtuiError, broken: bool) -> Finding:
    """A usual place without logs is no fault of anyone; one that may not be read is."""
    if broken:
        return failed("logs", problem)
    return Finding(Verdict.WARN, "logs", problem.title, "name yours in the settings, or import them by path")


def _may_read(place: str) -> bool:
    """Whether this user may read everything directly there."""
    paths = [path for path in glob(place) if os.path.isfile(path)]
    for folder in filter(os.path.isdir, glob(place)):
        if not os.access(folder, os.R_OK | os.X_OK):
            return False
        paths += [os.path.join(folder, name) for name in os.listdir(folder)]
    return all(os.access(path, os.R_OK) for path in paths)


def _summary(place: str, files: Sequence[LogFile]) -> str:
    names = [os.path.basename(file.path) for file in files]
    shown = ", ".join(names[-6:])
    more = f" and {len(names) - 6} older" if len(names) > 6 else ""
    return f"{place}: {shown}{more} ({sum(file.size or 0 for file in files):,} bytes) can be read"
