"""The words that are stored as numbers keep their numbers: lists only grow at the end."""

from __future__ import annotations

import pytest

from mailtui.model import enums
from mailtui.model.enums import Word

ORDER: dict[type[Word], str] = {
    enums.LogType: "main reject panic",
    enums.EventKind: (
        "arrival delivery additional_delivery cutthrough suppressed_delivery deferral failure completed"
        " frozen thawed removed cancelled rejection temporary_rejection host_error connection"
        " dns_note tls_error queue_run daemon warning other unrecognised"
    ),
    enums.Phase: "routing connect banner helo starttls auth mail rcpt data end_of_data transport",
    enums.MessageKind: "mta refused transactional campaign conversation",
    enums.Direction: "unknown inbound submitted local bounce",
    enums.Role: "envelope child unknown to cc bcc",
    enums.QueueState: "none queued active deferred frozen removed",
    enums.Outcome: (
        "unknown accepted delivered bounced blocked expired rejected discarded suppressed cancelled"
    ),
    enums.Status: (
        "queued deferred frozen accepted delivered bounced blocked expired rejected discarded suppressed"
        " cancelled complained unknown partial"
    ),
    enums.AttemptOutcome: "success defer bounce timeout",
    enums.LinkKind: "message_id next_hop provider_id tracking_id",
    enums.FailureClass: (
        "uncategorised recipient-unknown recipient-disabled recipient-moved mailbox-full recipient-rate"
        " recipient-restricted domain-unknown dns-failure connect-failed connection-dropped tls-policy"
        " greylisted rate-limited ip-blocklisted provider-block auth-failed sender-identity sender-rejected"
        " content-spam content-virus message-too-big malformed relay-denied receiver-system local"
    ),
    enums.Side: "unknown us them rcpt net policy",
    enums.Area: "reputation volume config content message software server",
    enums.Suppress: "never now after",
    enums.DestinationKind: "provider domain",
    enums.IncidentState: "new open waiting resolved ignored",
    enums.Urgency: "low medium high critical",
    enums.Severity: "fail warn note",
    enums.DomainState: "pending ok warnings failing unknown",
    enums.CheckArea: "ownership mx spf dkim dmarc mta-sts tls-rpt bimi dane rdns dnsbl drift",
    enums.MatchRule: "equals contains key passes",
    enums.ChangeKind: "state seen",
    enums.Retained: "line attempt rejection",
    enums.Counted: "message outcome status attempt rejection entry",
    enums.SubjectKind: (
        "message recipient rejection address incident domain campaign thread note suppression tag"
    ),
    enums.OperatorRole: "viewer operator admin",
    enums.UndoState: "done undone closed",
    enums.SuppressionReason: "bounce complaint manual unsubscribe",
    enums.SuppressionState: "proposed active lifted declined",
    enums.EventProvider: (
        "ses sendgrid mailgun postmark sparkpost brevo mailjet openmailer relay mailman csv"
    ),
    enums.ProviderEventKind: (
        "sent delivered deferred bounced rejected suppressed rendering_failed opened clicked complained"
        " unsubscribed subscribed autoresponded queued cancelled"
    ),
    enums.Actor: "human machine",
    enums.CampaignPart: "all provider day",
    enums.ContactStatus: "pending subscribed unsubscribed bounced complained",
    enums.MembershipState: "active removed",
    enums.CampaignState: "draft scheduled sending sent paused cancelled failed",
    enums.ProviderKind: ("ses sendgrid mailgun postmark sparkpost brevo mailjet smtp google_workspace exim"),
    enums.QuotaResource: "email_send api_request subscription",
    enums.QuotaPeriod: "minute hour day month other",
}
"""What databases out there hold. A new word goes to the end of its line; nothing else ever changes."""


def test_every_list_is_held_fast() -> None:
    assert set(ORDER) == set(Word.__subclasses__())


@pytest.mark.parametrize("words", ORDER, ids=lambda words: words.__name__)
def test_the_order_is_frozen(words: type[Word]) -> None:
    assert [str(word) for word in words] == ORDER[words].split()


@pytest.mark.parametrize("words", ORDER, ids=lambda words: words.__name__)
def test_codes_are_places_and_lead_back(words: type[Word]) -> None:
    assert [word.code for word in words] == list(range(len(words)))
    assert [words.of_code(word.code) for word in words] == list(words)


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(IndexError):
        enums.LogType.of_code(3)
