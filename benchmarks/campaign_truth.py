"""The 12 rates of generated campaigns against the truth: `python benchmarks/campaign_truth.py`.

Every event is told up to three times, in any order; machines open and click; bounces and complaints are late;
two files of each service overlap. What is printed is what `mailtui campaign NAME --json` says.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.campaigns.made import FORMS, Made, made
from tests.campaigns.test_truth import write

from mailtui.model.metrics import metrics

POINTS = 0.01
"""Promised: no rate is further from the truth, in points of a percent."""


def main() -> int:
    """Measure; 1 when the promise is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--recipients", type=int, default=20_000)
    recipients = options.parse_args().recipients
    worst = 0.0
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["MAILTUI_DB"] = str(folder / "mail.db")
        for seed, service in enumerate(FORMS, 1):
            campaign = made(service, f"spring {service}", recipients, seed)
            _import(folder, service, campaign)
            said = json.loads(_mailtui("campaign", f"spring {service}", "--json"))
            worst = max(worst, _compare(service, campaign, said))
    print(f"furthest from the truth: {worst:.4f} points ({'kept' if worst <= POINTS else 'BROKEN'})")
    return 0 if worst <= POINTS else 1


def _import(folder: Path, service: str, campaign: Made) -> None:
    some = len(campaign.payloads)
    for part, payloads in enumerate((campaign.payloads[: some * 2 // 3], campaign.payloads[some // 3 :])):
        write(folder / f"{service}-{part}", service, payloads)
    _mailtui("import", *map(str, sorted(folder.glob(f"{service}-*"))))


def _mailtui(*words: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "mailtui", *words], check=True, capture_output=True, text=True
    ).stdout


def _compare(service: str, campaign: Made, said: dict[str, Any]) -> float:
    worst = 0.0
    for name, rate in metrics(campaign.truth)._asdict().items():
        found, due = said["metrics"][name]["rate"] * 100, (rate.value or 0.0) * 100
        worst = max(worst, abs(found - due))
        print(f"{service:10} {name:15} {found:8.3f} %  truth {due:8.3f} %")
    ctor = said["metrics"]["click_to_open"]["rate"]
    assert ctor <= 1, ctor
    return worst


if __name__ == "__main__":
    sys.exit(main())
