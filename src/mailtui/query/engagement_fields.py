"""The fields of what recipients of a sending service's mail did, and of the campaign it belongs to."""

from __future__ import annotations

from mailtui.query.field import FieldType, field
from mailtui.query.words import DONE, VISITED

_T = FieldType

ENGAGEMENT = (
    field(
        "campaign",
        _T.TEXT,
        "Campaign that the mail belongs to, as the sending service calls it",
        "spring  =spring-2026",
        "of campaign {}",
    ),
    field("opened", _T.WORDS, "Who opened the mail", "human  machine  no", "{}", words=VISITED["opened"]),
    field(
        "clicked", _T.WORDS, "Who clicked a link in the mail", "human  machine  no", words=VISITED["clicked"]
    ),
    field("complained", _T.WORDS, "Whether the mail was reported as spam", "yes", words=DONE["complained"]),
    field("unsubscribed", _T.WORDS, "Whether the recipient unsubscribed", "yes", words=DONE["unsubscribed"]),
)
