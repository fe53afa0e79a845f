"""Bounced is about the address; blocked is not; expired is neither."""

from __future__ import annotations

import pytest
from tests.correlate.story import BOB, MX, failed

from mailtui.ingest.correlate.verdict import verdict
from mailtui.model.enums import Outcome, Phase

LOCAL = {"router": "localuser", "transport": "maildir"}


@pytest.mark.parametrize(
    ("reply", "code", "enhanced", "phase", "outcome"),
    [
        ("550 5.1.1 User unknown", 550, "5.1.1", Phase.RCPT, Outcome.BOUNCED),
        ("552 5.2.2 Mailbox full", 552, "5.2.2", Phase.END_OF_DATA, Outcome.BOUNCED),
        ("550 5.1.10 Recipient not found", 550, "5.1.10", Phase.RCPT, Outcome.BOUNCED),
        ("553 5.1.8 Sender domain does not exist", 553, "5.1.8", Phase.RCPT, Outcome.BLOCKED),
        ("550 5.1.0 Sender rejected", 550, "5.1.0", Phase.MAIL, Outcome.BLOCKED),
        ("554 5.7.1 Spam", 554, "5.7.1", Phase.END_OF_DATA, Outcome.BLOCKED),
        ("550 5.7.1 Relaying denied", 550, "5.7.1", Phase.RCPT, Outcome.BLOCKED),
        ("550 No such user", 550, None, Phase.RCPT, Outcome.BOUNCED),
        ("550 No such user here", 550, None, None, Outcome.BOUNCED),
        ("550 5.0.0 No such user", 550, "5.0.0", Phase.RCPT, Outcome.BOUNCED),
        ("551 User not local", 551, None, Phase.RCPT, Outcome.BOUNCED),
        ("553 sorry, no such mailbox", 553, None, Phase.RCPT, Outcome.BOUNCED),
        ("550 relay not permitted", 550, None, Phase.RCPT, Outcome.BLOCKED),
        ("550 192.0.2.1 is listed at zen.spamhaus.org", 550, None, Phase.RCPT, Outcome.BLOCKED),
        ("550 Sender verify failed", 550, None, Phase.RCPT, Outcome.BLOCKED),
        ("550 Message content refused", 550, None, Phase.END_OF_DATA, Outcome.BLOCKED),
        ("554 no SMTP service here", 554, None, Phase.BANNER, Outcome.BLOCKED),
        ("554 go away", 554, None, Phase.RCPT, Outcome.BLOCKED),
        ("550 retry timeout exceeded", 550, None, Phase.RCPT, Outcome.BOUNCED),
    ],
)
def test_a_remote_voice(reply, code, enhanced, phase, outcome):
    line = failed(1, BOB, reply, **MX, smtp_code=code, enhanced_code=enhanced, phase=phase)
    assert verdict(line) is outcome


@pytest.mark.parametrize(
    ("reply", "fields", "outcome"),
    [
        ("Unrouteable address", {}, Outcome.BOUNCED),
        ("Unknown user", {"router": "localuser"}, Outcome.BOUNCED),
        ("this user has left the company", {"router": "aliases"}, Outcome.BOUNCED),
        ("an MX or SRV record indicated no SMTP service", {"router": "dnslookup"}, Outcome.BOUNCED),
        ("all relevant MX records point to non-existent hosts", {}, Outcome.BOUNCED),
        ("lowest numbered MX record points to local host", {"router": "dnslookup"}, Outcome.BLOCKED),
        ("mailbox is full (MTA-imposed quota exceeded while writing to file)", LOCAL, Outcome.BOUNCED),
        ("Child process of address_pipe transport returned 1", LOCAL, Outcome.BLOCKED),
        ("pipe delivery process timed out", LOCAL, Outcome.BLOCKED),
        ("a TLS session is required, but an attempt to start TLS failed", MX, Outcome.BLOCKED),
        ("retry timeout exceeded", {}, Outcome.EXPIRED),
        ("all hosts for 'x' have been failing for a long time and were last tried ...", MX, Outcome.EXPIRED),
        ("delivery cancelled by administrator", {}, Outcome.CANCELLED),
        ("", {}, Outcome.BOUNCED),
    ],
)
def test_our_own_voice(reply, fields, outcome):
    assert verdict(failed(1, BOB, reply, **fields)) is outcome
