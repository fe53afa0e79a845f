"""What is known of a host, a destination or a kind of failure up to a moment. Walks along indexes only."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import AttemptOutcome, DestinationKind, Phase
from mailtui.model.moment import DAY, HOUR
from mailtui.model.precedent import Novelty, Success, Tries, Volume

_GOOD = AttemptOutcome.SUCCESS.code
_COUNTED = 5_000
"""Tries of one hour that are counted one by one."""
_HOSTS = 200
"""Hosts of one destination that are looked at, those seen last."""
_TRIES = 500
"""Tries at one host that are looked at, newest first."""
_LATE = tuple(phase.code for phase in (Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.END_OF_DATA))
"""Phases in which a reply shows that the host works: Exim then drops its retry record."""


class Peer(NamedTuple):
    """A host and what it belongs to."""

    host: int
    provider: int | None
    """Label of its provider; None in a database that was not diagnosed yet."""
    to: str
    """Name of that provider, else of the host."""


def peer(connection: Connection, host: str | None, ip: str | None) -> Peer | None:
    """The host of an event; None when it names none, or one that is not there."""
    row = connection.exec_driver_sql(
        "SELECT h.id, h.provider_id, coalesce(l.text, nullif(h.name, ''), h.ip) "
        "FROM host h LEFT JOIN label l ON l.id = h.provider_id WHERE h.name = ? AND h.ip = ?",
        (host or "", ip or ""),
    ).first()
    return None if row is None else Peer(*row)


def last_success(connection: Connection, server: int, at: Peer, before: int) -> Success | None:
    """The last delivery to hosts of the same destination, with the count of the hour up to it."""
    hour = _good_hour(connection, server, at.to, before)
    if hour is None:
        return None
    rows = connection.exec_driver_sql(
        """
        SELECT a.time, a.outcome FROM (SELECT id FROM host WHERE provider_id = ? ORDER BY id DESC LIMIT ?) h
        CROSS JOIN every_attempt a ON a.host_id = h.id CROSS JOIN message m ON m.id = a.message_id
        WHERE a.time BETWEEN ? AND ? AND m.server_id = ? LIMIT ?
        """,
        (at.provider, _HOSTS, hour - HOUR, min(before, hour + HOUR) - 1, server, _COUNTED + 1),
    ).all()
    good = [time for time, outcome in rows if outcome == _GOOD]
    if not good:
        return None
    last = max(good)
    if len(rows) > _COUNTED:
        return Success(last, at.to, 0, 0)
    window = range(last - HOUR + 1, last + 1)
    return Success(last, at.to, sum(time in window for time in good), sum(time in window for time, _ in rows))


def _good_hour(connection: Connection, server: int, to: str, before: int) -> int | None:
    """The newest hour in which something was delivered to a destination."""
    found = connection.exec_driver_sql(
        "SELECT max((SELECT n.hour FROM destination_hour n WHERE n.destination_id = d.id AND n.delivered > 0 "
        "AND n.hour <= ? ORDER BY n.hour DESC LIMIT 1)) FROM destination d "
        f"WHERE d.name = ? AND d.kind = {DestinationKind.PROVIDER.code} AND d.server_id = ?",
        (before, to, server),
    ).scalar()
    return None if found is None else int(found)


def last_accepted(connection: Connection, address: str, before: int) -> Success | None:
    """The last mail that this very address took."""
    newest = (
        "(SELECT r.message_id, r.number, r.finished, r.entry_id FROM address d JOIN recipient r "
        "  ON r.address_id = d.id WHERE d.text = ?1 AND r.time < ?2 ORDER BY r.time DESC LIMIT 200) r"
    )
    found = connection.exec_driver_sql(
        f"SELECT max(time) FROM (SELECT a.time AS time FROM {newest} "
        "CROSS JOIN delivery_attempt a ON a.message_id = r.message_id AND a.recipient = r.number "
        "WHERE a.outcome = ?3 AND a.time < ?2 UNION ALL "
        f"SELECT r.finished FROM {newest} WHERE r.entry_id IS NOT NULL AND r.finished < ?2)",
        (address, before, _GOOD),
    ).scalar()
    return None if found is None else Success(int(found), address, 0, 0)


def novelty(
    connection: Connection, server: int, recipient: tuple[int, int], at: Peer | None, until: int
) -> Novelty | None:
    """How new the failure of a recipient (message id, number) is; None where nothing came before it."""
    begins = log_begins(connection, server)
    if begins is None:
        return None
    kind = connection.exec_driver_sql(
        "SELECT s.id, s.first_seen FROM recipient r JOIN cause c ON c.id = r.cause_id "
        "JOIN signature s ON s.id = c.signature_id WHERE r.message_id = ? AND r.number = ?",
        recipient,
    ).first()
    recent, contact = 0, None
    if kind is not None:
        recent = connection.exec_driver_sql(
            "SELECT coalesce(sum(failed), 0) FROM signature_hour "
            "WHERE signature_id = ? AND hour BETWEEN ? AND ?",
            (kind[0], until - 7 * DAY, until),
        ).scalar_one()
    if at is not None:
        contact = connection.exec_driver_sql(
            "SELECT min(time) FROM (SELECT min(time) AS time FROM delivery_attempt WHERE host_id = ?1 "
            "UNION ALL SELECT min(finished) FROM recipient WHERE host_id = ?1 AND entry_id IS NOT NULL)",
            (at.host,),
        ).scalar()
    return Novelty(None if kind is None else kind[1], int(recent), contact, begins)


def volume(connection: Connection, server: int, to: str, until: int) -> Volume | None:
    """Tries in the hour of a failure, beside the usual number; None where a week's hours are too few."""
    hour = until - until % HOUR
    rows = connection.exec_driver_sql(
        "SELECT n.hour, sum(n.delivered + n.failed) FROM destination d "
        "JOIN destination_hour n ON n.destination_id = d.id "
        f"WHERE d.name = ? AND d.kind = {DestinationKind.PROVIDER.code} AND d.server_id = ? "
        "AND n.hour BETWEEN ? AND ? GROUP BY n.hour",
        (to, server, hour - 7 * DAY, hour),
    ).all()
    now = sum(count for when, count in rows if when == hour)
    before = [count for when, count in rows if when < hour]
    return Volume(to, hour, now, sum(before) / len(before)) if len(before) >= 6 else None


def tries(connection: Connection, server: int, at: Peer, until: int) -> Tries:
    """The failed tries at a host since it last worked; several messages at one moment count once."""
    late = ", ".join(map(str, _LATE))
    rows = connection.exec_driver_sql(
        f"SELECT a.time, a.outcome = {_GOOD} OR (a.phase IN ({late}) AND a.smtp_code IS NOT NULL) "
        "FROM every_attempt a CROSS JOIN message m ON m.id = a.message_id "
        "WHERE a.host_id = ? AND a.time <= ? AND m.server_id = ? ORDER BY a.time DESC LIMIT ?",
        (at.host, until, server, _TRIES),
    ).all()
    failed: set[int] = set()
    for time, works in rows:
        if works:
            return Tries(tuple(sorted(failed)), True)
        failed.add(time)
    begins = log_begins(connection, server) or 0
    known = len(rows) < _TRIES and bool(failed) and min(failed) >= begins + DAY
    return Tries(tuple(sorted(failed)), known)


def software(connection: Connection, server: int) -> str:
    """Which mail software a server runs: exim or postfix."""
    return str(connection.exec_driver_sql("SELECT mta FROM server WHERE id = ?", (server,)).scalar())


def log_begins(connection: Connection, server: int) -> int | None:
    """From when on a server is known: its first log line, else the hour of the first mail that was tried.

    Mail that is kept no longer is not known.
    """
    begins = connection.exec_driver_sql(
        "SELECT min(f.first_time) FROM source s JOIN source_file f ON f.source_id = s.id "
        "WHERE s.server_id = ?",
        (server,),
    ).scalar()
    if begins is None:
        begins = connection.exec_driver_sql(
            "SELECT min((SELECT min(n.hour) FROM destination_hour n WHERE n.destination_id = d.id)) "
            "FROM destination d WHERE d.server_id = ?",
            (server,),
        ).scalar()
    oldest = connection.exec_driver_sql("SELECT min(time) FROM recipient").scalar()
    return None if begins is None or oldest is None else max(int(begins), int(oldest))


def log_ends(connection: Connection) -> int | None:
    """The time of the newest line in the database."""
    found = connection.exec_driver_sql("SELECT max(last_time) FROM source_file").scalar()
    return None if found is None else int(found)
