"""What the databases of tests hold: each row there for something that a test asks."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from tests.foreign.engines import Base, moment, zoned

SECRET = "s3cr3t-of-theirs"
MADE = moment("2026-11-20 08:00:00")
STATUSES: dict[str, dict[str, Any]] = {
    "pending": {"status": "PENDING"},
    "queued": {"status": "QUEUED"},
    "sending": {"status": "SENDING"},
    "sent": {"status": "SENT", "sent_at": moment("2026-11-20 09:00:00")},
    "soft": {
        "status": "BOUNCED",
        "sent_at": moment("2026-11-20 09:00:00"),
        "bounced_at": moment("2026-11-20 09:00:30"),
        "error_message": "452 4.2.2 The email account that you tried to reach is over quota",
    },
    "softly": {
        "status": "BOUNCED",
        "sent_at": moment("2026-11-20 09:00:00"),
        "bounced_at": moment("2026-11-20 09:00:30"),
        "error_message": "not taken yet",
    },
    "again": {"status": "PENDING", "retry_count": 2, "error_message": "Connection timed out"},
    "delivered": {
        "status": "DELIVERED",
        "sent_at": moment("2026-11-20 09:00:00"),
        "delivered_at": moment("2026-11-20 09:00:05.250"),
    },
    "opened": {
        "status": "OPENED",
        "sent_at": moment("2026-11-20 09:00:00"),
        "opened_at": moment("2026-11-20 10:00:00"),
        "open_count": 3,
    },
    "clicked": {
        "status": "CLICKED",
        "sent_at": moment("2026-11-20 09:00:00"),
        "delivered_at": moment("2026-11-20 09:00:05"),
        "opened_at": moment("2026-11-20 10:00:00"),
        "clicked_at": moment("2026-11-20 10:00:09"),
    },
    "bounced": {
        "status": "BOUNCED",
        "sent_at": moment("2026-11-20 09:00:00"),
        "bounced_at": moment("2026-11-20 09:00:40"),
        "error_message": "550 5.1.1 No such user here",
    },
    "wordless": {"status": "BOUNCED", "bounced_at": moment("2026-11-20 09:00:40")},
    "refused": {
        "status": "FAILED",
        "sent_at": moment("2026-11-20 09:00:00"),
        "error_message": "550 5.7.1 Message rejected as spam by content filtering",
    },
    "gaveup": {"status": "FAILED", "error_message": "Connection timed out"},
    "complained": {
        "status": "COMPLAINED",
        "sent_at": moment("2026-11-20 09:00:00"),
        "complained_at": moment("2026-11-20 11:00:00"),
    },
    "cancelled": {"status": "CANCELLED"},
}
"""Recipients of a campaign: the local part of each says what is the case with it."""


def fill_openmailer(base: Base) -> None:
    """Contacts, a campaign with one recipient in every state, a log, webhooks, limits."""
    stamps = {"created_at": MADE, "updated_at": MADE}
    base.add(
        "users", id=1, username="ann", email="ann@shop.example", password=SECRET, two_factor_secret=SECRET
    )
    base.add(
        "domains",
        id=1,
        user_id=1,
        domain_name="shop.example",
        status="VERIFIED",
        spf_verified=True,
        spf_record="v=spf1 include:_spf.sender.example -all",
        dkim_public_key="MIIBIjANBgkqhkiG9w0BAQ",
        dkim_private_key=SECRET,
        dkim_verified=False,
        verification_token="om-verify-1",
        **stamps,
    )
    for id_, kind, rest in (
        (1, "AWS_SES", {"is_default": True, "priority": 0}),
        (
            2,
            "SMTP",
            {
                "is_default": False,
                "priority": 5,
                "last_error": "535 5.7.8 login failed",
                "last_error_at": MADE,
            },
        ),
    ):
        base.add(
            "email_providers",
            id=id_,
            user_id=1,
            domain_id=1,
            provider_type=kind,
            provider_name=f"our {kind}",
            configuration='{"secret_access_key": "' + SECRET + '"}',
            is_active=True,
            **rest,
            **stamps,
        )
    base.add(
        "contact_lists",
        id=1,
        user_id=1,
        name="Friends",
        description="of the shop",
        double_opt_in_enabled=True,
        **stamps,
    )
    base.add(
        "email_templates",
        id=1,
        name="Spring",
        subject="Hello {{first_name}}",
        body="<p>Hi {{first_name}}</p>",
        created_by=1,
        version=2,
        **stamps,
    )
    base.add(
        "segments",
        id=1,
        user_id=1,
        list_id=1,
        name="Vips",
        conditions={"operator": "AND", "rules": [{"field": "tags", "operator": "contains", "value": "vip"}]},
        **stamps,
    )
    base.add(
        "segments",
        id=2,
        user_id=1,
        name="Odd",
        conditions={"operator": "AND", "rules": [{"field": "tags", "operator": "resembles", "value": "x"}]},
        **stamps,
    )
    for id_, name, status in ((1, "Spring sale", "SENDING"), (2, "Called off", "CANCELLED")):
        base.add(
            "email_campaigns",
            id=id_,
            name=name,
            template_id=1,
            status=status,
            created_by=1,
            from_name="Shop",
            from_email="news@shop.example",
            provider_id=1,
            list_id=1,
            segment_id=1,
            subject_line="Spring is here",
            total_recipients=len(STATUSES),
            send_speed=100,
            retry_failed=True,
            max_retries=3,
            sent_at=moment("2026-11-20 08:59:00"),
            **stamps,
        )
    base.add(
        "campaign_links",
        id=1,
        campaign_id=1,
        original_url="https://shop.example/sale",
        short_code="abcd1234",
        created_at=MADE,
    )
    for id_, name in enumerate(STATUSES, 1):
        add_recipient(base, id_, name)
    base.add(
        "campaign_recipients",
        id=100,
        campaign_id=2,
        contact_id=1,
        status="PENDING",
        tracking_id="t-off",
        **stamps,
    )
    clicked = list(STATUSES).index("clicked") + 1
    for id_, when in ((1, "2026-11-20 10:00:09"), (2, "2026-11-20 10:05:00")):
        base.add(
            "campaign_clicks",
            id=id_,
            campaign_id=1,
            recipient_id=clicked,
            link_id=1,
            clicked_at=moment(when),
            ip_address="192.0.2.7",
            user_agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/141.0",
        )
    fill_logs(base)
    base.add(
        "rate_limits",
        id=1,
        user_id=1,
        resource_type="EMAIL_SEND",
        window_start=moment("2026-11-20 09:00:00"),
        window_end=moment("2026-11-20 10:00:00"),
        request_count=900,
        limit_value=1000,
        created_at=moment("2026-11-20 09:00:00"),
    )


def add_recipient(base: Base, id_: int, name: str) -> None:
    """A contact on the list, and as a recipient of the campaign in the state of that name."""
    row = STATUSES[name]
    soft = (
        {"bounce_type": "SOFT", "last_bounce_at": row["bounced_at"], "bounce_count": 1}
        if name == "softly"
        else {}
    )
    base.add(
        "contacts",
        id=id_,
        user_id=1,
        email=f"{name}@people.example",
        first_name=name.title(),
        status="SUBSCRIBED",
        confirmation_token=f"{SECRET}-c{id_}",
        unsubscribe_token=f"{SECRET}-u{id_}",
        confirmed_at=MADE,
        custom_fields={"location": "New York", "visits": id_},
        tags=["vip", "a b"] if id_ % 2 else [],
        gdpr_consent=True,
        gdpr_consent_date=MADE,
        source="WEB_FORM",
        created_at=MADE,
        updated_at=MADE,
        **soft,
    )
    base.add(
        "contact_list_memberships",
        id=id_,
        contact_id=id_,
        list_id=1,
        status="ACTIVE",
        subscribed_at=MADE,
        created_at=MADE,
    )
    base.add(
        "campaign_recipients",
        id=id_,
        campaign_id=1,
        contact_id=id_,
        tracking_id=f"t-{name}",
        created_at=MADE,
        updated_at=moment("2026-11-20 11:30:00"),
        **row,
    )


def fill_logs(base: Base) -> None:
    """The log: mail of no campaign, a line about a recipient of one; and webhooks of Amazon SES."""
    delivered = list(STATUSES).index("delivered") + 1
    common = {"user_id": 1, "provider_id": 1, "created_at": MADE}
    base.add(
        "email_logs",
        id=1,
        campaign_id=1,
        recipient_id=delivered,
        email_type="CAMPAIGN",
        recipient_email="delivered@people.example",
        subject="Spring is here",
        status="SENT",
        provider_message_id="0100-delivered",
        sent_at=moment("2026-11-20 09:00:00"),
        **common,
    )
    for id_, to, status, rest in (
        (
            2,
            "receipt",
            "DELIVERED",
            {"sent_at": moment("2026-11-20 09:10:00"), "delivered_at": moment("2026-11-20 09:10:04")},
        ),
        (3, "confirm", "QUEUED", {}),
        (
            4,
            "gone",
            "BOUNCED",
            {"sent_at": moment("2026-11-20 09:10:00"), "error_message": "550 5.1.1 unknown"},
        ),
    ):
        base.add(
            "email_logs",
            id=id_,
            email_type="TRANSACTIONAL",
            recipient_email=f"{to}@people.example",
            subject="Your receipt",
            status=status,
            provider_message_id=f"0100-{to}",
            **rest,
            **common,
        )
    base.add(
        "webhook_events",
        id=1,
        user_id=1,
        provider_id=1,
        event_type="BOUNCED",
        payload=ses_complaint(),
        created_at=MADE,
    )
    base.add(
        "webhook_events", id=2, user_id=1, event_type="ODD", payload={"what": "is this"}, created_at=MADE
    )


def ses_complaint() -> dict[str, Any]:
    """Amazon SES tells that who got the receipt called it spam."""
    return {
        "notificationType": "Complaint",
        "mail": {
            "timestamp": "2026-11-20T09:10:00.000Z",
            "source": "shop@shop.example",
            "messageId": "0100-receipt",
            "destination": ["receipt@people.example"],
        },
        "complaint": {
            "timestamp": "2026-11-20T12:00:00.000Z",
            "feedbackId": "fb-1",
            "complainedRecipients": [{"emailAddress": "receipt@people.example"}],
        },
    }


def uuid(number: int) -> str:
    """An id of theirs."""
    return f"00000000-0000-4000-8000-{number:012d}"


RELAY_STATUSES: dict[str, dict[str, Any]] = {
    "pending": {"status": "pending"},
    "queued": {"status": "queued"},
    "sending": {"status": "sending"},
    "sent": {"status": "sent", "sent_at": zoned("2026-11-20 09:00:00")},
    "deferred": {"status": "queued", "retry_count": 1, "last_error": "451 4.7.1 Greylisted, try again later"},
    "delivered": {
        "status": "sent",
        "sent_at": zoned("2026-11-20 09:00:00"),
        "delivered_at": zoned("2026-11-20 09:00:03"),
    },
    "bounced": {
        "status": "bounced",
        "sent_at": zoned("2026-11-20 09:00:00"),
        "bounced_at": zoned("2026-11-20 09:00:03"),
        "bounce_type": "hard",
        "bounce_reason": "mailbox does not exist",
    },
    "failed": {"status": "failed", "retry_count": 3, "last_error": "550 5.7.1 Your domain is blocked here"},
    "gaveup": {"status": "failed", "retry_count": 3, "last_error": "Daily sending quota exceeded"},
    "spam": {"status": "spam", "sent_at": zoned("2026-11-20 09:00:00")},
    "complained": {"status": "complained", "sent_at": zoned("2026-11-20 09:00:00")},
}


def fill_relay(base: Base) -> None:
    """One mail in every state, what happened to some, configurations, limits, templates, DNS records."""
    stamps = {"created_at": zoned("2026-11-20 08:00:00"), "updated_at": zoned("2026-11-20 11:00:00")}
    base.add("users", id=uuid(1), email="ann@relay.example", password_hash=SECRET)
    base.add(
        "email_configurations",
        id=uuid(10),
        user_id=uuid(1),
        provider="google_workspace",
        google_oauth_token_encrypted=SECRET,
        google_oauth_refresh_token_encrypted=SECRET,
        google_service_account_encrypted=SECRET,
        smtp_password_encrypted=SECRET,
        from_address="hello@relay.example",
        is_active=True,
        is_verified=True,
        metadata={"token": SECRET},
        **stamps,
    )
    for number, (name, row) in enumerate(RELAY_STATUSES.items(), 100):
        base.add(
            "email_queue",
            id=uuid(number),
            user_id=uuid(1),
            recipient_email=f"{name}@people.example",
            subject="Your code",
            template_data={"code": SECRET},
            html_body=SECRET,
            message_id=f"<gm-{name}@relay.example>" if "sent_at" in row else None,
            **row,
            **stamps,
        )
    about = {name: uuid(number) for number, name in enumerate(RELAY_STATUSES, 100)}
    for number, (name, type_, when, rest) in enumerate(
        (
            ("failed", "failed", "09:00:00", {"error_code": "421", "error_message": "4.7.0 Try again later"}),
            ("failed", "failed", "10:59:59", {"error_message": "550 5.7.1 Your domain is blocked here"}),
            ("delivered", "sent", "09:00:00", {}),
            ("delivered", "opened", "09:30:00", {}),
            ("delivered", "clicked", "09:31:00", {}),
        ),
        200,
    ):
        base.add(
            "email_delivery_logs",
            id=uuid(number),
            email_queue_id=about[name],
            user_id=uuid(1),
            event_type=type_,
            created_at=zoned(f"2026-11-20 {when}"),
            **rest,
        )
    base.add(
        "google_workspace_quota",
        id=uuid(20),
        user_id=uuid(1),
        daily_quota_limit=2000,
        daily_quota_used=2000,
        daily_quota_reset_at=zoned("2026-11-21 00:00:00"),
        hourly_quota_limit=500,
        hourly_quota_used=120,
        hourly_quota_reset_at=zoned("2026-11-20 12:00:00"),
        is_quota_exceeded=True,
        quota_exceeded_at=zoned("2026-11-20 10:40:00"),
        **stamps,
    )
    base.add(
        "email_templates",
        id=uuid(30),
        name="code",
        subject="Your code {{code}}",
        html_body="<b>{{code}}</b>",
        text_body="{{code}}",
        variables='["code", "name"]',
        is_system_template=True,
        is_active=True,
        **stamps,
    )
    for number, (kind, name, value, verdict) in enumerate(
        (
            ("MX", "relay.example", "mx.relay.example", "valid"),
            ("SPF", "relay.example", "v=spf1 include:_spf.google.com -all", "invalid"),
            ("DKIM", "s1._domainkey.relay.example", "v=DKIM1; p=MIIBIjANBgkqhkiG9w0BAQ", "valid"),
        ),
        40,
    ):
        base.add(
            "dns_records",
            id=uuid(number),
            user_id=uuid(1),
            provider="cloudflare",
            provider_record_id=f"cf{number}",
            record_type=kind,
            name=name,
            value=value,
            ttl=300,
            status="active",
            validation_status=verdict,
            **stamps,
        )


MAILMAN_STATUSES: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "pending": (("pending", {}),),
    "sent": (("pending", {}), ("sent", {})),
    "delivered": (("sent", {}), ("delivered", {})),
    "bounced": (("sent", {}), ("bounced", {"bounceType": "Permanent", "reason": "550 5.1.1 No such user"})),
    "complained": (("sent", {}), ("delivered", {}), ("complained", {})),
    "refused": (("failed", {"reason": "554 5.7.1 Message blocked by policy"}),),
    "gaveup": (("failed", {"reason": "Connection timed out"}),),
}


def fill_mailman(base: Base) -> None:
    """Inboxes; a message sent for every status; a conversation in two threads of which one is deleted."""
    stamps = {"created_at": zoned("2026-11-20 08:00:00"), "updated_at": zoned("2026-11-20 08:00:00")}
    base.add(
        "domains",
        id=uuid(1),
        name="desk.example",
        ses_identity_arn="arn:aws:ses:eu-west-1:1:identity/desk.example",
        dkim_tokens=["tok1", "tok2"],
        from_name="Desk",
        mx_verified=True,
        spf_verified=False,
        **stamps,
    )
    base.add("domains", id=uuid(2), name="old.example", deleted_at=zoned("2026-11-20 08:30:00"), **stamps)
    base.add(
        "inboxes", id=uuid(3), domain_id=uuid(1), name="Help", local_part="help", is_catchall=False, **stamps
    )
    gone = zoned("2026-11-20 08:30:00")
    base.add(
        "inboxes",
        id=uuid(4),
        domain_id=uuid(1),
        name="All",
        local_part="*",
        is_catchall=True,
        deleted_at=gone,
        **stamps,
    )
    for number, deleted in ((5, None), (6, gone)):
        base.add("threads", id=uuid(number), subject="order 17", deleted_at=deleted, **stamps)
    base.add(
        "webhook_endpoints",
        id=uuid(7),
        url="https://x.example",
        secret=SECRET,
        events=["sent"],
        status="active",
    )
    for number, (name, events) in enumerate(MAILMAN_STATUSES.items(), 100):
        when = f"2026-11-20 09:{number - 100:02d}"
        ses = None if name in ("pending", "gaveup") else f"0100-{name}"
        add_message(base, f"<{name}@desk.example>", 5, f"{when}:00", to=[("to", name)], ses=ses)
        for place, (status, details) in enumerate(events):
            base.add(
                "delivery_events",
                id=uuid(number * 10 + place),
                message_id=f"<{name}@desk.example>",
                ses_message_id=ses,
                status=status,
                details=details,
                created_at=zoned(f"{when}:{place + 1:02d}"),
            )
    add_message(
        base, "<question@people.example>", 5, "2026-11-20 08:50:00", direction="inbound", to=[("to", "help")]
    )
    many = [("to", "one"), ("cc", "two"), ("bcc", "three")]
    add_message(
        base,
        "<answer@desk.example>",
        5,
        "2026-11-20 08:55:00",
        to=many,
        ses="0100-many",
        answers="<question@people.example>",
    )
    add_message(
        base, "<spam@people.example>", 6, "2026-11-20 08:56:00", direction="inbound", to=[("to", "help")]
    )
    for place, (status, details) in enumerate(
        (
            ("delivered", {}),
            ("bounced", {"recipient": "two@people.example", "reason": "550 5.1.1 No such user"}),
        )
    ):
        base.add(
            "delivery_events",
            id=uuid(9000 + place),
            message_id="<answer@desk.example>",
            ses_message_id="0100-many",
            status=status,
            details=details,
            created_at=zoned(f"2026-11-20 09:00:0{place}"),
        )
    for address, reason in (("bounced@people.example", "bounce"), ("complained@people.example", "complaint")):
        base.add(
            "suppressed_addresses", address=address, reason=reason, created_at=zoned("2026-11-20 10:00:00")
        )


def add_message(
    base: Base,
    id_: str,
    thread: int,
    when: str,
    *,
    to: list[tuple[str, str]],
    direction: str = "outbound",
    ses: str | None = None,
    answers: str = "",
) -> None:
    """A message with its recipients and what it answers."""
    base.add(
        "messages",
        message_id=id_,
        thread_id=uuid(thread),
        inbox_id=uuid(3),
        direction=direction,
        from_address="help@desk.example" if direction == "outbound" else "ann@people.example",
        from_name="Ann" if direction == "inbound" else "Desk",
        subject="Re: order 17" if answers else "order 17",
        sent_at=zoned(when),
        in_reply_to=answers or None,
        body_text=SECRET,
        body_html=SECRET,
        raw_storage_key=f"raw/{id_.strip('<>')}",
        ses_message_id=ses,
        created_at=zoned(when),
    )
    for place, (role, name) in enumerate(to):
        number = crc32(f"{id_}{place}".encode())
        base.add(
            "message_recipients",
            id=uuid(number),
            message_id=id_,
            recipient_type=role,
            address=f"{name}@people.example",
        )
    if answers:
        base.add("message_references", id=uuid(8000), message_id=id_, referenced_id=answers, position=0)
