"""Payloads in the forms that the providers document, with values of our own."""

from __future__ import annotations

import json
from typing import Any

from mailtui.model.enums import EventProvider as Provider

MAIL = {
    "timestamp": "2026-11-20T10:00:00.000Z",
    "source": "news@shop.example",
    "messageId": "0100018f-aaaa-000000",
    "destination": ["ann@rcpt.example"],
    "headersTruncated": False,
    "headers": [
        {"name": "X-Tracking-Id", "value": "trk-17"},
        {"name": "X-Campaign-ID", "value": "spring"},
        {"name": "X-SES-CONFIGURATION-SET", "value": "main"},
    ],
    "commonHeaders": {
        "from": ["Shop <news@shop.example>"],
        "messageId": "<m1@shop.example>",
        "subject": "Spring",
    },
    "tags": {"ses:configuration-set": ["main"], "ses:outgoing-ip": ["192.0.2.44"]},
}
WHEN = "2026-11-20T10:00:05.250Z"

SES_BOUNCE = {
    "notificationType": "Bounce",
    "mail": MAIL,
    "bounce": {
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "timestamp": WHEN,
        "feedbackId": "fb-1",
        "remoteMtaIp": "198.51.100.9",
        "reportingMTA": "dsn; a1.smtp-out.amazonses.com",
        "bouncedRecipients": [
            {
                "emailAddress": "ann@rcpt.example",
                "action": "failed",
                "status": "5.1.1",
                "diagnosticCode": "smtp; 550 5.1.1 No such user",
            }
        ],
    },
}
SES_DELAY = {
    "eventType": "DeliveryDelay",
    "mail": MAIL,
    "deliveryDelay": {
        "timestamp": WHEN,
        "delayType": "MailboxFull",
        "expirationTime": "2026-11-20T22:00:00Z",
        "delayedRecipients": [
            {
                "emailAddress": "ann@rcpt.example",
                "status": "4.2.2",
                "diagnosticCode": "smtp; 452 4.2.2 Over quota",
            }
        ],
    },
}
SES_DELIVERY = {
    "eventType": "Delivery",
    "mail": MAIL,
    "delivery": {
        "timestamp": WHEN,
        "recipients": ["ann@rcpt.example"],
        "smtpResponse": "250 2.0.0 Ok: queued as 4F",
        "remoteMtaIp": "198.51.100.9",
        "reportingMTA": "a1.smtp-out.amazonses.com",
        "processingTimeMillis": 5250,
    },
}
SES_SUBSCRIPTION = {
    "eventType": "Subscription",
    "mail": MAIL,
    "subscription": {
        "contactList": "Customers",
        "timestamp": WHEN,
        "source": "UnsubscribeHeader",
        "newTopicPreferences": {
            "unsubscribeAll": True,
            "topicSubscriptionStatus": [{"topicName": "news", "subscriptionStatus": "OptOut"}],
        },
        "oldTopicPreferences": {
            "unsubscribeAll": False,
            "topicSubscriptionStatus": [{"topicName": "news", "subscriptionStatus": "OptOut"}],
        },
    },
}
SES_OPEN = {
    "eventType": "Open",
    "mail": MAIL,
    "open": {"timestamp": WHEN, "userAgent": "Mozilla/5.0", "ipAddress": "203.0.113.5"},
}


def sns(inside: object, **more: object) -> dict[str, Any]:
    """An SNS notification around a message."""
    return {
        "Type": "Notification",
        "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": "arn:aws:sns:eu-west-1:123456789012:mail",
        "Message": json.dumps(inside),
        "Timestamp": "2026-11-20T10:00:06.000Z",
        "SignatureVersion": "1",
        **more,
    }


SENDGRID = {
    "email": "ann@rcpt.example",
    "timestamp": 1795168805,
    "smtp-id": "<m1@shop.example>",
    "sg_event_id": "ev-1",
    "sg_message_id": "abc.filter001.12.5F.0",
    "category": ["news", "spring"],
    "campaign_id": "spring",
    "tracking_id": "trk-17",
}
SENDGRID_BLOCKED = SENDGRID | {
    "event": "bounce",
    "type": "blocked",
    "bounce_classification": "Reputation",
    "ip": "192.0.2.44",
    "status": "5.7.1",
    "reason": "550 5.7.1 Our system has detected that this message is likely unsolicited mail",
}
SENDGRID_OPEN = SENDGRID | {
    "event": "open",
    "sg_machine_open": True,
    "useragent": "Mozilla/5.0",
    "ip": "203.0.113.5",
}

MAILGUN = {
    "signature": {"timestamp": "1795168805", "token": "t" * 50, "signature": "0" * 64},
    "event-data": {
        "event": "failed",
        "id": "mg-ev-1",
        "timestamp": 1795168805.25,
        "severity": "permanent",
        "reason": "bounce",
        "recipient": "ann@rcpt.example",
        "envelope": {"sender": "news@shop.example", "sending-ip": "192.0.2.44", "transport": "smtp"},
        "message": {"headers": {"message-id": "m1@shop.example", "subject": "Spring"}},
        "delivery-status": {
            "code": 550,
            "enhanced-code": "5.1.1",
            "message": "5.1.1 No such user",
            "mx-host": "mx.rcpt.example",
            "attempt-no": 1,
        },
        "tags": ["news"],
        "user-variables": {"campaign_id": "spring", "tracking-id": "trk-17"},
    },
}

POSTMARK_DELIVERY = {
    "RecordType": "Delivery",
    "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
    "Recipient": "ann@rcpt.example",
    "DeliveredAt": "2026-11-20T11:00:05.2500000+01:00",
    "Details": "smtp;250 2.0.0 OK",
    "Tag": "news",
    "ServerID": 23,
    "Metadata": {"campaign_id": "spring", "tracking_id": "trk-17"},
    "MessageStream": "broadcast",
}
POSTMARK_BOUNCES = {
    "TotalCount": 1,
    "Bounces": [
        {
            "ID": 692560173,
            "Type": "Blocked",
            "TypeCode": 100006,
            "Name": "ISP block",
            "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
            "Description": "",
            "Details": "smtp;554 5.7.1 Service unavailable; client host blocked",
            "Email": "ann@rcpt.example",
            "BouncedAt": "2026-11-20T10:00:05.25Z",
            "Inactive": False,
            "Subject": "Spring",
            "From": "news@shop.example",
        }
    ],
}

SPARKPOST = {
    "msys": {
        "message_event": {
            "type": "bounce",
            "bounce_class": "51",
            "error_code": "550",
            "event_id": "92356927693813856",
            "message_id": "000443ee14578172be22",
            "transmission_id": "65832150921904138",
            "raw_rcpt_to": "ann@rcpt.example",
            "rcpt_to": "ann@rcpt.example",
            "raw_reason": "550 5.7.1 blocked by a list",
            "ip_address": "198.51.100.9",
            "sending_ip": "192.0.2.44",
            "campaign_id": "spring",
            "rcpt_meta": {"tracking_id": "trk-17", "nested": {"left": "out"}},
            "rcpt_tags": ["news"],
            "subject": "Spring",
            "msg_from": "news@shop.example",
            "timestamp": "1795168805",
        }
    }
}
SPARKPOST_OPEN = {
    "msys": {
        "track_event": {
            "type": "initial_open",
            "event_id": "92356927693813857",
            "message_id": "000443ee14578172be22",
            "transmission_id": "65832150921904138",
            "raw_rcpt_to": "ann@rcpt.example",
            "ip_address": "203.0.113.5",
            "user_agent": "Mozilla/5.0",
            "user_agent_parsed": {"is_proxy": True, "is_prefetched": True},
            "timestamp": 1795168805,
        }
    }
}

BREVO = {
    "event": "soft_bounce",
    "email": "ann@rcpt.example",
    "id": 26224,
    "date": "2026-11-20 11:00:05",
    "ts": 1795168805,
    "ts_event": 1795168805,
    "ts_epoch": 1795168805250,
    "message-id": "<m1@smtp-relay.example>",
    "subject": "Spring",
    "tag": '["news"]',
    "sending_ip": "192.0.2.44",
    "template_id": 22,
    "reason": "452 4.2.2 Over quota",
    "X-Mailin-custom": "campaign_id:spring|tracking_id:trk-17",
}
MAILJET = {
    "event": "bounce",
    "time": 1795168805,
    "MessageID": 19421777835146490,
    "Message_GUID": "1ab23cd4-e567-8901-2345-6789f0gh1i2j",
    "email": "ann@rcpt.example",
    "mj_campaign_id": 7257,
    "mj_contact_id": 4,
    "customcampaign": "spring",
    "CustomID": "trk-17",
    "Payload": "",
    "blocked": False,
    "hard_bounce": True,
    "error_related_to": "recipient",
    "error": "user unknown",
    "comment": "550 5.1.1 No such user",
}

OPENMAILER_RECIPIENT = {
    "table": "campaign_recipients",
    "id": 7,
    "campaign_id": 3,
    "campaign.name": "Spring",
    "contact.email": "ann@rcpt.example",
    "status": "BOUNCED",
    "tracking_id": "trk-17",
    "created_at": WHEN,
    "sent_at": WHEN,
    "bounced_at": WHEN,
    "clicked_at": WHEN,
    "has_clicks": 0,
    "error_message": "550 5.1.1 No such user",
}
OPENMAILER_WEBHOOK = {
    "table": "webhook_events",
    "id": 9,
    "provider.provider_type": "AWS_SES",
    "payload": SES_BOUNCE,
}
RELAY_MAIL = {
    "table": "email_queue",
    "id": "00000000-0000-4000-8000-000000000001",
    "recipient_email": "ann@rcpt.example",
    "status": "queued",
    "retry_count": 2,
    "last_error": "451 4.7.1 Greylisted",
    "message_id": "<gm-1@relay.example>",
    "created_at": WHEN,
    "updated_at": WHEN,
}
MAILMAN_EVENT = {
    "table": "delivery_events",
    "id": "00000000-0000-4000-8000-000000000002",
    "message_id": "<m1@shop.example>",
    "ses_message_id": "0100018f-bbbb-000000",
    "recipient.address": "ann@rcpt.example",
    "status": "bounced",
    "details": {"reason": "550 5.1.1 No such user", "recipient": "ann@rcpt.example"},
    "created_at": WHEN,
}
ALL: list[tuple[Provider, object]] = [
    (Provider.SES, SES_BOUNCE),
    (Provider.SES, SES_DELAY),
    (Provider.SES, SES_DELIVERY),
    (Provider.SES, SES_SUBSCRIPTION),
    (Provider.SES, SES_OPEN),
    (Provider.SES, sns(SES_BOUNCE)),
    (Provider.SES, {"Records": [{"eventSource": "aws:sqs", "body": json.dumps(sns(SES_DELIVERY))}]}),
    (Provider.SENDGRID, [SENDGRID_BLOCKED, SENDGRID_OPEN]),
    (Provider.MAILGUN, MAILGUN),
    (Provider.MAILGUN, {"items": [MAILGUN["event-data"]], "paging": {}}),
    (Provider.POSTMARK, POSTMARK_DELIVERY),
    (Provider.POSTMARK, POSTMARK_BOUNCES),
    (Provider.SPARKPOST, [SPARKPOST, SPARKPOST_OPEN]),
    (Provider.BREVO, BREVO),
    (Provider.MAILJET, [MAILJET]),
    (Provider.OPENMAILER, [OPENMAILER_RECIPIENT, OPENMAILER_WEBHOOK]),
    (Provider.RELAY, [RELAY_MAIL]),
    (Provider.MAILMAN, MAILMAN_EVENT),
]
