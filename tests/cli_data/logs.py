"""A small log of a made-up server, with one story each: delivered, deferred, bounced, refused, aliased."""

from __future__ import annotations

MAIN = b"""\
2026-11-20 09:00:00 exim 4.98 daemon started: pid=812, -q30m, listening for SMTP on port 25 (IPv4)
2026-11-20 09:00:01 1xU1aA-000000001AB-2cD1 <= alice@ours.example H=client.example [203.0.113.77] P=esmtpsa A=plain:alice S=900 id=one@client.example T="lunch" for bob@corp.example carol@corp.example
2026-11-20 09:00:02 1xU1aA-000000001AB-2cD1 => bob@corp.example R=dnslookup T=remote_smtp H=mx.corp.example [192.0.2.27] C="250 2.0.0 Ok: queued as 5180BC0DBC"
2026-11-20 09:00:03 1xU1aA-000000001AB-2cD1 == carol@corp.example R=dnslookup T=remote_smtp defer (-44) H=mx.corp.example [192.0.2.27]: SMTP error from remote mail server after RCPT TO:<carol@corp.example>: 451 4.7.1 Greylisted
2026-11-20 09:10:00 1xU1bB-000000002AB-0aB2 <= alice@ours.example U=alice P=local S=400 id=two@ours.example T="[red]offer[/red]" for nobody@big.example
2026-11-20 09:10:01 1xU1bB-000000002AB-0aB2 ** nobody@big.example R=dnslookup T=remote_smtp H=mx1.big.example [192.0.2.25]: SMTP error from remote mail server after RCPT TO:<nobody@big.example>: 550 5.1.1 No such user
2026-11-20 09:10:01 1xU1bC-000000003AB-1cD3 <= <> R=1xU1bB-000000002AB-0aB2 U=Debian-exim P=local S=1900 T="Mail delivery failed" for alice@ours.example
2026-11-20 09:10:01 1xU1bB-000000002AB-0aB2 Completed
2026-11-20 09:10:02 1xU1bC-000000003AB-1cD3 => alice <alice@ours.example> R=local_user T=mail_spool
2026-11-20 09:10:02 1xU1bC-000000003AB-1cD3 Completed
2026-11-20 09:20:00 H=(localhost) [198.51.100.7] F=<joe@spam.example> rejected RCPT <x@elsewhere.example>: relay not permitted
2026-11-20 09:30:00 this line says nothing that is known
"""  # noqa: E501
LINES = MAIN.count(b"\n")
