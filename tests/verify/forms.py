"""Whether a record has the right form, as far as our checks say: what other checkers' vectors are about."""

from __future__ import annotations

from mailtui.model.enums import Severity
from mailtui.verify import dmarc_judge
from mailtui.verify.answers import Answer, Kind
from mailtui.verify.dmarc_mend import Wish
from mailtui.verify.dmarc_record import VERSION, read
from mailtui.verify.dmarc_tree import Placed
from mailtui.verify.txt import of_version

_OF_FORM = ("dmarc-syntax", "dmarc-policy", "dmarc-uri")


def dmarc_faults(text: str) -> set[str]:
    """Codes about the form of a DMARC record, with ` warn` behind where receivers pass over the error."""
    if not of_version(Answer("_dmarc.example.com", "TXT", Kind.OK, (text,)), VERSION):
        return {"no DMARC record"}
    many = dmarc_judge.judge(Placed("example.com", read(text)), Wish())
    return {_named(one.code, one.severity) for one in many if one.code in _OF_FORM}


def _named(code: str, severity: Severity) -> str:
    return code if severity is Severity.FAIL else f"{code} {severity}"
