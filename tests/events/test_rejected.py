"""Mail that a service itself refuses to send is a failure with a cause, like any other."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.events.test_keeping import database, told

from mailtui.diagnosis import Diagnoser, builtin_rules
from mailtui.ingest.rediagnosing import Rediagnosing
from mailtui.model.enums import ProviderEventKind
from mailtui.store.campaign_reading import by_class
from mailtui.store.engine import writer
from mailtui.store.symptoms import undiagnosed

K = ProviderEventKind
FAILURES = [
    told(K.REJECTED, 1, 1, campaign="spring", reply="Bad content"),
    told(K.RENDERING_FAILED, 1, 2, campaign="spring", reply="Attribute 'name' is not present"),
    told(K.BOUNCED, 1, 3, campaign="spring", permanent=True, reply="550 5.1.1 no such user"),
]


@pytest.mark.parametrize("again", [False, True])
def test_no_failure_stays_without_a_cause(tmp_path: Path, again: bool) -> None:
    database(tmp_path / "mail.db", [FAILURES])
    engine = writer(tmp_path / "mail.db")
    if again:
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE recipient SET cause_id = NULL")
        Rediagnosing(engine, Diagnoser(builtin_rules())).run(lambda *_: None)
    with engine.connect() as connection:
        assert undiagnosed(connection) == 0
        campaign = connection.exec_driver_sql("SELECT id FROM campaign").scalar_one()
        assert sum(one.recipients for one in by_class(connection, campaign)) == len(FAILURES)
    engine.dispose()
