"""From which rate on mailbox providers and senders act: values with their source, all configurable."""

from __future__ import annotations

from typing import NamedTuple

from mailtui.model.enums import Severity
from mailtui.model.metrics import Metrics
from mailtui.model.rate import Rate


class Threshold(NamedTuple):
    """Two limits of one rate. Fractions of 1, not percent."""

    name: str
    metric: str
    """The field of Metrics."""
    warn: float
    critical: float
    source: str
    destination: str = ""
    """Only for mail to this mailbox provider."""
    provider: str = ""
    """Only for mail sent through this provider."""
    key: str = ""
    """What it is called in the settings."""


class Breach(NamedTuple):
    """A rate that is above a limit, small numbers considered."""

    threshold: Threshold
    rate: Rate
    severity: Severity
    """FAIL above critical, WARN above warn."""


THRESHOLDS = (
    Threshold(
        "Gmail spam rate",
        "complaint",
        0.001,
        0.003,
        "Google, Email sender guidelines: below 0.10 %, never 0.30 % or higher (Postmaster Tools tells it)",
        destination="google",
        key="gmail-spam",
    ),
    Threshold(
        "SES bounce rate",
        "hard_bounce",
        0.05,
        0.10,
        "Amazon SES, Reputation metrics: review from 5 %, pause from 10 %",
        provider="ses",
        key="ses-bounce",
    ),
    Threshold(
        "SES complaint rate",
        "complaint",
        0.001,
        0.005,
        "Amazon SES, Reputation metrics: review from 0.1 %, pause from 0.5 %",
        provider="ses",
        key="ses-complaint",
    ),
)


NO_COMPLAINTS = frozenset({"google"})
"""Mailbox providers that report no complaint to senders' services: their complaint rate is unknown, not 0.

Gmail has no feedback loop for single messages (Google, Feedback loop: spam reports are told in total only).
"""


def breach(rate: Rate, threshold: Threshold) -> Breach | None:
    """Whether `rate` is above a limit. The whole interval must be: one complaint in 200 raises no alarm."""
    low = rate.low
    if low is None:
        low = rate.value if rate.value is not None and rate.value > 1 else None
    if low is None or low <= threshold.warn:
        return None
    severity = Severity.FAIL if low > threshold.critical else Severity.WARN
    return Breach(threshold, rate, severity)


def breaches(
    metrics: Metrics,
    provider: str = "",
    destination: str = "",
    thresholds: tuple[Threshold, ...] = THRESHOLDS,
) -> tuple[Breach, ...]:
    """Every limit that is passed by mail sent through `provider` to `destination`, worst first."""
    found = (
        breach(getattr(metrics, threshold.metric), threshold)
        for threshold in thresholds
        if threshold.provider in ("", provider) and threshold.destination in ("", destination)
    )
    return tuple(sorted((one for one in found if one), key=lambda one: one.severity.code))
