"""How a domain is said on screen: its state, its areas, its worst finding; never by colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.model.domain import WORST
from mailtui.model.enums import CheckArea, DomainState, Severity
from mailtui.ui.rendering import one_line
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.domain import AreaState, DomainRow
    from mailtui.model.finding import Finding

_MARKS: dict[DomainState, tuple[str, str, Tone]] = {
    DomainState.OK: ("ok", "ok", Tone.GOOD),
    DomainState.WARNINGS: ("!", "!", Tone.WAITING),
    DomainState.FAILING: ("✗", "x", Tone.FAILED),
    DomainState.UNKNOWN: ("?", "?", Tone.WAITING),
    DomainState.PENDING: ("·", ".", Tone.DIM),
}
AREAS: dict[str, tuple[CheckArea, ...]] = {
    "MX": (CheckArea.MX,),
    "SPF": (CheckArea.SPF,),
    "DKIM": (CheckArea.DKIM,),
    "DMARC": (CheckArea.DMARC,),
    "TLS": (CheckArea.MTA_STS, CheckArea.TLS_RPT, CheckArea.DANE),
    "rDNS": (CheckArea.RDNS,),
    "DNSBL": (CheckArea.DNSBL,),
}
"""What has a column of its own, by its title."""
NONE = "-"
"""An area in which nothing was to be checked."""
_SEVERITY_TONES = {Severity.FAIL: Tone.FAILED, Severity.WARN: Tone.WAITING, Severity.NOTE: Tone.DIM}
_STATE_OF = {Severity.FAIL: DomainState.FAILING, Severity.WARN: DomainState.WARNINGS}


def state_tone(state: DomainState) -> Tone:
    """Good, waiting, failed or dim."""
    return _MARKS[state][2]


def state_mark(state: DomainState, look: Look) -> str:
    """One or two cells that stand for a state."""
    return _MARKS[state][1 if look.ascii else 0]


def state_word(state: DomainState, unsure: str) -> str:
    """The word, with a `?` when the last try was not definite."""
    doubt = "?" if unsure and state is not DomainState.UNKNOWN else ""
    return f"{state}{doubt}"


def severity_tone(severity: Severity) -> Tone:
    """Failed, waiting or dim."""
    return _SEVERITY_TONES[severity]


def severity_mark(severity: Severity, look: Look) -> str:
    """The mark of the state that a finding of this severity comes to."""
    return state_mark(_STATE_OF[severity], look) if severity in _STATE_OF else ("-" if look.ascii else "·")


def area_cell(row: DomainRow, areas: tuple[CheckArea, ...], look: Look) -> tuple[str, Tone]:
    """The worst of some areas as a mark, with a `?` where the last try was not definite."""
    found = [one for one in map(row.area, areas) if one is not None]
    if not found:
        return (
            (NONE, Tone.DIM) if row.tried is not None else (state_mark(DomainState.PENDING, look), Tone.DIM)
        )
    worst = min(found, key=_badness)
    doubt = "?" if any(one.unsure for one in found) and worst.state is not DomainState.UNKNOWN else ""
    return f"{state_mark(worst.state, look)}{doubt}", state_tone(worst.state)


def _badness(one: AreaState) -> int:
    return WORST.index(one.state)


def finding_text(one: Finding) -> str:
    """`spf-must: what was found`, in one line."""
    return f"{one.code}: {one_line(one.found)}"


def first_text(row: DomainRow) -> tuple[str, Tone]:
    """What matters most about a domain: a disagreement, the worst finding, or why nothing is known."""
    if row.disagreements:
        return "; ".join(row.disagreements), Tone.FAILED
    if row.worst is not None:
        return finding_text(row.worst), severity_tone(row.worst.severity)
    return (f"? {one_line(row.unsure)}", Tone.WAITING) if row.unsure else ("", Tone.DIM)
