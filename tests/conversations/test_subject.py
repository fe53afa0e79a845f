"""Base subjects: RFC 5256, other languages, encoded words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.conversations.subject import Base, base_subject, decoded, subject_key


@pytest.mark.parametrize(
    ("subject", "base", "is_reply"),
    [
        ("Lunch", "Lunch", False),
        ("Re: Lunch", "Lunch", True),
        ("RE: re:  Fwd: Lunch ", "Lunch", True),
        ("AW: WG: Lunch", "Lunch", True),
        ("SV: VS: Lunch", "Lunch", True),
        ("Re[2]: Lunch", "Lunch", True),
        ("Re(3): Lunch", "Lunch", True),
        ("Re^4: Lunch", "Lunch", True),
        ("回复：Lunch", "Lunch", True),
        ("Отв: Lunch", "Lunch", True),
        ("Antwort: Lunch", "Lunch", True),
        ("[list] Lunch", "Lunch", False),
        ("[list] [team] Re: [list] Lunch", "Lunch", True),
        ("Re: [list]", "[list]", True),
        ("Lunch (fwd) (fwd)", "Lunch", True),
        ("[Fwd: [Fwd: Re: Lunch]]", "Lunch", True),
        ("Reminder: Lunch", "Reminder: Lunch", False),
        ("Response: Lunch", "Response: Lunch", False),
        ("Re:", "", True),
        ("", "", False),
        ("=?utf-8?q?Re=3A_Gr=C3=BC=C3=9Fe?=", "Grüße", True),
        ("Re: =?iso-8859-1?q?Gr=FC=DFe?= =?iso-8859-1?q?_von_hier?=", "Grüße von hier", True),
        ("=?utf-8?b?broken", "=?utf-8?b?broken", False),
    ],
)
def test_bases(subject: str, base: str, is_reply: bool) -> None:
    assert base_subject(subject) == Base(base, is_reply)


def test_an_unknown_charset_is_read_as_well_as_it_goes() -> None:
    assert decoded("=?nosuch?q?Lunch?=") == "Lunch"
    assert subject_key("RE: GRÜSSE") == subject_key("Grüsse")


def test_the_vectors_of_the_rfc(corpora: Path) -> None:
    """From another mail server's tests (mox)."""
    lines = (corpora / "threading/base-subject.jsonl").read_text("utf-8").splitlines()
    for vector in map(json.loads, lines):
        found = base_subject(vector["subject"])
        assert found == Base(vector["base"], vector["is_reply_or_forward"]), vector


@given(st.text(max_size=40) | st.text(alphabet="re: [fwd]()=?q", max_size=60))
def test_a_base_is_its_own_base(subject: str) -> None:
    once = base_subject(subject)
    if "=?" not in once.text:
        assert base_subject(once.text) == Base(once.text, False)


@pytest.mark.parametrize(
    "text", ["re:" * 100_000, "[" * 100_000, "[a]" * 100_000, "=?" * 100_000, " " * 100_000]
)
def test_hostile_subjects_are_cut(text: str) -> None:
    assert len(base_subject(text).text) <= 1000
