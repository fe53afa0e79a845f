"""The closed lists of campaigns; a part of `mailtui.model.enums`, which has them all."""

from __future__ import annotations

from mailtui.model.word import Word


class CampaignPart(Word):
    """By what the recipients of a campaign are counted."""

    ALL = "all"
    """All of them; the key is empty."""
    PROVIDER = "provider"
    """By who runs the recipient's mailbox; the key is a provider that mailtui knows, or `other`."""
    DAY = "day"
    """By the day (UTC) on which the mail was sent; the key is `2026-11-20`."""
