"""The SQLModel tables: the one definition of the schema. Importing this module knows them all."""

from sqlmodel import SQLModel

from mailtui.store.tables.campaigns import Campaign, CampaignLink, CampaignTally, ToldKind
from mailtui.store.tables.domains import DnsChange, DnsCheck, DnsRecord, Domain, DomainArea, DomainClaim
from mailtui.store.tables.events import DeliveryEvent, Engagement, Link, WebhookBlock, WebhookEvent
from mailtui.store.tables.failures import (
    Cause,
    Destination,
    DestinationHour,
    Incident,
    Signature,
    SignatureHour,
    Template,
)
from mailtui.store.tables.jobs import Job
from mailtui.store.tables.log import RawBlock, UnclearLine
from mailtui.store.tables.mail import DeliveryAttempt, Message, MessageLink, Recipient, Rejection
from mailtui.store.tables.names import Address, AddressDomain, Host, Label, Reply
from mailtui.store.tables.people import (
    Contact,
    ContactList,
    Erasure,
    MailTemplate,
    Membership,
    Segment,
    SourceMark,
)
from mailtui.store.tables.providers import Provider, QuotaWindow
from mailtui.store.tables.queue import QueueSnapshot, QuietRecipient
from mailtui.store.tables.retention import DailyTotal, Retention
from mailtui.store.tables.sources import Server, Source, SourceFile
from mailtui.store.tables.system import WorkerState
from mailtui.store.tables.threads import Inbox, Letter, MessageReference, Thread
from mailtui.store.tables.work import (
    AuditEntry,
    AuditPerson,
    Note,
    Operator,
    Suppression,
    Tag,
    Tagging,
    UndoEntry,
    Work,
)

metadata = SQLModel.metadata

__all__ = [
    "Address",
    "AddressDomain",
    "AuditEntry",
    "AuditPerson",
    "Campaign",
    "CampaignLink",
    "CampaignTally",
    "Cause",
    "Contact",
    "ContactList",
    "DailyTotal",
    "DeliveryAttempt",
    "DeliveryEvent",
    "Destination",
    "DestinationHour",
    "DnsChange",
    "DnsCheck",
    "DnsRecord",
    "Domain",
    "DomainArea",
    "DomainClaim",
    "Engagement",
    "Erasure",
    "Host",
    "Inbox",
    "Incident",
    "Job",
    "Label",
    "Letter",
    "Link",
    "MailTemplate",
    "Membership",
    "Message",
    "MessageLink",
    "MessageReference",
    "Note",
    "Operator",
    "Provider",
    "QueueSnapshot",
    "QuietRecipient",
    "QuotaWindow",
    "RawBlock",
    "Recipient",
    "Rejection",
    "Reply",
    "Retention",
    "Segment",
    "Server",
    "Signature",
    "SignatureHour",
    "Source",
    "SourceFile",
    "SourceMark",
    "Suppression",
    "Tag",
    "Tagging",
    "Template",
    "Thread",
    "ToldKind",
    "UnclearLine",
    "UndoEntry",
    "WebhookBlock",
    "WebhookEvent",
    "Work",
    "WorkerState",
    "metadata",
]
