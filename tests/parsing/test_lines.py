"""One line of each sort, with all that it says."""

# ruff: noqa: E501 - log lines are long

from __future__ import annotations

from typing import Any

import pytest
from tests.parsing.reading import event, said, without_id

from mailtui.model.enums import LogType

MARKED: dict[str, dict[str, Any]] = {
    '<= alice@ours.example U=root P=local S=352 id=a-1@c.example T="plain" from <alice@ours.example> for bob@ours.example': {
        "event": "arrival", "sender": "alice@ours.example", "user": "root", "protocol": "local", "size": 352,
        "message_id": "a-1@c.example", "subject": "plain", "recipients": ("bob@ours.example",),
    },
    "<= <> R=1xUY2E-000000008IJ-2U7S U=Debian-exim P=local S=1938": {
        "event": "arrival", "sender": "", "parent_queue_id": "1xUY2E-000000008IJ-2U7S", "user": "Debian-exim",
        "protocol": "local", "size": 1938,
    },
    "<= u@mx.example H=c-77.dsl.example ([192.168.1.5]) [203.0.113.77]:5 I=[192.0.2.1]:587 Ci=7 P=esmtpsa L- X=TLS1.3:A_B:256 CV=no"
    ' DN="/C=US/O=Big Mail, Inc/CN=mx1" SNI=mx A=plain:user1 K S=490 M8S=0 DKIM=d.example RT=0.2s Q=slow id*="odd id"@[192.0.2.7]': {
        "event": "arrival", "sender": "u@mx.example", "host": "c-77.dsl.example", "helo": "[192.168.1.5]", "ip": "203.0.113.77",
        "port": 5, "interface_ip": "192.0.2.1", "interface_port": 587, "protocol": "esmtpsa", "tls": "TLS1.3:A_B:256",
        "auth": "plain:user1", "size": 490, "dkim": "d.example", "message_id": '"odd id"@[192.0.2.7]',
    },
    "(= joe@s.example H=[2001:db8::77]:57859 P=esmtp S=9": {
        "event": "arrival", "sender": "joe@s.example", "ip": "2001:db8::77", "port": 57859, "protocol": "esmtp", "size": 9,
    },
    "<= a@b H=h [192.0.2.1] P=esmtpa A=plain:John Smith S=5": {
        "event": "arrival", "sender": "a@b", "host": "h", "ip": "192.0.2.1", "protocol": "esmtpa", "auth": "plain:John Smith",
        "size": 5,
    },
    "=> bob <bob@ours.example> F=<a@b> P=<a@b> R=local T=maildir S=352 QT=1m3s DT=0.304s": {
        "event": "delivery", "address": "bob", "original_address": "bob@ours.example", "sender": "a@b", "return_path": "a@b",
        "router": "local", "transport": "maildir", "size": 352, "queue_time": 63.0, "delivery_time": 0.304,
    },
    '-> m@corp.example R=dnslookup T=smtp H=mail.corp.example DS [192.0.2.27]:25* I=[192.0.2.1]:9 X=TLS1.3:A:256 CV=dane DN="CN=x"'
    ' L K DKIM=d:s C="250-2.6.0 <0E1@mail> [InternalId=1]\\\\n250 2.1.5 Queued mail for delivery"': {
        "event": "additional_delivery", "address": "m@corp.example", "router": "dnslookup", "transport": "smtp",
        "host": "mail.corp.example", "ip": "192.0.2.27", "port": 25, "interface_ip": "192.0.2.1", "interface_port": 9,
        "tls": "TLS1.3:A:256", "dkim": "d:s", "remote_queue_id": "0E1@mail",
        "confirmation": "250-2.6.0 <0E1@mail> [InternalId=1]\n250 2.1.5 Queued mail for delivery",
    },
    '>> c@x.example R=cut T=smtp H=mx [192.0.2.9] C="250 OK id=1xUY2E-000000008IR-2k2P"': {
        "event": "cutthrough", "address": "c@x.example", "router": "cut", "transport": "smtp", "host": "mx", "ip": "192.0.2.9",
        "confirmation": "250 OK id=1xUY2E-000000008IR-2k2P", "remote_queue_id": "1xUY2E-000000008IR-2k2P",
    },
    '*> u@x.example R=r T=smtp S=0 H=mx [192.0.2.9]:-1 C="delivery bypassed by -N option" QT=0s DT=0s': {
        "event": "suppressed_delivery", "address": "u@x.example", "router": "r", "transport": "smtp", "size": 0, "host": "mx",
        "ip": "192.0.2.9", "confirmation": "delivery bypassed by -N option", "queue_time": 0.0, "delivery_time": 0.0,
    },
    "=> |/bin/sh -c 'echo x; exit 1' (all@o.example, b@o.example) <p@o.example> R=aliases T=pipe": {
        "event": "delivery", "address": "|/bin/sh -c 'echo x; exit 1'", "original_address": "p@o.example",
        "parent_addresses": ("all@o.example", "b@o.example"), "router": "aliases", "transport": "pipe",
    },
    "=> >reply@x.example <orig@y.example> R=f T=address_reply": {
        "event": "delivery", "address": ">reply@x.example", "original_address": "orig@y.example", "router": "f",
        "transport": "address_reply",
    },
    "=> :blackhole: <hole@x.example> R=aliases": {
        "event": "delivery", "address": ":blackhole:", "original_address": "hole@x.example", "router": "aliases",
    },
    "=> /dev/null <x@y.example> R=bh T=**bypassed**": {
        "event": "delivery", "address": "/dev/null", "original_address": "x@y.example", "router": "bh", "transport": "**bypassed**",
    },
    "=> discarded (system filter)": {"event": "delivery", "address": "discarded", "text": "(system filter)"},
    "=> a@x.example R=r T=smtp H=mx [192.0.2.9] ST=copy (no such file) C=\"250 ok\"": {
        "event": "delivery", "address": "a@x.example", "router": "r", "transport": "smtp", "host": "mx", "ip": "192.0.2.9",
        "confirmation": "250 ok",
    },
    "** molly@zee.corp R=dnslookup T=smtp H=mail.zee.corp [3.3.3.3] X=T:A:256 CV=no DN=\"C=US,CN=x\": SMTP error from remote mail server"
    " after end of data: 554 5.2.0 Recipient Mailbox Full DT=2s": {
        "event": "failure", "address": "molly@zee.corp", "router": "dnslookup", "transport": "smtp", "host": "mail.zee.corp",
        "ip": "3.3.3.3", "tls": "T:A:256", "smtp_code": 554, "enhanced_code": "5.2.0", "phase": "end_of_data",
        "reply": "554 5.2.0 Recipient Mailbox Full", "delivery_time": 2.0,
    },
    "** n@big.example R=dnslookup T=smtp H=mx1.big.example [192.0.2.25] X=TLS1.3:A:256 CV=no : SMTP error from remote mail server"
    " after RCPT TO:<n@big.example>: 550-5.1.1 The email account\\n550 5.1.1 does not exist": {
        "event": "failure", "address": "n@big.example", "router": "dnslookup", "transport": "smtp", "host": "mx1.big.example",
        "ip": "192.0.2.25", "tls": "TLS1.3:A:256", "smtp_code": 550, "enhanced_code": "5.1.1", "phase": "rcpt",
        "reply": "550-5.1.1 The email account\n550 5.1.1 does not exist",
    },
    "** old@x.example R=d T=smtp: SMTP error from remote mailer after RCPT TO:<old@x.example>: host mx.x.example [192.0.2.3]: 550 no": {
        "event": "failure", "address": "old@x.example", "router": "d", "transport": "smtp", "host": "mx.x.example", "ip": "192.0.2.3",
        "smtp_code": 550, "phase": "rcpt", "reply": "550 no",
    },
    "** fail@ours.example R=system_aliases : this user has left the company": {
        "event": "failure", "address": "fail@ours.example", "router": "system_aliases", "phase": "routing",
        "reply": "this user has left the company",
    },
    "** nosuch@ours.example : Unknown user": {
        "event": "failure", "address": "nosuch@ours.example", "phase": "routing", "reply": "Unknown user",
    },
    "** bad@z.example mua_wrapper forced failure for deferred delivery": {
        "event": "failure", "address": "bad@z.example", "phase": "routing",
        "reply": "mua_wrapper forced failure for deferred delivery",
    },
    "** user@servfail.example: retry timeout exceeded": {
        "event": "failure", "address": "user@servfail.example", "reply": "retry timeout exceeded",
    },
    '** "with space"@d.example: retry timeout exceeded': {
        "event": "failure", "address": '"with space"@d.example', "reply": "retry timeout exceeded",
    },
    "** d@m.example R=s T=lmtp : LMTP error after RCPT TO:<d@m.example>: 550 unknown": {
        "event": "failure", "address": "d@m.example", "router": "s", "transport": "lmtp", "smtp_code": 550, "phase": "rcpt",
        "reply": "550 unknown",
    },
    "** b@x.y R=r9 T=t1 H=mx [192.0.2.4] : Connection timed out : SMTP timeout after RCPT TO:<b@x.y>": {
        "event": "failure", "address": "b@x.y", "router": "r9", "transport": "t1", "host": "mx", "ip": "192.0.2.4", "phase": "rcpt",
        "reply": "Connection timed out : SMTP timeout after RCPT TO:<b@x.y>",
    },
    "== d@c.example R=dnslookup T=smtp defer (-46) H=mail.c.example [192.0.2.27] DT=0.1s: SMTP error from remote mail server after"
    " end of data: 451 4.3.0 Error: queue file write error": {
        "event": "deferral", "address": "d@c.example", "router": "dnslookup", "transport": "smtp", "errno": -46,
        "host": "mail.c.example", "ip": "192.0.2.27", "delivery_time": 0.1, "smtp_code": 451, "enhanced_code": "4.3.0",
        "phase": "end_of_data", "reply": "451 4.3.0 Error: queue file write error",
    },
    "== u@slow.example R=d T=smtp defer (110): Connection timed out H=mx.slow.example [192.0.2.28]:25 I=[192.0.2.1]:36048 DT=4s:"
    " SMTP timeout after initial connection": {
        "event": "deferral", "address": "u@slow.example", "router": "d", "transport": "smtp", "errno": 110, "host": "mx.slow.example",
        "ip": "192.0.2.28", "port": 25, "interface_ip": "192.0.2.1", "interface_port": 36048, "delivery_time": 4.0,
        "phase": "banner", "reply": "Connection timed out: SMTP timeout after initial connection",
    },
    "== u@refused.example R=d T=smtp defer (111): Connection refused DT=0.000s": {
        "event": "deferral", "address": "u@refused.example", "router": "d", "transport": "smtp", "errno": 111, "phase": "connect",
        "reply": "Connection refused", "delivery_time": 0.0,
    },
    "== u@x.example routing defer (-52): retry time not reached": {
        "event": "deferral", "address": "u@x.example", "errno": -52, "reply": "retry time not reached", "attempted": False,
    },
    "== u@x.example R=d T=smtp defer (-54): retry time not reached for any host for 'x.example'": {
        "event": "deferral", "address": "u@x.example", "router": "d", "transport": "smtp", "errno": -54, "attempted": False,
        "reply": "retry time not reached for any host for 'x.example'",
    },
    "== /f <x@t.example> R=r1 T=t1 defer (-53): Retry time not yet reached": {
        "event": "deferral", "address": "/f", "original_address": "x@t.example", "router": "r1", "transport": "t1", "errno": -53,
        "reply": "Retry time not yet reached", "attempted": False,
    },
    "== x@y.example R=router defer (-1): host lookup did not complete": {
        "event": "deferral", "address": "x@y.example", "router": "router", "errno": -1, "phase": "routing",
        "reply": "host lookup did not complete",
    },
    "== c@hold.example defer (-23): domain is held": {
        "event": "deferral", "address": "c@hold.example", "errno": -23, "phase": "routing", "reply": "domain is held",
    },
    "== u@d R=o T=smtp defer (-58)": {
        "event": "deferral", "address": "u@d", "router": "o", "transport": "smtp", "errno": -58, "phase": "transport",
    },
    "== g@g.example R=d T=smtp defer (-19) H=mx [192.0.2.5]: Malformed SMTP reply in response to initial connection: HTTP/1.1 400 Bad": {
        "event": "deferral", "address": "g@g.example", "router": "d", "transport": "smtp", "errno": -19, "host": "mx",
        "ip": "192.0.2.5", "phase": "banner", "reply": "HTTP/1.1 400 Bad",
    },
    "== x@t R=r T=smtp defer (-18) H=mx [192.0.2.5]: Remote host closed connection in response to pipelined RCPT TO:<x@t>": {
        "event": "deferral", "address": "x@t", "router": "r", "transport": "smtp", "errno": -18, "host": "mx", "ip": "192.0.2.5",
        "phase": "rcpt", "reply": "Remote host closed connection in response to pipelined RCPT TO:<x@t>",
    },
    "== sec@t R=r T=smtp defer (-37) H=mx [192.0.2.5]: TLS session: (gnutls_handshake): Handshake failed": {
        "event": "deferral", "address": "sec@t", "router": "r", "transport": "smtp", "errno": -37, "host": "mx", "ip": "192.0.2.5",
        "phase": "starttls", "reply": "TLS session: (gnutls_handshake): Handshake failed",
    },
}  # fmt: skip

LIFE: dict[str, dict[str, Any]] = {
    "Completed": {"event": "completed"},
    "Completed QT=3m45s": {"event": "completed", "queue_time": 225.0},
    "Frozen (delivery error message)": {"event": "frozen", "text": "Frozen (delivery error message)"},
    "Message is frozen": {"event": "frozen", "text": "Message is frozen"},
    "frozen by root": {"event": "frozen", "user": "root", "text": "frozen by root"},
    "unfrozen by root": {"event": "thawed", "user": "root", "text": "unfrozen by root"},
    "Unfrozen by auto-thaw": {"event": "thawed", "text": "Unfrozen by auto-thaw"},
    "Unfrozen by forced delivery": {"event": "thawed", "text": "Unfrozen by forced delivery"},
    "removed by root": {"event": "removed", "user": "root", "text": "removed by root"},
    "cancelled by root": {"event": "cancelled", "user": "root", "text": "cancelled by root"},
    "cancelled by timeout_frozen_after": {"event": "cancelled", "text": "cancelled by timeout_frozen_after"},
    "recipient <n@x.example> added by root": {
        "event": "other", "address": "n@x.example", "user": "root", "text": "recipient <n@x.example> added by root",
    },
    "sender address changed to <> by root": {
        "event": "other", "sender": "", "user": "root", "text": "sender address changed to <> by root",
    },
    "address <z@s.example> marked delivered by root": {
        "event": "other", "address": "z@s.example", "user": "root", "text": "address <z@s.example> marked delivered by root",
    },
    "x@y.example <orig@y.example>: error ignored": {
        "event": "other", "address": "x@y.example", "original_address": "orig@y.example",
        "text": "x@y.example <orig@y.example>: error ignored",
    },
    "Spool file for 1xUXxU-0000Bp-2e is locked (another process is handling this message)": {
        "event": "other", "text": "Spool file for 1xUXxU-0000Bp-2e is locked (another process is handling this message)",
    },
    "no immediate delivery: queued by ACL": {"event": "other", "text": "no immediate delivery: queued by ACL"},
    "whatever an ACL says": {"event": "other", "text": "whatever an ACL says"},
    "H=mx [192.0.2.5]:25: SMTP error from remote mail server after initial connection: 421 4.7.0 Too many": {
        "event": "host_error", "host": "mx", "ip": "192.0.2.5", "port": 25, "smtp_code": 421, "enhanced_code": "4.7.0",
        "phase": "banner", "reply": "421 4.7.0 Too many",
        "text": "SMTP error from remote mail server after initial connection: 421 4.7.0 Too many",
    },
    "H=mx [192.0.2.5] Connection refused": {
        "event": "host_error", "host": "mx", "ip": "192.0.2.5", "phase": "connect", "reply": "Connection refused",
        "text": "Connection refused",
    },
    "mx3.hot.example [192.0.2.5] Connection timed out": {
        "event": "host_error", "host": "mx3.hot.example", "ip": "192.0.2.5", "phase": "connect", "reply": "Connection timed out",
        "text": "Connection timed out",
    },
    "[192.0.2.5] SSL verify error: depth=0 error=self signed cert=/CN=x": {
        "event": "tls_error", "ip": "192.0.2.5", "text": "SSL verify error: depth=0 error=self signed cert=/CN=x",
    },
    "H=mx [192.0.2.5] Warning: fake rejected": {
        "event": "warning", "host": "mx", "ip": "192.0.2.5", "text": "Warning: fake rejected",
    },
    "H=mx [192.0.2.5] F=<j@s.example> temporarily rejected after DATA: 451 4.7.1 later": {
        "event": "temporary_rejection", "host": "mx", "ip": "192.0.2.5", "sender": "j@s.example", "phase": "end_of_data",
        "smtp_code": 451, "enhanced_code": "4.7.1", "reply": "451 4.7.1 later",
    },
    "rejected from <j@s.example> H=mx [192.0.2.5]: message too big: read=9 max=8": {
        "event": "rejection", "host": "mx", "ip": "192.0.2.5", "sender": "j@s.example", "phase": "end_of_data",
        "reply": "message too big: read=9 max=8",
    },
    "F=<a@o.example> rejected by non-SMTP ACL: local policy": {
        "event": "rejection", "sender": "a@o.example", "phase": "end_of_data", "reply": "local policy",
    },
}  # fmt: skip

HOST: dict[str, Any] = {"host": "mx", "ip": "192.0.2.5"}
NO_ID: dict[str, dict[str, Any]] = {
    "H=mx [192.0.2.5] X=T:A:1 CV=no F=<j@s.example> A=plain:joe rejected RCPT <x@e.example>: relay not permitted": HOST | {
        "event": "rejection", "tls": "T:A:1", "sender": "j@s.example", "auth": "plain:joe", "address": "x@e.example", "phase": "rcpt",
        "reply": "relay not permitted",
    },
    "H=mx [192.0.2.5] F=<> temporarily rejected RCPT <g@o.example>: greylisted": HOST | {
        "event": "temporary_rejection", "sender": "", "address": "g@o.example", "phase": "rcpt", "reply": "greylisted",
    },
    "H=mx [192.0.2.5] rejected MAIL <s@evil.example>: blocked": HOST | {
        "event": "rejection", "sender": "s@evil.example", "phase": "mail", "reply": "blocked",
    },
    "H=mx (localhost) [192.0.2.5] rejected EHLO or HELO localhost: Access denied": HOST | {
        "event": "rejection", "helo": "localhost", "phase": "helo", "reply": "Access denied",
    },
    'H=[192.0.2.5] rejected connection in "connect" ACL: local blocklist': {
        "event": "rejection", "ip": "192.0.2.5", "phase": "connect", "reply": "local blocklist",
    },
    "H=mx [192.0.2.5] sender verify fail for <j@no.example>: Unrouteable address": HOST | {
        "event": "warning", "sender": "j@no.example", "text": "sender verify fail for <j@no.example>: Unrouteable address",
    },
    "H=mx [192.0.2.5] F=<j@s.example> RCPT <q@o.example>: discarded by RCPT ACL: silently": HOST | {
        "event": "warning", "sender": "j@s.example", "address": "q@o.example",
        "text": "RCPT <q@o.example>: discarded by RCPT ACL: silently",
    },
    "too many recipients: excess temporarily rejected: sender=<j@s.example> H=mx [192.0.2.5]": HOST | {
        "event": "temporary_rejection", "sender": "j@s.example", "phase": "rcpt", "reply": "too many recipients",
    },
    "plain authenticator failed for H=(ylmf-pc) [203.0.113.9]: 535 Incorrect authentication data (set_id=admin)": {
        "event": "rejection", "helo": "ylmf-pc", "ip": "203.0.113.9", "phase": "auth", "auth": "plain:admin", "user": "admin",
        "smtp_code": 535, "reply": "535 Incorrect authentication data (set_id=admin)",
    },
    "dovecot_login authenticator failed for (localhost) [46.148.40.197]:39170: 435 Unable to authenticate at present": {
        "event": "temporary_rejection", "helo": "localhost", "ip": "46.148.40.197", "port": 39170, "phase": "auth",
        "auth": "dovecot_login", "smtp_code": 435, "reply": "435 Unable to authenticate at present",
    },
    "SMTP protocol synchronization error (input sent without waiting for greeting): rejected connection from H=[192.0.2.5]"
    ' input="GET / HTTP/1.1\\r\\n"': {
        "event": "rejection", "ip": "192.0.2.5", "phase": "connect",
        "reply": "SMTP protocol synchronization error (input sent without waiting for greeting)",
    },
    "rejected HELO from [192.0.2.5]:4 I=[192.0.2.1]:25: syntactically invalid argument(s): bad!@#": {
        "event": "rejection", "ip": "192.0.2.5", "port": 4, "interface_ip": "192.0.2.1", "interface_port": 25, "phase": "helo",
        "reply": "syntactically invalid argument(s): bad!@#",
    },
    "rejected MAIL FROM:<u@g.example> H=mx [192.0.2.5]: message too big: size=9 max=8": HOST | {
        "event": "rejection", "sender": "u@g.example", "phase": "mail", "reply": "message too big: size=9 max=8",
    },
    "unqualified sender rejected: <a> H=mx [192.0.2.5]": HOST | {
        "event": "rejection", "sender": "a", "phase": "mail", "reply": "unqualified sender rejected",
    },
    "Connection from [192.0.2.5] refused: too many connections from that IP address": {
        "event": "temporary_rejection", "ip": "192.0.2.5", "phase": "connect", "reply": "too many connections from that IP address",
    },
    "H=mx [192.0.2.5] incomplete transaction (RSET) from <j@s.example> for b@o.example": HOST | {
        "event": "connection", "sender": "j@s.example", "recipients": ("b@o.example",),
        "text": "incomplete transaction (RSET) from <j@s.example> for b@o.example",
    },
}  # fmt: skip

KINDS = {
    "SMTP connection from [203.0.113.7]:53509 I=[192.0.2.1]:587 (TCP/IP connection count = 2)": "connection",
    "SMTP connection from mx (a) [198.51.100.7]:48283 I=[192.0.2.1]:25 D=0s closed by QUIT": "connection",
    "SMTP connection Ci=1678 from (x) [203.0.113.9]:56495 lost D=57s": "connection",
    "no MAIL in SMTP connection from (x) [203.0.113.9]:56495 D=57s C=EHLO,AUTH": "connection",
    "unexpected disconnection while reading SMTP command from mx [203.0.113.77] D=0s": "connection",
    'SMTP call from [203.0.113.9] dropped: too many unrecognized commands (last was "QUX")': "connection",
    'SMTP syntax error in "FOO from x [6.6.6.6]" H=[203.0.113.9]:33453 unrecognized command': "connection",
    "no host name found for IP address 203.0.113.9": "dns_note",
    "no IP address found for host x.example (during SMTP connection from [203.0.113.9])": "dns_note",
    "TLS error (SSL_read): on connection from mx [203.0.113.9] error:0A000126:SSL": "tls_error",
    "TLS error on connection from [203.0.113.9]:59636 (SSL_accept): error:1407609C": "tls_error",
    "exim 4.99.1 daemon started: pid=1, -q2s, listening for SMTP on [192.0.2.1]:25": "daemon",
    "pid 27421: SIGHUP received: re-exec daemon": "daemon",
    "Start queue run: pid=27421": "queue_run",
    "End queue run: pid=27421 -qff": "queue_run",
    "Start 'slow' queue run: pid=1": "queue_run",
    "Message is frozen": "frozen",
    "cwd=/var/spool/exim 2 args: /usr/sbin/exim -q": "other",
    "Warning: No server certificate defined": "warning",
    "End of the world": "unrecognised",
    "": "unrecognised",
}


@pytest.mark.parametrize("text", [*MARKED, *LIFE])
def test_with_id(text: str) -> None:
    assert said(text) == (MARKED | LIFE)[text]


@pytest.mark.parametrize("text", NO_ID)
def test_without_id(text: str) -> None:
    assert without_id(text) == NO_ID[text]


@pytest.mark.parametrize("text", KINDS)
def test_kinds(text: str) -> None:
    shown = without_id(text)
    assert shown["event"] == KINDS[text]
    assert shown["text"] == text
    if "203.0.113.9]" in text and shown["event"] in ("connection", "tls_error"):
        assert shown["ip"] == "203.0.113.9"


def test_a_panic_line_is_at_least_a_warning() -> None:
    assert event("2026-11-20 23:28:50 something terrible", LogType.PANIC).kind == "warning"


@pytest.mark.parametrize("text", ["", "   ", "no stamp", "2026-11-20", "******** SERVER ********"])
def test_text_that_is_no_log_line_is_kept(text: str) -> None:
    found = event(text)
    assert found.text == text
    assert found.time is None
    assert found.kind == ("unrecognised" if text.strip() else "other")
