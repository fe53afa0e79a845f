"""How good diagnoses are: coverage, agreement and dangerous errors on labelled replies.

    python benchmarks/diagnosis_quality.py CORPORA [--half open|blind] [--wrong] [--speed]

CORPORA is a folder with `bounce-pairs/` (pairs.tsv, label-map.tsv, class-map.tsv). Counted are the tiers
`mail` and `provider-doc` whose label is mapped to a class. The halves are drawn by a hash of the pair's id:
rules were written on `open`; `blind` was looked at afterwards, in two steps, for what was missing.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from mailtui.diagnosis import Context, Diagnoser, builtin_rules
from mailtui.model.diagnosis import Diagnosis
from mailtui.model.enums import FailureClass

TIERS = ("mail", "provider-doc")
IGNORED = ("?", "not_a_bounce", "")
BAD_RECIPIENT = {
    FailureClass.RECIPIENT_UNKNOWN,
    FailureClass.RECIPIENT_DISABLED,
    FailureClass.RECIPIENT_MOVED,
    FailureClass.DOMAIN_UNKNOWN,
}
"""What suppresses an address for good."""
OURS = {"spam_content", "blocked_reputation", "auth_failure", "message_too_large", "rate_limited"}
"""Common classes that are a problem of the sender or the content ..."""
OURS_LABELS = {"norelaying", "notcompliantrfc", "rejected", "policyviolation", "badreputation", "requireptr"}
"""... and such labels within the mixed class `policy`."""


class Pair(NamedTuple):
    """A labelled reply."""

    id: str
    tier: str
    text: str
    label: str
    common: str
    accepted: frozenset[str]


@dataclass
class Quality:
    """Counts over pairs."""

    pairs: int = 0
    covered: int = 0
    agreed: int = 0
    wrong: list[tuple[Pair, Diagnosis]] = field(default_factory=list)
    dangerous: list[tuple[Pair, Diagnosis]] = field(default_factory=list)

    def share(self, count: int) -> float:
        """A part of all pairs, in percent."""
        return 100 * count / max(self.pairs, 1)


def pairs(corpora: Path, tiers: tuple[str, ...] = TIERS, half: str | None = None) -> Iterator[Pair]:
    """The pairs that count."""
    folder = corpora / "bounce-pairs"
    common = {(row["source"], row["label"]): row["common_class"] for row in _rows(folder / "label-map.tsv")}
    accepted = {
        row["common_class"]: frozenset(row["accepted_classes"].split(","))
        for row in _rows(folder / "class-map.tsv")
    }
    for row in _rows(folder / "pairs.tsv"):
        mapped = common.get((row["source"].partition("/")[0], row["label"]), "")
        if row["tier"] not in tiers or mapped in IGNORED or (half and half != half_of(row["id"])):
            continue
        yield Pair(row["id"], row["tier"], row["text"], row["label"], mapped, accepted[mapped])


def half_of(pair_id: str) -> str:
    """In which half a pair is; it never changes."""
    return ("open", "blind")[hashlib.sha256(f"mailtui-half-7:{pair_id}".encode()).digest()[0] & 1]


def measure(found: Iterator[Pair]) -> Quality:
    """Diagnose every pair without any context but its text."""
    diagnoser = Diagnoser(builtin_rules())
    quality = Quality()
    for pair in found:
        diagnosis = diagnoser.diagnose(Context(pair.text))
        quality.pairs += 1
        quality.covered += diagnosis.failure_class is not FailureClass.UNCATEGORISED
        agreed = diagnosis.failure_class in pair.accepted
        quality.agreed += agreed
        if not agreed:
            quality.wrong.append((pair, diagnosis))
        if diagnosis.failure_class in BAD_RECIPIENT and not agreed and is_ours(pair):
            quality.dangerous.append((pair, diagnosis))
    return quality


def is_ours(pair: Pair) -> bool:
    """Whether the label says that sender or content is the problem."""
    return pair.common in OURS or pair.label in OURS_LABELS


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _print(name: str, quality: Quality, wrong: bool) -> None:
    print(
        f"{name:6} {quality.pairs:4} pairs  coverage {quality.share(quality.covered):5.1f} %"
        f"  agreement {quality.share(quality.agreed):5.1f} %"
        f"  dangerous {quality.share(len(quality.dangerous)):4.2f} %"
    )
    for title, found in (("wrong", quality.wrong if wrong else []), ("dangerous", quality.dangerous)):
        for pair, diagnosis in found:
            told = f"{diagnosis.failure_class} ({diagnosis.rule})"
            print(f"  {title}: {pair.common}/{pair.label} -> {told}: {pair.text[:200]!r}")


def _speed(corpora: Path) -> None:
    texts = [pair.text for pair in pairs(corpora, ("mail", "provider-doc", "sample"))]
    distinct = [Context(f"{text} {number}") for number in range(40) for text in texts]
    diagnoser = Diagnoser(builtin_rules())
    start = time.process_time()
    for context in distinct:
        diagnoser.diagnose(context)
    spent = time.process_time() - start
    print(
        f"speed  {len(distinct)} distinct replies in {spent:.2f} CPU s: {len(distinct) / spent:,.0f} a second"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--half", choices=("open", "blind"))
    parser.add_argument("--wrong", action="store_true", help="list what disagrees")
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    for half in (options.half,) if options.half else ("open", "blind", None):
        _print(half or "all", measure(pairs(options.corpora, half=half)), options.wrong)
    if options.speed:
        _speed(options.corpora)


if __name__ == "__main__":
    main()
