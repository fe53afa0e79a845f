"""EVENT: what one log line says, before anything is joined to anything."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from mailtui.model.enums import EventKind, Phase
from mailtui.model.moment import iso


@dataclass(frozen=True)
class Event:
    """One log record, understood. A field that the line does not have is None (or an empty tuple).

    Text is decoded for reading (octal escapes resolved, UTF-8 with surrogateescape for what is not),
    never cleaned for display: that is the renderer's work.
    """

    kind: EventKind
    time: int | None = None
    """UTC, microseconds since 1970; None when the line has no stamp."""
    queue_id: str | None = None
    """Exim message id (6-6-2 or 6-11-4)."""
    pid: int | None = None
    server: str | None = None
    """Host name in a syslog prefix."""
    sender: str | None = None
    """Envelope sender; the empty string for the null sender `<>`."""
    address: str | None = None
    """The address acted on: the final one of a delivery, the RCPT address of a rejection."""
    original_address: str | None = None
    """The envelope recipient behind `address`, from the trailing `<...>`."""
    parent_addresses: tuple[str, ...] = ()
    """Aliases between, from `(a, b)` (`+all_parents`)."""
    return_path: str | None = None
    router: str | None = None
    transport: str | None = None
    host: str | None = None
    """The verified host name of the peer."""
    helo: str | None = None
    ip: str | None = None
    port: int | None = None
    interface_ip: str | None = None
    """Our own end of the connection (`I=`): on deliveries the egress IP."""
    interface_port: int | None = None
    protocol: str | None = None
    auth: str | None = None
    """`authenticator[:id[:sender]]` as logged after `A=`."""
    size: int | None = None
    message_id: str | None = None
    """RFC 5322 Message-ID without angle brackets."""
    subject: str | None = None
    recipients: tuple[str, ...] = ()
    """Envelope recipients after `for` (`+received_recipients`)."""
    parent_queue_id: str | None = None
    """On a bounce: the id of the message it reports (`R=` on `<=`)."""
    tls: str | None = None
    dkim: str | None = None
    smtp_code: int | None = None
    enhanced_code: str | None = None
    """RFC 3463 status code, such as 5.1.1."""
    phase: Phase | None = None
    errno: int | None = None
    """The number in `defer (N)`: positive = the system's errno, negative = Exim's own."""
    reply: str | None = None
    """What the other side (or Exim itself) said; lines of a multi-line reply joined with newlines."""
    confirmation: str | None = None
    remote_queue_id: str | None = None
    queue_time: float | None = None
    """QT=, seconds."""
    delivery_time: float | None = None
    """DT=, seconds."""
    attempted: bool = True
    """False on a deferral that says only that its retry time has not come: nothing was tried."""
    user: str | None = None
    """Local login (`U=`), or who acted (`removed by root`)."""
    text: str | None = None
    """The free text of lines that are mostly text."""

    @classmethod
    def of(cls, found: dict[str, Any]) -> Event:
        """Make an event from the fields found, without paying for those that are not there.

        The event keeps `found` itself: leave it alone afterwards.
        """
        event = object.__new__(cls)
        object.__setattr__(event, "__dict__", found)
        return event

    def as_json(self) -> dict[str, Any]:
        """The event as `mailtui parse --json` prints it: absent fields are left out."""
        shown: dict[str, Any] = {"event": str(self.kind)}
        for field in fields(self):
            value = getattr(self, field.name)
            if value is None or value == () or field.name in ("kind", "attempted"):
                continue
            shown[field.name] = iso(value) if field.name == "time" else value
        if not self.attempted:
            shown["attempted"] = False
        return shown
