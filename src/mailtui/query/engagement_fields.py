"""The fields of what recipients of a sending service's mail did, and of the campaign it belongs to."""

from __future__ import annotations

from mailtui.query.field import FieldType, field
from mailtui.query.words import DONE, VISITED

_T = FieldType

ENGAGEMENT = (
    field(
        "campaign",
        _T.TEXT,
        "Campaign that the mail belongs to, as the sending service calls it, or by its number here",
        "spring  =spring-2026  #12",
        "of campaign {}",
    ),
    field("opened", _T.WORDS, "Who opened the mail", "human  machine  no", "{}", words=VISITED["opened"]),
    field(
        "clicked", _T.WORDS, "Who clicked a link in the mail", "human  machine  no", words=VISITED["clicked"]
    ),
    field(
        "link",
        _T.TEXT,
        "Link in the mail that a person clicked",
        "shop.example/sale  =https://shop.example/sale",
        "who clicked the link {}",
    ),
    field(
        "machine-link",
        _T.TEXT,
        "Link in the mail that a machine clicked, whether or not a person did too",
        "shop.example/sale",
        "where a machine clicked the link {}",
    ),
    field(
        "mailbox",
        _T.TEXT,
        "Who runs the recipient's mailbox, as campaigns count it: by the host that took or refused the mail "
        "where mailtui knows it, else by the domain; `other`: nobody it knows",
        "=google  =other",
        "with a mailbox at {}",
    ),
    field("complained", _T.WORDS, "Whether the mail was reported as spam", "yes", words=DONE["complained"]),
    field("unsubscribed", _T.WORDS, "Whether the recipient unsubscribed", "yes", words=DONE["unsubscribed"]),
)
