"""What the settings say about how long rows are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.config.settings import Settings

if TYPE_CHECKING:
    from mailtui.store.retention.limits import Days


def days(settings: Settings) -> Days:
    """The days in force."""
    from mailtui.store.retention.limits import Days

    return Days(
        settings.keep_lines,
        settings.keep_attempts,
        settings.keep_rejections,
        settings.keep_audit,
        settings.keep_unconfirmed,
        settings.archive_campaigns,
        settings.keep_payloads,
    )
