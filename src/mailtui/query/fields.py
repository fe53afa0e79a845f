"""The one table of fields. Parser, completion, explanation, reference and SQL are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mailtui.query import words
from mailtui.query.engagement_fields import ENGAGEMENT
from mailtui.query.field import Field as Field
from mailtui.query.field import FieldType as FieldType
from mailtui.query.field import field as _field
from mailtui.query.words import Known

_T = FieldType
_TABLE = (
    _field(
        "from",
        _T.ADDRESS,
        "Envelope sender",
        "news@shop.example  @shop.example  <>",
        "from {}",
        aliases=("sender",),
    ),
    _field(
        "to",
        _T.ADDRESS,
        "Recipient, as delivered or as first written (before an alias)",
        "bob  =bob@example.org  @gmail.com  @*.example.org",
        "to {}",
        aliases=("recipient", "rcpt"),
    ),
    _field(
        "address",
        _T.ADDRESS,
        "Sender or recipient; bare addresses mean this",
        "bob@  @example.org",
        "from or to {}",
        aliases=("addr",),
    ),
    _field(
        "domain",
        _T.DOMAIN,
        "Domain of the recipient; without a dot, a part of its name",
        "gmail.com  *.example.org  gmail",
        "to domain {}",
        aliases=("recipient-domain",),
    ),
    _field("sender-domain", _T.DOMAIN, "Domain of the envelope sender", "shop.example", "from domain {}"),
    _field(
        "host",
        _T.HOST,
        "Host at the other end: where mail came from or was handed to",
        "mx1.example.net  @google.com",
        "with host {}",
    ),
    _field(
        "relay",
        _T.HOST,
        "Host that mail was handed to, or was to be (the next hop)",
        "mx1  =mx1.example.net",
        "by way of {}",
        aliases=("next-hop",),
    ),
    _field(
        "ip",
        _T.IP,
        "IP address at the other end, or the beginning of one",
        "192.0.2.1  192.0.2.  192.0.2.0/24  2001:db8::1",
        "with IP {}",
    ),
    _field("server", _T.HOST, "Server whose log says so", "mx1", "on server {}"),
    _field(
        "status",
        _T.WORDS,
        "What became of the recipient, in one word",
        "bounced  deferred,frozen",
        words=words.STATUS,
    ),
    _field(
        "outcome",
        _T.WORDS,
        "The final fact, whatever the queue says",
        "blocked",
        "with outcome {}",
        words=words.OUTCOME,
    ),
    _field(
        "queue",
        _T.WORDS,
        "Where the recipient stands in the queue",
        "deferred",
        "in queue state {}",
        words=words.QUEUE,
    ),
    _field(
        "kind", _T.WORDS, "Recipients of a message, or mail that was refused", "rejection", words=words.KIND
    ),
    _field("is", _T.WORDS, "Groups that are asked for often", "failed  open", words=words.IS),
    _field("has", _T.WORDS, "Something is known", "reply", words=words.HAS),
    _field(
        "class",
        _T.WORDS,
        "Why it failed or waits: the cause that the diagnosis found",
        "rate-limited  mailbox-full,recipient-unknown",
        "with cause {}",
        words=words.CLASS,
        aliases=("cause",),
    ),
    _field("side", _T.WORDS, "Who must act on the failure", "us  them,net", words=words.SIDE),
    _field(
        "provider",
        _T.TEXT,
        "Who runs the host that took or refused it; the recipient's domain where a failure names no host",
        "google  =outlook",
        "at provider {}",
    ),
    _field(
        "inc",
        _T.INCIDENT,
        "Failures of an incident, by its number; `any`: of an open one",
        "12  any",
        words=words.INCIDENT,
        aliases=("incident",),
    ),
    _field(
        "state",
        _T.WORDS,
        "What people decided of its incident, or of the single failure itself",
        "new  open,waiting",
        "in state {}",
        words=words.STATE,
    ),
    _field(
        "assignee",
        _T.TEXT,
        "Who has taken its incident, or the single failure itself; `has:assignee`: anybody",
        "ann  =ann",
        "taken by {}",
        aliases=("assigned", "taken-by"),
    ),
    _field(
        "tag",
        _T.TAG,
        "Tags that people put on the mail, its recipient, an address of it, or an incident it belongs to",
        "vip  todo,known  any",
        "tagged {}",
        words=words.TAG,
        aliases=("tagged",),
    ),
    _field(
        "note",
        _T.NOTE,
        "Words in notes on the mail, its recipient, an address of it, or an incident it belongs to",
        '"called them"  /ticket #?[0-9]+/  any',
        "with {}",
        words=words.NOTE,
        aliases=("noted",),
    ),
    *ENGAGEMENT,
    _field(
        "code",
        _T.CODE,
        "SMTP reply code",
        "550  5xx  4..  421,450..459",
        "with SMTP code {}",
        aliases=("smtp-code",),
    ),
    _field(
        "esc",
        _T.ENHANCED_CODE,
        "Enhanced status code (RFC 3463), or its beginning",
        "5.1.1  5.7  4",
        "with enhanced code {}",
        aliases=("enhanced-code", "dsn"),
    ),
    _field(
        "phase",
        _T.WORDS,
        "How far the SMTP session had come",
        "rcpt  connect,banner",
        "in phase {}",
        words=words.PHASE,
    ),
    _field(
        "reply",
        _T.TEXT,
        "What the other side (or Exim) said about a failure",
        '"mailbox full"  /over ?quota/',
        "with reply {}",
        aliases=("response",),
    ),
    _field("subject", _T.TEXT, "Subject, where the log has it", "invoice", "with subject {}"),
    _field(
        "text",
        _T.FULL_TEXT,
        "Log lines, replies and subjects; bare words mean this",
        '"connection timed out"  /tls.*expired/',
        "mentioning {}",
    ),
    _field(
        "size",
        _T.SIZE,
        "Size of the message (K, M, G are powers of 1024); without a sign: at least",
        ">10M  100K..1M",
        "size {}",
        order=("smallest first", "largest first"),
    ),
    _field(
        "delay",
        _T.DURATION,
        "From arrival to the final outcome, or so far; without a sign: at least",
        ">30s  5m..2h",
        "delay {}",
        order=("quickest first", "slowest first"),
    ),
    _field(
        "age", _T.DURATION, "How long ago the message came in; without a sign: at least", ">2h  <1d", "age {}"
    ),
    _field(
        "tries",
        _T.NUMBER,
        "Delivery attempts",
        ">3  0",
        "tries {}",
        aliases=("attempts",),
        order=("fewest tries first", "most tries first"),
    ),
    _field("router", _T.TEXT, "Exim router", "dnslookup", "with router {}"),
    _field("transport", _T.TEXT, "Exim transport", "remote_smtp", "with transport {}"),
    _field(
        "auth",
        _T.TEXT,
        "Authenticator, and the login, of the client",
        "shop@example.org",
        "authenticated as {}",
    ),
    _field(
        "id",
        _T.ID,
        "Exim message id (queue id), or its beginning",
        "1tKxyz-000000001AB-2cDe",
        "with queue id {}",
        aliases=("queue-id", "qid"),
    ),
    _field(
        "msgid",
        _T.MESSAGE_ID,
        "Message-ID header; in angle brackets the whole of it",
        "<20261118.1@example.org>  20261118",
        "with Message-ID {}",
        aliases=("message-id",),
    ),
    _field(
        "date",
        _T.MOMENT,
        "When: a day, a range, a word",
        "2026-11-18..2026-11-20  yesterday  3d..1d",
        words=words.DATES,
        aliases=("on",),
        order=("oldest first", "newest first"),
    ),
    _field("since", _T.MOMENT, "From the beginning of", "2h  yesterday  2026-11-18T10:30", words=words.DATES),
    _field("until", _T.MOMENT, "To the end of", "2026-11-20", words=words.DATES),
    _field("before", _T.MOMENT, "Before the beginning of", "2026-11-20  1w", words=words.DATES),
    _field("after", _T.MOMENT, "After the end of", "2026-11-18", words=words.DATES),
)
_SORTS = tuple(
    Known(sign + field.name, field.order[place])
    for field in _TABLE
    if field.order
    for place, sign in enumerate(("", "-"))
)

FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        field.name: field
        for field in (
            *_TABLE,
            Field(
                "sort",
                _T.SORT,
                "Order of the rows; newest first when it is not given",
                ("sort:-delay", "sort:date"),
                words=_SORTS,
            ),
        )
    }
)
"""Every field by its name, in the order of the reference."""

_BY_ANY_NAME = {name: field for field in FIELDS.values() for name in (field.name, *field.aliases)}


def find(name: str) -> Field | None:
    """The field of that name or alias, whatever its case, `_` for `-` as well; None when there is none."""
    return _BY_ANY_NAME.get(name.lower().replace("_", "-"))


def names() -> tuple[str, ...]:
    """All names and aliases, for suggestions."""
    return tuple(_BY_ANY_NAME)
