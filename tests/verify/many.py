"""Many domains, most of them well, some with one fault or another, in one zone text."""

from __future__ import annotations

from mailtui.model.finding import Expected

LIST = "bl.example"
KEY = (
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArwPlkTEFHBBwY4Yw5xHLKMbvjOM/P6WH1TzABgDFm6bRrMeHpbJHvAzM"
    "n+fQ3Tl5x+bNFWRvsBe1TcO6YmyQ7hTs1B5k762FHZ9QtL6ctNpS0fcFsrVVHtDqUdcc4bUG8VH63M88ATLgsFtjs/4/X4YDhlJQ"
    "5MLuwHiqguefhxAuz+X68ozfQAJYr3P5DRUYuQqEa1O9hgksPDF9Ah4OwrBnm7kzyFpEb+niGx1oI4z+CntqP/tmWDPheQjD4NC2"
    "l2RXZebpRfVJaU9wCODowStH0S/XYPki3X51LIqrT1YEbPAprpXH1wlNYJswkFBjdie1xY8oI1+14/GUbU/XUwIDAQAB"
)
SHARED = f"""
_spf.provider.example.  TXT "v=spf1 include:_a.provider.example ip4:198.51.100.0/24 -all"
_a.provider.example.    TXT "v=spf1 ip4:203.0.113.0/24 ~all"
2.0.0.127.{LIST}.       A 127.0.0.2
"""


def zone(count: int) -> str:
    """The world of so many domains."""
    return SHARED + "\n".join(_domain(number) for number in range(count))


def expected(count: int) -> list[Expected]:
    """What is expected of each."""
    return [
        Expected(
            f"d{number}.example",
            selectors={"s1": None},
            spf_terms=("include:_spf.provider.example",),
            mx_hosts=(f"mx1.d{number}.example",),
            ips=(_ip(number),),
            token=f"proof-{number}",
        )
        for number in range(count)
    ]


def _ip(number: int) -> str:
    return f"198.18.{number // 250 % 250}.{number % 250}"


def _domain(number: int) -> str:
    name, ip = f"d{number}.example.", _ip(number)
    reverse = ".".join(reversed(ip.split(".")))
    spf = f"v=spf1 mx ip4:{ip} include:_spf.provider.example ~all"
    lines = {
        "mx": f"{name} MX 10 mx1.{name}\n{name} MX 20 mx2.{name}",
        "a": f"mx1.{name} A 192.0.2.{number % 250}\nmx2.{name} A 192.0.2.{number % 250}",
        "spf": f'{name} TXT "{spf}"',
        "token": f'{name} TXT "proof-{number}"',
        "dkim": f's1._domainkey.{name} TXT "v=DKIM1; k=rsa; p={KEY[:200]}" "{KEY[200:]}"',
        "dmarc": f'_dmarc.{name} TXT "v=DMARC1; p=reject; rua=mailto:d@{name[:-1]}"',
        "ptr": f"{reverse}.in-addr.arpa. PTR mx1.{name}",
        "forward": f"mx1.{name} A {ip}",
        "listed": f"{reverse}.{LIST}. A 127.0.0.2" if number % 13 == 0 else "",
    }
    for place, part in enumerate(("spf", "dkim", "dmarc", "ptr", "forward", "mx", "token")):
        if number % 17 == place:
            lines[part] = ""
    return "\n".join(lines.values())
