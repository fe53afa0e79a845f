"""Every closed list of words, once: the code, the tables and the help use these.

A word is stored in the database as its small integer `code`, which is its place in the list.
So lists only grow at the end; `tests/model/test_enums.py` holds the order fast.
"""

from mailtui.model.campaign_words import CampaignPart as CampaignPart
from mailtui.model.event_words import Actor as Actor
from mailtui.model.event_words import EventProvider as EventProvider
from mailtui.model.event_words import ProviderEventKind as ProviderEventKind
from mailtui.model.people_words import CampaignState as CampaignState
from mailtui.model.people_words import ContactStatus as ContactStatus
from mailtui.model.people_words import MembershipState as MembershipState
from mailtui.model.people_words import ProviderKind as ProviderKind
from mailtui.model.people_words import QuotaPeriod as QuotaPeriod
from mailtui.model.people_words import QuotaResource as QuotaResource
from mailtui.model.word import Word as Word


class LogType(Word):
    """Which of Exim's logs a line is from (Exim manual, chapter 'Log files')."""

    MAIN = "main"
    REJECT = "reject"
    PANIC = "panic"


class EventKind(Word):
    """What one log line says."""

    ARRIVAL = "arrival"
    DELIVERY = "delivery"
    ADDITIONAL_DELIVERY = "additional_delivery"
    CUTTHROUGH = "cutthrough"
    SUPPRESSED_DELIVERY = "suppressed_delivery"
    DEFERRAL = "deferral"
    FAILURE = "failure"
    COMPLETED = "completed"
    FROZEN = "frozen"
    THAWED = "thawed"
    REMOVED = "removed"
    CANCELLED = "cancelled"
    REJECTION = "rejection"
    TEMPORARY_REJECTION = "temporary_rejection"
    HOST_ERROR = "host_error"
    CONNECTION = "connection"
    DNS_NOTE = "dns_note"
    TLS_ERROR = "tls_error"
    QUEUE_RUN = "queue_run"
    DAEMON = "daemon"
    WARNING = "warning"
    OTHER = "other"
    UNRECOGNISED = "unrecognised"


class Phase(Word):
    """How far an SMTP session had come (RFC 5321 section 4.1.4 gives the order)."""

    ROUTING = "routing"
    CONNECT = "connect"
    BANNER = "banner"
    HELO = "helo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    END_OF_DATA = "end_of_data"
    TRANSPORT = "transport"


class MessageKind(Word):
    """What sort of mail a message is. `refused`: an id was given, the mail was never accepted."""

    MTA = "mta"
    REFUSED = "refused"
    TRANSACTIONAL = "transactional"
    """Sent by a sending service, for no campaign."""
    CAMPAIGN = "campaign"
    CONVERSATION = "conversation"


class Direction(Word):
    """Where a message came from, as far as its arrival line tells."""

    UNKNOWN = "unknown"
    INBOUND = "inbound"
    SUBMITTED = "submitted"
    LOCAL = "local"
    BOUNCE = "bounce"


class Role(Word):
    """How an address came to be a recipient: by the envelope, an alias or forward, or a header field."""

    ENVELOPE = "envelope"
    CHILD = "child"
    UNKNOWN = "unknown"
    TO = "to"
    CC = "cc"
    BCC = "bcc"


class QueueState(Word):
    """Where a recipient stands in the queue of the server."""

    NONE = "none"
    QUEUED = "queued"
    ACTIVE = "active"
    DEFERRED = "deferred"
    FROZEN = "frozen"
    REMOVED = "removed"


class Outcome(Word):
    """What became of a recipient; it never says more than the log does."""

    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    BLOCKED = "blocked"
    EXPIRED = "expired"
    REJECTED = "rejected"
    DISCARDED = "discarded"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"


class Status(Word):
    """The one word shown for a recipient or a message: see `mailtui.model.status`."""

    QUEUED = "queued"
    DEFERRED = "deferred"
    FROZEN = "frozen"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    BLOCKED = "blocked"
    EXPIRED = "expired"
    REJECTED = "rejected"
    DISCARDED = "discarded"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"
    COMPLAINED = "complained"
    UNKNOWN = "unknown"
    PARTIAL = "partial"


class AttemptOutcome(Word):
    """How one delivery attempt ended."""

    SUCCESS = "success"
    DEFER = "defer"
    BOUNCE = "bounce"
    TIMEOUT = "timeout"


class LinkKind(Word):
    """Under which other id the same mail is known."""

    MESSAGE_ID = "message_id"
    NEXT_HOP = "next_hop"
    PROVIDER_ID = "provider_id"
    """What a sending service calls it."""
    TRACKING_ID = "tracking_id"
    """What the program calls it that had it sent."""


class FailureClass(Word):
    """Why a delivery failed: the cause, never the code. `mailtui.diagnosis.classes` says the rest."""

    UNCATEGORISED = "uncategorised"
    RECIPIENT_UNKNOWN = "recipient-unknown"
    RECIPIENT_DISABLED = "recipient-disabled"
    RECIPIENT_MOVED = "recipient-moved"
    MAILBOX_FULL = "mailbox-full"
    RECIPIENT_RATE = "recipient-rate"
    RECIPIENT_RESTRICTED = "recipient-restricted"
    DOMAIN_UNKNOWN = "domain-unknown"
    DNS_FAILURE = "dns-failure"
    CONNECT_FAILED = "connect-failed"
    CONNECTION_DROPPED = "connection-dropped"
    TLS_POLICY = "tls-policy"
    GREYLISTED = "greylisted"
    RATE_LIMITED = "rate-limited"
    IP_BLOCKLISTED = "ip-blocklisted"
    PROVIDER_BLOCK = "provider-block"
    AUTH_FAILED = "auth-failed"
    SENDER_IDENTITY = "sender-identity"
    SENDER_REJECTED = "sender-rejected"
    CONTENT_SPAM = "content-spam"
    CONTENT_VIRUS = "content-virus"
    MESSAGE_TOO_BIG = "message-too-big"
    MALFORMED = "malformed"
    RELAY_DENIED = "relay-denied"
    RECEIVER_SYSTEM = "receiver-system"
    LOCAL = "local"


class Side(Word):
    """Who must act on a failure; shown in capitals."""

    UNKNOWN = "unknown"
    US = "us"
    THEM = "them"
    RCPT = "rcpt"
    NET = "net"
    POLICY = "policy"


class Area(Word):
    """What it is about us, or them, that a failure is due to."""

    REPUTATION = "reputation"
    VOLUME = "volume"
    CONFIG = "config"
    CONTENT = "content"
    MESSAGE = "message"
    SOFTWARE = "software"
    SERVER = "server"


class Suppress(Word):
    """Whether one failure may by itself put an address on the suppression list."""

    NEVER = "never"
    NOW = "now"
    AFTER = "after"


class DestinationKind(Word):
    """What the name of a destination is: who runs the MX host, or the domain of the recipient."""

    PROVIDER = "provider"
    DOMAIN = "domain"


class IncidentState(Word):
    """What people have decided about an incident."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    IGNORED = "ignored"


class Severity(Word):
    """How bad a finding about a domain is. Only `fail` makes mail fail."""

    FAIL = "fail"
    WARN = "warn"
    NOTE = "note"


class DomainState(Word):
    """How a domain, or one area of it, stands after its last definite check."""

    PENDING = "pending"
    OK = "ok"
    WARNINGS = "warnings"
    FAILING = "failing"
    UNKNOWN = "unknown"


class CheckArea(Word):
    """What is checked about a domain."""

    OWNERSHIP = "ownership"
    MX = "mx"
    SPF = "spf"
    DKIM = "dkim"
    DMARC = "dmarc"
    MTA_STS = "mta-sts"
    TLS_RPT = "tls-rpt"
    BIMI = "bimi"
    DANE = "dane"
    RDNS = "rdns"
    DNSBL = "dnsbl"
    DRIFT = "drift"


class Urgency(Word):
    """How much an incident matters now: people affected, time left before mail bounces, novelty."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class MatchRule(Word):
    """How an expected DNS record is compared with what DNS has."""

    EQUALS = "equals"
    CONTAINS = "contains"
    KEY = "key"
    """The public key of a DKIM record (`p=`); any key when no value is given."""
    PASSES = "passes"
    """The value is an address that must pass the SPF record."""


class ChangeKind(Word):
    """What changed about a check: its state, or what DNS has."""

    STATE = "state"
    SEEN = "seen"


class Retained(Word):
    """What is kept for a number of days of its own."""

    LINE = "line"
    """Raw lines with their entries and their words."""
    ATTEMPT = "attempt"
    """Messages with their recipients and attempts."""
    REJECTION = "rejection"


class Counted(Word):
    """What daily totals count; the code beside it says which kind."""

    MESSAGE = "message"
    OUTCOME = "outcome"
    """Envelope recipients by outcome."""
    STATUS = "status"
    """Envelope recipients by status."""
    ATTEMPT = "attempt"
    """Attempts by outcome."""
    REJECTION = "rejection"
    ENTRY = "entry"
    """Log records by event."""


class SubjectKind(Word):
    """What a note, a tag or an act can be about."""

    MESSAGE = "message"
    RECIPIENT = "recipient"
    """One address of one message: a single failure."""
    REJECTION = "rejection"
    ADDRESS = "address"
    INCIDENT = "incident"
    DOMAIN = "domain"
    CAMPAIGN = "campaign"
    THREAD = "thread"
    NOTE = "note"
    SUPPRESSION = "suppression"
    TAG = "tag"


class OperatorRole(Word):
    """What who is at the terminal may do, by unix group; each may do what those before may."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMIN = "admin"


class UndoState(Word):
    """Whether an act holds, was taken back, or can no longer be taken back or done again."""

    DONE = "done"
    UNDONE = "undone"
    CLOSED = "closed"


class SuppressionReason(Word):
    """Why an address or a domain is not to be mailed."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    MANUAL = "manual"
    UNSUBSCRIBE = "unsubscribe"


class SuppressionState(Word):
    """Diagnosis proposes; a person or a setting decides."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    LIFTED = "lifted"
    DECLINED = "declined"
