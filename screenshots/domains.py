"""Domains for the pictures: on the list of a demo, looked at for real, through the tests' DNS server."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.verify.dns_server import DnsServer
from tests.verify.many import KEY

from mailtui.model.moment import HOUR, MINUTE
from mailtui.services.domains.desk import Domains
from mailtui.services.domains.options import Options
from mailtui.store.engine import reader

LIST = "bl.example"
WELL = "v=spf1 mx include:_spf.sender.example -all"
BROKEN = "v=spf1 include:_spf.sender.example include:_spf.crm.example include:_gone.example -all"
ZONE = f"""
harbour.example. MX 10 mx1.harbour.example.
mx1.harbour.example. A 192.0.2.10
10.2.0.192.in-addr.arpa. PTR mx1.harbour.example.
s1._domainkey.harbour.example. TXT "v=DKIM1; k=rsa; p={KEY[:200]}" "{KEY[200:]}"
_dmarc.harbour.example. TXT "v=DMARC1; p=none; rua=mailto:d@harbour.example"
_spf.sender.example. TXT "v=spf1 include:_a.sender.example include:_b.sender.example ~all"
_a.sender.example. TXT "v=spf1 ip4:198.51.100.0/24 -all"
_b.sender.example. TXT "v=spf1 a:x1.sender.example a:x2.sender.example -all"
x1.sender.example. A 198.51.100.9
x2.sender.example. A 198.51.100.9
_spf.crm.example. TXT "v=spf1 a:crm.example -all"
crm.example. A 203.0.113.8
shop.harbour.example. MX 10 mx1.harbour.example.
shop.harbour.example. TXT "v=spf1 ip4:192.0.2.10 -all"
k1._domainkey.shop.harbour.example. TXT "v=DKIM1; k=rsa; p={KEY[:200]}" "{KEY[200:]}"
_dmarc.shop.harbour.example. TXT "v=DMARC1; p=reject; rua=mailto:d@shop.harbour.example"
news.harbour.example. MX 10 mx1.harbour.example.
news.harbour.example. TXT "v=spf1 ip4:192.0.2.10 ?all"
_dmarc.news.harbour.example. TXT "v=DMARC1; p=reject; rua=mailto:d@news.harbour.example"
lighthouse.example. MX 10 mx1.harbour.example.
lighthouse.example. TXT "v=spf1 mx -all"
_dmarc.lighthouse.example. TXT "v=DMARC1; p=reject; rua=mailto:d@lighthouse.example"
2.0.0.127.{LIST}. A 127.0.0.2
"""
PANEL = """
[[domain]]
name = "harbour.example"
selectors = ["s1"]
ips = ["192.0.2.10"]
spf = ["include:_spf.sender.example"]
verified = { spf = true, dkim = true }

[[domain]]
name = "shop.harbour.example"
selectors = ["k1"]
ips = ["192.0.2.10"]

[[domain]]
name = "news.harbour.example"

[[domain]]
name = "lighthouse.example"
"""
LOOKS = (26 * HOUR, 3 * HOUR, 3 * HOUR - 12 * MINUTE, 20 * MINUTE)
"""How long ago each look was; the record of harbour.example breaks before the second."""


def fill(database: Path, now: int) -> None:
    """Put the domains on the list and look at them, some times until `now`."""
    random.seed(0)  # the next look is spread at random
    engine = reader(database)
    with DnsServer() as dns, tempfile.TemporaryDirectory() as folder:
        clock = [now - 27 * HOUR]
        options = Options(resolvers=(dns.address,), timeout=0.5, dnsbl=(LIST,))
        desk = Domains(database, engine, lambda: clock[0], options)
        panel = Path(folder) / "panel.toml"
        panel.write_text(PANEL, encoding="utf-8")
        desk.import_file(panel)
        for number, ago in enumerate(LOOKS):
            clock[0] = now - ago
            dns.load(f'{ZONE}harbour.example. TXT "{BROKEN if number else WELL}"')
            if number == len(LOOKS) - 1:
                dns.fault("lighthouse.example", "servfail")
            for row in desk.rows():
                desk.verify([row.name])
    engine.dispose()
