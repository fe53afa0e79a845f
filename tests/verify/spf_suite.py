"""The openspf test suites (YAML: scenarios of tests and zone data) as a world behind the port to DNS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from mailtui.verify.answers import Answer, Kind


@dataclass(frozen=True)
class Case:
    """One test of a scenario."""

    id: str
    ip: str
    sender: str
    helo: str
    results: tuple[str, ...]
    explanation: str
    world: World


class World:
    """Zone data of a scenario: a Resolver."""

    def __init__(self, zone: dict[str, list[Any]]) -> None:
        self._zone = {str(name).lower(): _records(entries) for name, entries in zone.items()}
        self._names = {above for name in self._zone for above in _above(name)}

    async def ask(self, name: str, type: str) -> Answer:
        asked, aliases = name.lower(), []
        while True:
            there = self._zone.get(asked)
            if there is None:
                kind = Kind.NODATA if asked in self._names else Kind.NXDOMAIN
                return Answer(name, type, kind, aliases=tuple(aliases))
            if there.get(type):
                return Answer(name, type, Kind.OK, tuple(sorted(there[type])), aliases=tuple(aliases))
            if "TIMEOUT" in there:
                return Answer(name, type, Kind.UNSURE, why="timeout")
            if "CNAME" not in there:
                return Answer(name, type, Kind.NODATA, aliases=tuple(aliases))
            asked = there["CNAME"][0].lower()
            if asked in aliases:
                return Answer(name, type, Kind.NODATA, aliases=tuple(aliases))
            aliases.append(asked)


def _above(name: str) -> Iterator[str]:
    labels = name.split(".")
    return (".".join(labels[at:]) for at in range(len(labels)))


def _records(entries: list[Any]) -> dict[str, list[str]]:
    """Type -> values. A record of type SPF stands for TXT too, unless there is TXT (or `TXT: NONE`)."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        if entry == "TIMEOUT":
            found["TIMEOUT"] = []
            continue
        ((type, value),) = entry.items()
        found.setdefault(type, []).append(_value(type, value))
    if "TXT" not in found and "SPF" in found:
        found["TXT"] = found["SPF"]
    found["TXT"] = [text for text in found.get("TXT", []) if text != "NONE"]
    return found


def _value(type: str, value: Any) -> str:
    if type == "MX":
        return f"{value[0]} {value[1].lower().removesuffix('.') or '.'}"
    if type in ("TXT", "SPF"):
        text = "".join(value) if isinstance(value, list) else str(value)
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    return str(value).removesuffix(".")


def cases(folder: Path) -> Iterator[Case]:
    """Every test in the .yml files of a folder."""
    for path in sorted(folder.glob("*.yml")):
        for scenario in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            if scenario:
                yield from _cases(path.stem, scenario)


def _cases(stem: str, scenario: dict[str, Any]) -> Iterator[Case]:
    world = World(scenario["zonedata"])
    for name, test in scenario["tests"].items():
        results = test["result"]
        yield Case(
            f"{stem}/{name}",
            test["host"],
            test["mailfrom"],
            test["helo"],
            tuple(results) if isinstance(results, list) else (results,),
            test.get("explanation", ""),
            world,
        )
