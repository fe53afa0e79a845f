"""Who writes to whom in the demo: our people, their correspondents, and the hosts between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from random import Random

OURS = "harbour.example"
SHOP = "shop.harbour.example"
SERVER = "mx1.harbour.example"
SERVER_IP = "192.0.2.25"

_PEOPLE = "anna ben clara david emma felix greta hans ida jan karl lena max nina otto paul rosa sven tina uwe"
PEOPLE = tuple(_PEOPLE.split())
ROLES = ("office", "sales", "support", "billing", "jobs", "orders")
_NAMES = (
    "alice bob carol dave erin frank grace heidi ivan judy mallory niaj olivia peggy rupert sybil trent "
    "victor walter yara zoe info office hello orders invoices news"
)
STRANGERS = tuple(_NAMES.split())
SUBJECTS = (
    "Invoice {n}",
    "Re: Meeting on Monday",
    "Your order {n} has shipped",
    "Weekly report {n}",
    "Fwd: photos",
    "Password reset",
    "Re: offer {n}",
    "[ticket #{n}] printer on floor 2",
    'Contract "draft" v{n}',
    "Grüße aus Köln",
    "日本からのご挨拶 {n}",
    "Lunch?",
    "Timetable for next week",
)
CIPHERS = (
    "TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256",
    "TLS1.3:ECDHE_SECP256R1__RSA_PSS_RSAE_SHA256__AES_256_GCM:256",
    "TLS1.2:ECDHE_X25519__RSA_SHA256__AES_128_GCM:128",
)
_FIRST = "blue silver north lake stone cloud soft auto food print sport bank music home garden river"
_SECOND = "works labs group media systems shop press point bridge house field tower"


@dataclass(frozen=True, slots=True)
class Host:
    """A mail server of somebody else."""

    name: str
    ip: str
    cipher: str | None = CIPHERS[0]
    trusted: bool = True
    """Whether its certificate verifies."""

    @property
    def tls(self) -> str:
        """The TLS fields of a log line, with a blank before; '' without TLS."""
        return f" X={self.cipher} CV={'yes' if self.trusted else 'no'}" if self.cipher else ""


BIGMAIL = Host("mx.bigmail.example", "198.51.100.10")
POSTBOX = Host("in.postbox.example", "198.51.100.22")
SLOWGATE = Host("mx.slowgate.example", "203.0.113.41", None)
NOBOUNCE = Host("mx.nobounce.example", "203.0.113.90")


class World:
    """The domains of the demo, each with its host, drawn so that a few get most of the mail."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.hosts = {"bigmail.example": BIGMAIL, "postbox.example": POSTBOX} | dict(self._others(160))
        self._domains = list(self.hosts)
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._domains) + 1)))

    def _others(self, count: int) -> list[tuple[str, Host]]:
        random = self.random
        first, second = _FIRST.split(), _SECOND.split()
        found = []
        for number in range(count):
            domain = f"{random.choice(first)}{random.choice(second)}{number}.example"
            name = f"{random.choice(('mx', 'mail', 'mx1'))}.{domain}"
            ip = f"{random.choice(('198.51.100', '203.0.113'))}.{100 + number % 150}"
            cipher = random.choice((*CIPHERS, None))
            found.append((domain, Host(name, ip, cipher, random.random() < 0.7)))
        return found

    def domain(self) -> str:
        """Somebody else's domain."""
        return self.random.choices(self._domains, cum_weights=self._weights)[0]

    def stranger(self, domain: str = "") -> str:
        """Somebody else's address."""
        return f"{self.random.choice(STRANGERS)}@{domain or self.domain()}"

    def colleague(self) -> str:
        """An address of ours that a person reads."""
        return f"{self.random.choice(PEOPLE)}@{OURS}"

    def subject(self) -> str:
        """A subject as the sender wrote it."""
        return self.random.choice(SUBJECTS).format(n=self.random.randint(1, 999))
