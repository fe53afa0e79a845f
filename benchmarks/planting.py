"""Seven outages in a day of generated mail: `python benchmarks/planting.py LOG [--seed 1] [--genlog PATH]`.

Deliveries within an outage become deferrals or refusals as Exim logs them: retried by the usual retry rule
with `retry time not reached` between, delivered after the end, or bounced to their sender. What the generator
does by itself stays. The truth is printed as one JSON object per outage: onset is the first failure that was
planted, recovery the first success of the destination after the last.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from generating import BESIDE, LINES, Made, generate
from outages import OUTAGES, Outage

from mailtui.ingest.places import provider_of

RETRY = [900 * number for number in range(1, 9)] + [10_800 + 5_400 * number for number in range(8)]
"""Seconds after the first try: F,2h,15m; then about G,16h,1h,1.5."""
DELIVERY = re.compile(
    r"(?P<id>\S{6}-\S{11}-\S{4}) (?P<mark>=>|->|\*\*) (?:\S+ <)?(?P<address>[^ <>]+@(?P<domain>[^ <>]+))>? "
    r"R=\S+ T=\S+(?: H=(?P<host>\S+) \[(?P<ip>[^]]+)\])?"
)
ARRIVAL = re.compile(r"\S+ <= (?P<sender>\S+) .* S=(?P<size>\d+)")
REPORTED = re.compile(r"\S+ <= <> R=(\S+) ")
STAMP = 19
"""Length of `2026-10-05 00:00:00`."""
OTHER = re.compile(r"\S{23} (?:== \S+?@(?P<domain>\S+) .*|H=(?P<host>\S+) \[(?P<ip>[^]]+)\].*)")
"""What a message's own deferrals look like."""


@dataclass(slots=True)
class Line:
    """A line of the log; `time` is in seconds since 1970 UTC, `order` decides within one."""

    time: int
    order: int
    text: str
    found: re.Match[str] | None = None
    """If it is a delivery or a refusal, which nobody gets out of a server that is down."""


@dataclass
class Truth:
    """What was planted."""

    name: str
    destination: str
    classes: tuple[str, ...]
    onset: int
    recovered: int | None
    failures: int


class Planting:
    """A log being rewritten."""

    def __init__(self, made: Made, seed: int) -> None:
        self._made = made
        self._chance = random.Random(seed)
        self._lines: list[Line] = []
        self._of: dict[str, list[Line]] = defaultdict(list)
        for text in made.path.read_text(encoding="utf-8").splitlines():
            words = text[STAMP + 1 :]
            self._add(_second(text[:STAMP]), words, DELIVERY.match(words))
        self._start = self._lines[0].time
        self._reports: dict[str, list[str]] = defaultdict(list)
        for name, lines in self._of.items():
            if reported := REPORTED.match(lines[0].text):
                self._reports[reported[1]].append(name)
        self._bounces = 0
        self._ranked = self._unknown_destinations()

    def plant(self, outage: Outage) -> Truth:
        """Let an outage happen."""
        target = self._ranked[int(outage.target[1:])] if outage.target.startswith("#") else outage.target
        end = self._start + outage.end * 60
        failed: list[int] = []
        if outage.share == 1 and not outage.sender:
            self._silence(outage, target)
        for lines in list(self._of.values()):
            for group in self._transactions(lines, outage, target):
                failed += self._fail(outage, group, end)
        last = max(failed)
        later = (line for line in self._lines if line.time > last and _goes(line, outage, target))
        recovered = min((line.time for line in later if " ** " not in line.text[:30]), default=None)
        return Truth(outage.name, target, outage.classes, min(failed), recovered, len(failed))

    def text(self) -> str:
        """The log."""
        ordered = sorted(self._lines, key=lambda line: (line.time, line.order))
        return "".join(f"{_stamp(line.time)} {line.text}\n" for line in ordered if line.text)

    def _transactions(self, lines: list[Line], outage: Outage, target: str) -> Iterator[list[Line]]:
        """The deliveries of a message that the outage may hit, by the second."""
        groups: dict[tuple[int, str], list[Line]] = defaultdict(list)
        for line in lines:
            if not (line.found and self._is_during(outage, line) and _goes(line, outage, target)):
                continue
            if line.found["mark"] != "**" or not outage.permanent:
                groups[line.time, line.found["host"]].append(line)
        arrival = ARRIVAL.match(lines[0].text)
        if groups and arrival is not None and _is_hit(outage, arrival["sender"]):
            yield from groups.values()

    def _silence(self, outage: Outage, target: str) -> None:
        """Nothing else is told of a destination that is down as a whole: its other deferrals go."""
        hosts = {line.found["host"] for line in self._lines if line.found and _goes(line, outage, target)}
        domains = {line.found["domain"] for line in self._lines if line.found and line.found["host"] in hosts}
        for line in self._lines:
            other = OTHER.match(line.text) if self._is_during(outage, line) else None
            if other and (other["host"] in hosts if other["host"] else other["domain"] in domains | {target}):
                line.text = ""

    def _is_during(self, outage: Outage, line: Line) -> bool:
        return outage.begin * 60 <= line.time - self._start < outage.end * 60

    def _fail(self, outage: Outage, group: list[Line], end: int) -> list[int]:
        """Let a transaction fail; the times of its failures."""
        first = now = group[0].time
        tries: list[int] = []
        while now < end and self._chance.random() < outage.share:
            self._log_failure(outage, group, now)
            tries.append(now)
            if outage.permanent:
                break
            following = max(now + 60, first + RETRY[len(tries) - 1] + self._chance.randrange(300))
            self._log_waiting(outage, group, (now + following) // 2)
            now = following
        if tries and outage.permanent:
            self._bounce(group)
        elif tries:
            self._move(group, now)
        return tries * len(group)

    def _log_failure(self, outage: Outage, group: list[Line], now: int) -> None:
        queue_id, arrival = self._message(group)
        facts = arrival.groupdict() | {"q": f"{self._chance.getrandbits(40):010x}"}
        mark = "**" if outage.permanent else "=="
        for number, line in enumerate(group):
            assert line.found is not None
            words = facts | line.found.groupdict()
            if outage.host_line and not number:
                self._add(now, f"{queue_id} {outage.host_line.format(**words)}")
            self._add(now, f"{queue_id} {mark} {words['address']} {outage.line.format(**words)}")

    def _log_waiting(self, outage: Outage, group: list[Line], now: int) -> None:
        """What a queue run between two tries says."""
        for line in group:
            assert line.found is not None
            why = "routing defer (-52): retry time not reached"
            if not outage.by_domain:
                why = "R=dnslookup T=remote_smtp defer (-54): retry time not reached for any host for '{}'"
                why = why.format(line.found["domain"])
            self._add(now, f"{line.found['id']} == {line.found['address']} {why}")

    def _move(self, group: list[Line], now: int) -> None:
        """Deliver later; the message ends later with it, and the bounces of it come later."""
        queue_id, _ = self._message(group)
        if any(line.found and line.found["mark"] == "**" for line in group):
            for name in self._reports.get(queue_id, ()):
                for line in self._of[name]:
                    line.time, line.order = line.time + now - group[0].time, self._order()
        ends = [line for line in self._of[queue_id] if line.text == f"{queue_id} Completed"]
        for line in [*group, *ends]:
            line.time, line.order = max(line.time, now), self._order()

    def _bounce(self, group: list[Line]) -> None:
        """Tell the sender instead of delivering."""
        queue_id, arrival = self._message(group)
        for line in group:
            line.text, line.found = "", None
        self._bounces += 1
        name = f"{queue_id[:6]}-Z{self._bounces:010d}-0000"
        sender, now = arrival["sender"], group[0].time + 1
        self._add(now, f"{name} <= <> R={queue_id} U=Debian-exim P=local S={int(arrival['size']) + 1500}")
        report = f"{name} => {sender.partition('@')[0]} <{sender}> R=localuser T=maildir"
        self._add(now, report, DELIVERY.match(report))
        self._add(now, f"{name} Completed")

    def _message(self, group: list[Line]) -> tuple[str, re.Match[str]]:
        assert group[0].found is not None
        queue_id = group[0].found["id"]
        arrival = ARRIVAL.match(self._of[queue_id][0].text)
        assert arrival is not None
        return queue_id, arrival

    def _add(self, time: int, text: str, found: re.Match[str] | None = None) -> None:
        line = Line(time, self._order(), text, found)
        self._lines.append(line)
        self._of[text.partition(" ")[0]].append(line)

    def _order(self) -> int:
        self._orders = getattr(self, "_orders", 0) + 1
        return self._orders

    def _unknown_destinations(self) -> list[str]:
        """Those of one domain, which the generator does not trouble, those that reach most people first."""
        people: dict[str, set[str]] = defaultdict(set)
        for line in self._lines:
            if line.found and line.found["host"] and line.found["mark"] == "=>":
                domain = line.found["domain"]
                if domain not in self._made.ever_troubled and _provider(line.found) == domain:
                    people[domain].add(line.found["address"])
        return sorted(people, key=lambda domain: (-len(people[domain]), domain))


def _goes(line: Line, outage: Outage, target: str) -> bool:
    """Whether it is a delivery to the target."""
    if line.found is None:
        return False
    if outage.by_domain:
        return line.found["domain"] == target
    return line.found["host"] is not None and _provider(line.found) == target


def _provider(found: re.Match[str]) -> str:
    return provider_of(found["host"], found["ip"])


def _is_hit(outage: Outage, sender: str) -> bool:
    if outage.permanent and sender == "<>":
        return False
    return not outage.sender or sender.endswith("@" + outage.sender)


def _second(stamp: str) -> int:
    return int(datetime.fromisoformat(stamp).replace(tzinfo=UTC).timestamp())


def _stamp(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%d %H:%M:%S")


def planted(genlog: Path, path: Path, seed: int, calm: bool = False) -> tuple[Made, list[Truth]]:
    """Write a log with all outages to `path`."""
    made = generate(genlog, path, seed, LINES, calm)
    planting = Planting(made, seed)
    truths = [planting.plant(outage) for outage in OUTAGES]
    path.write_text(planting.text(), encoding="utf-8")
    return made, truths


def main() -> None:
    """Write the log, print the truth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("log", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--genlog", type=Path, default=BESIDE)
    parser.add_argument("--calm", action="store_true", help="without the generator's own troubled domains")
    options = parser.parse_args()
    for truth in planted(options.genlog, options.log, options.seed, options.calm)[1]:
        print(json.dumps(asdict(truth)))


if __name__ == "__main__":
    main()
