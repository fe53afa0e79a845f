"""Files of several services imported by the command, and what `mailtui campaign --json` says: the truth."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from tests.campaigns.made import FORMS, Made, made

from mailtui.cli.main import run
from mailtui.model.metrics import metrics

RECIPIENTS = 400


@pytest.fixture(scope="module")
def campaigns() -> dict[str, Made]:
    """A campaign at each service."""
    return {name: made(name, f"spring {name}", RECIPIENTS, seed) for seed, name in enumerate(FORMS, 1)}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, campaigns: dict[str, Made]) -> Path:
    """All of it imported: two files of each service that overlap, in the forms that services have."""
    folder = tmp_path_factory.mktemp("truth")
    for name, campaign in campaigns.items():
        some = len(campaign.payloads)
        for part, payloads in enumerate((campaign.payloads[: some * 2 // 3], campaign.payloads[some // 3 :])):
            write(folder / f"{name}-{part}", name, payloads)
    database = folder / "mail.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAILTUI_DB", str(database))
        assert run(["import", *map(str, sorted(folder.glob("*-*.json*")))]) == 0
    return database


def write(path: Path, service: str, payloads: list[Any]) -> None:
    """Lines, lines of batches, one array, or compressed lines."""
    if service == "sendgrid":
        lines = [json.dumps(payloads[start : start + 40]) for start in range(0, len(payloads), 40)]
        path.with_suffix(".jsonl").write_text("\n".join(lines) + "\n")
    elif service == "sparkpost":
        path.with_suffix(".json").write_text(json.dumps(payloads))
    else:
        text = "".join(json.dumps(one) + "\n" for one in payloads)
        path.with_suffix(".jsonl.gz").write_bytes(gzip.compress(text.encode()))


@pytest.mark.parametrize("service", FORMS)
def test_twelve_rates_are_the_truth(
    service: str,
    database: Path,
    campaigns: dict[str, Made],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MAILTUI_DB", str(database))
    capsys.readouterr()
    assert run(["campaign", f"spring {service}", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    truth = campaigns[service].truth
    assert said["counts"] == {name: int(count) for name, count in truth._asdict().items()}
    assert said["identity"]["holds"]
    rates = metrics(truth)._asdict()
    assert len(rates) == 12
    for name, rate in rates.items():
        assert abs(said["metrics"][name]["rate"] - rate.value) <= 0.0001, name
    assert said["metrics"]["click_to_open"]["rate"] <= 1
    assert min(truth.complained, truth.hard, truth.opened_machine, truth.unsubscribed) > 0
