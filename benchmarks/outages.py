"""The seven outages that are planted: what fails, when, and in which words of Exim."""

from __future__ import annotations

from dataclasses import dataclass

_SAID = "H={host} [{ip}]: SMTP error from remote mail server after"
_REMOTE = "R=dnslookup T=remote_smtp"


@dataclass(frozen=True)
class Outage:
    """One kind of trouble. `line` and `host_line` are the log's words after the queue id and the address."""

    name: str
    target: str
    """A provider, a domain, or `#2`: the third largest destination that is neither known nor troubled."""
    begin: int
    """Minutes after midnight ..."""
    end: int
    line: str
    classes: tuple[str, ...]
    """What the diagnosis may call it."""
    share: float = 1.0
    """Of the tries."""
    by_domain: bool = False
    """The failure names no host: the recipient's domain is what fails."""
    permanent: bool = False
    host_line: str = ""
    sender: str = ""
    """Only mail from this domain."""


OUTAGES = (
    Outage(
        "refused: a big provider, 40 min",
        "ionos",
        617,
        657,
        f"{_REMOTE} defer (111): Connection refused",
        ("connect-failed",),
        host_line="H={host} [{ip}] Connection refused",
    ),
    Outage(
        "blocked: our IP at a big provider, 3 h",
        "microsoft",
        785,
        965,
        f"{_REMOTE} defer (-45) {_SAID} MAIL FROM:<{{sender}}> SIZE={{size}}: 451 4.7.650 The mail server "
        "[192.0.2.25] has been temporarily rate limited due to IP reputation. For e-mail delivery "
        "information, see https://postmaster.live.com (S3140) "
        "[HE1EUR01FT030.eop-EUR01.prod.protection.outlook.com]",
        ("provider-block", "rate-limited"),
    ),
    Outage(
        "rate: 70 % of tries at a big provider, 1 h",
        "google",
        690,
        750,
        f"{_REMOTE} defer (-46) {_SAID} end of data: 421-4.7.28 [192.0.2.25      15] Our system has "
        "detected an unusual rate of\\n421-4.7.28 unsolicited mail originating from your IP address. To "
        "protect our\\n421-4.7.28 users from spam, mail sent from your IP address has been temporarily"
        "\\n421 4.7.28 rate limited. {q} - gsmtp",
        ("rate-limited", "provider-block"),
        share=0.7,
    ),
    Outage(
        "auth: one sender domain at a big provider, 4 h",
        "google",
        990,
        1230,
        f"{_REMOTE} {_SAID} end of data: 550-5.7.26 Unauthenticated email from corp.example is not "
        "accepted due to domain's\\n550-5.7.26 DMARC policy. Please contact the administrator of "
        "corp.example domain\\n550 5.7.26 if this was a legitimate mail. {q} - gsmtp",
        ("auth-failed",),
        permanent=True,
        sender="corp.example",
    ),
    Outage(
        "dns: one recipient domain, 5 h",
        "#0",
        720,
        1020,
        "R=dnslookup defer (-1): host lookup did not complete",
        ("dns-failure",),
        by_domain=True,
    ),
    Outage(
        "down: a small hoster, 03:00 for 6 h",
        "#2",
        180,
        540,
        f"{_REMOTE} defer (110): Connection timed out",
        ("connect-failed",),
        host_line="H={host} [{ip}] Connection timed out",
    ),
    Outage(
        "local: permissions of one of our domains, 90 min",
        "shop.example",
        840,
        930,
        "R=localuser T=maildir defer (13): Permission denied: failed to create a file in the maildir",
        ("local",),
        by_domain=True,
    ),
)
