"""The public SPF suites: what pyspf says through our port to DNS is what RFC 7208 says."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.verify.spf_suite import cases

from mailtui.verify.spf_eval import Memory, evaluate


@pytest.mark.parametrize("suite", ["rfc7208", "rfc4408", "test"])
async def test_every_case_is_right(corpora: Path, suite: str) -> None:
    every = list(cases(corpora / "spf-rfc7208" / suite))
    wrong = []
    for case in every:
        verdict = await evaluate(case.ip, case.sender, case.helo, Memory(case.world))
        if verdict.result not in case.results:
            wrong.append((case.id, case.results, verdict))
    assert len(every) >= 5
    assert not wrong
