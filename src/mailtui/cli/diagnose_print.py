"""Diagnoses as JSON, as a card, and as lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mailtui.model.diagnosis import Diagnosis
from mailtui.model.enums import Suppress
from mailtui.model.visible import visible

_LASTS = {
    True: "for good",
    False: "for now: retries may succeed",
    None: "not certain: the words and the code disagree, or say nothing",
}


def as_object(text: str, found: Diagnosis) -> dict[str, Any]:
    """What `--json` prints of one reply."""
    return {
        "text": text,
        "class": found.failure_class,
        "side": found.side,
        "area": found.area,
        "permanent": found.permanent,
        "suppress": _suppress(found),
        "rule": found.rule,
        "confidence": found.confidence,
        "smtp_code": found.smtp_code,
        "enhanced_code": found.enhanced_code,
        "provider": found.provider,
        "advice": found.advice,
        "template": found.template,
    }


def card(found: Diagnosis) -> str:
    """The diagnosis for a reader, a fact on each line."""
    return "\n".join(visible(f"{name:9} {text}".rstrip()) for name, text in _facts(found))


def line(text: str, found: Diagnosis) -> str:
    """One reply of many: class, side, confidence (- where it names no cause), and the reply."""
    sure = "-" if found.inherits else f"{found.confidence:.2f}"
    head = f"{found.failure_class:21} {found.side.upper():8} {sure:4}"
    return visible(f"{head}  {found.rule or '-':28} {text}")


def _facts(found: Diagnosis) -> Iterator[tuple[str, str]]:
    yield "CAUSE", found.reckoned
    yield "SIDE", found.side.upper() + (f" ({found.area})" if found.area else "")
    yield "LASTS", _LASTS[found.permanent]
    yield "SUPPRESS", _suppress_words(found)
    codes = " ".join(str(code) for code in (found.smtp_code, found.enhanced_code) if code)
    if codes or found.provider:
        yield "REPLY", f"{codes}{' from ' if codes else ''}{found.provider or 'an unknown provider'}"
    yield "TEMPLATE", found.template
    yield "NEXT", found.advice
    for other in found.candidates:
        yield "OR", f"{other.failure_class}   confidence {other.confidence:.2f}  rule {other.rule}"


def _suppress(found: Diagnosis) -> str | dict[str, dict[str, int]]:
    if found.after is None:
        return str(found.suppress)
    return {"after": {"count": found.after.times, "days": found.after.days}}


def _suppress_words(found: Diagnosis) -> str:
    if found.after is not None:
        return f"the address after {found.after.times} failures within {found.after.days} days"
    return "the address now" if found.suppress is Suppress.NOW else "never for this"
