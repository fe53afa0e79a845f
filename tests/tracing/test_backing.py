# ruff: noqa: E501 - log lines are as long as they are
"""What the card says beside the verdict: the other message, what came before, what comes next, what to type."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailtui.cli.main import run
from mailtui.cli.times import for_people
from mailtui.model.card import card
from mailtui.model.enums import FailureClass
from mailtui.model.moment import from_datetime
from mailtui.model.outlook import Interval
from mailtui.model.retry import RetrySettings
from mailtui.model.view import Explained, Trace
from mailtui.services.imports import import_logs
from mailtui.services.tracing import Tracing
from mailtui.store.engine import reader

MX = "R=dnslookup T=remote_smtp H=mx1.far.example [192.0.2.9]"
REFUSED = "R=dnslookup T=remote_smtp defer (111) H=mx1.far.example [192.0.2.9]: Connection refused"
NOT_YET = "R=dnslookup T=remote_smtp defer (-54): retry time not reached for any host for 'far.example'"
FULL = "R=local_user T=local_delivery defer (-22): mailbox is full (MTA-imposed quota exceeded while writing to file /var/mail/joe)"
LOG = f"""
2026-11-18 09:00:00 1vMA01-000000001AB-0001 <= a@lab.example U=a P=local S=400
2026-11-18 09:00:01 1vMA01-000000001AB-0001 => amy@far.example {MX} C="250 OK"
2026-11-20 10:00:00 1vMA03-000000001AB-0001 <= a@lab.example U=a P=local S=400
2026-11-20 10:00:01 1vMA03-000000001AB-0001 == amy@far.example {REFUSED}
2026-11-20 10:20:01 1vMA03-000000001AB-0001 == amy@far.example {REFUSED}
2026-11-20 10:30:00 1vMA04-000000001AB-0001 <= a@lab.example U=a P=local S=400
2026-11-20 10:30:01 1vMA04-000000001AB-0001 == dan@far.example {NOT_YET}
2026-11-20 10:32:00 1vMA05-000000001AB-0001 <= a@lab.example U=a P=local S=400
2026-11-20 10:32:01 1vMA05-000000001AB-0001 == joe@lab.example {FULL}
2026-11-20 10:33:00 1vMA06-000000001AB-0001 <= <> R=1vMA05-000000001AB-0001 U=exim P=local S=400
2026-11-20 10:33:01 1vMA06-000000001AB-0001 == a@far.example {REFUSED}
2026-11-20 10:33:01 1vMA06-000000001AB-0001 Frozen (delivery error message)
""".strip()
AMY, DAN, JOE, ICE = (f"1vMA0{number}-000000001AB-0001" for number in (3, 4, 5, 6))


def at(clock: str, day: int = 20) -> int:
    return from_datetime(datetime.fromisoformat(f"2026-11-{day} {clock}").replace(tzinfo=UTC))


NOW = at("10:34:00")
Find = Callable[..., Explained]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backing")
    (folder / "mainlog").write_text(LOG + "\n")
    assert not import_logs(folder / "db", [str(folder / "mainlog")], server="mx1", zone="UTC").problems
    return folder / "db"


@pytest.fixture
def find(database: Path) -> Find:
    def explained(queue_id: str, now: int = NOW, **retry: str) -> Explained:
        (found,) = traced(database, queue_id, now, **retry).diagnoses
        assert found is not None
        return found

    return explained


def traced(database: Path, queue_id: str, now: int = NOW, **retry: str) -> Trace:
    settings = RetrySettings(retry.get("rules"), retry.get("queue_runner"), ask=False)
    tracing = Tracing(reader(database), None, settings, lambda: now)
    return tracing.trace(tracing.find(queue_id)[0].id)


def labelled(found: Explained) -> dict[str, list[str]]:
    """The card by label."""
    lines: dict[str, list[str]] = {}
    label = ""
    for name, text in card(found, lambda moment: for_people(moment, UTC)):
        label = name or label
        lines.setdefault(label, []).append(text)
    return lines


def test_a_cause_on_another_message_is_named_and_can_be_opened(database: Path, find: Find) -> None:
    found = find(DAN)
    assert found.diagnosis.failure_class is FailureClass.CONNECT_FAILED
    assert found.origin is not None
    assert found.origin.queue_id == AMY
    assert found.proof.time == at("10:20:01")
    assert f"inherited from {AMY} at 2026-11-20 10:20:01" in labelled(found)["PROOF"]
    (cause,) = [one for one in traced(database, DAN).related if one.relation == "cause on"]
    assert (cause.queue_id, cause.message) == (AMY, found.origin.message)


def test_the_card_of_a_host_that_refuses(find: Find) -> None:
    said = labelled(find(AMY, rules="far.example refused F,1h,20m; F,2d,1h", queue_runner="10m"))
    assert (
        said["PROOF"][1] == "2026-11-18 09:00:01  last success to far.example (1 of 1 in the hour up to it)"
    )
    assert said["CHANGED"] == ["new: first seen 2026-11-20 10:00:01, never in the 2 days before"]
    assert said["OUTLOOK"] == [
        "next try 2026-11-20 10:53 to 11:03; bounces 2026-11-22 10:00 to 10:10 if it goes on failing",
        "failing since 2026-11-20 10:00:01; Exim gives up on the host mx1.far.example 2 d after its first failure; "
        "a message older than 2 d gets one last try; tries wait for a queue run (each 10 min); "
        "rules of the settings: far.example refused F,1h,20m; F,2d,1h",
    ]
    assert said["COMMAND"] == [f"exim -Mvl {AMY}", f"exim -M {AMY}  # changes the queue: tries it now"]


def test_the_clock_is_the_hosts_and_not_the_messages(find: Find) -> None:
    outlook = find(DAN, queue_runner="10m").outlook
    assert outlook is not None
    assert outlook.since == at("10:00:01")
    assert outlook.next_try == Interval(at("10:48:01"), at("10:58:01"))
    assert "default rules assumed: * * F,2h,15m; G,16h,1h,1.5; F,4d,6h" in outlook.reasons


def test_a_full_mailbox_counts_for_the_address(find: Find) -> None:
    outlook = find(JOE, rules="joe@lab.example quota F,1d,2h\n+big quota F,1h,1m\n* * F,4d,6h").outlook
    assert outlook is not None
    assert outlook.next_try is not None
    assert outlook.next_try.earliest == at("12:32:01")
    assert outlook.reasons[0].startswith(
        "Exim gives up on the address 1 d after its first failure or the arrival"
    )


def test_a_rule_that_only_exim_can_evaluate_is_said(find: Find) -> None:
    outlook = find(AMY, rules="+slow * F,1h,5m\n* * F,1d,1h").outlook
    assert outlook is not None
    assert "only Exim can tell whether this rule holds instead: +slow * F,1h,5m" in outlook.reasons


def test_a_frozen_message_is_not_tried(find: Find) -> None:
    found = find(ICE)
    assert found.outlook is not None
    assert (found.outlook.next_try, found.outlook.gives_up) == (None, None)
    assert labelled(found)["OUTLOOK"] == ["frozen: Exim tries nothing until somebody thaws it"]
    assert found.commands == (f"exim -Mvl {ICE}", f"exim -Mt {ICE}  # changes the queue: thaws it")


def test_of_a_log_that_ended_long_ago_the_outlook_is_from_its_end(find: Find) -> None:
    found = find(AMY, now=at("10:34:00", 28))
    assert found.outlook is not None
    assert found.outlook.as_of == at("10:33:01")
    assert labelled(found)["OUTLOOK"][-1].endswith("seen from the end of the log, 2026-11-20 10:33:01")


def test_json_has_it_all(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--db", str(database), "trace", DAN, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    said = told["threads"][0]["diagnosis"]
    assert said["inherited_from"] == AMY
    assert said["last_success"] == {
        "time": "2026-11-18T09:00:01+00:00",
        "to": "far.example",
        "delivered": 1,
        "tried": 1,
    }
    assert said["novelty"]["log_begins"] == "2026-11-18T09:00:00+00:00"
    assert said["outlook"]["failing_since"] == "2026-11-20T10:00:01+00:00"
    assert set(said["outlook"]["next_try"]) == {"earliest", "latest"}
    assert said["commands"] == [f"exim -Mvl {DAN}", f"exim -M {DAN}  # changes the queue: tries it now"]
    assert told["related"][0]["relation"] == "cause on"
