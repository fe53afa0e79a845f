"""How long the list of 1 000 campaigns with 10 million recipients takes.

    python benchmarks/campaign_list.py [RECIPIENTS]

The recipients are made by SQL; their counts are those of the real recount, which is timed too.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from mailtui.diagnosis.mailboxes import mailbox_of
from mailtui.services.desk import open_desk
from mailtui.store import campaigns
from mailtui.store.engine import writer

CAMPAIGNS = 1000
DOMAINS = ("gmail.com", "outlook.com", "yahoo.com", "gmx.de", "firm.example", "school.example")
DAY = 86_400_000_000
START = 1_790_000_000_000_000
ADDRESSES = 10_000
_ROWS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
_RECIPIENTS = f"""
    INSERT INTO recipient (message_id, number, time, address_id, role, queue_state, outcome, status, attempts)
    SELECT i, 0, {START} + (i % {CAMPAIGNS}) * {DAY} / 4 + i % 3 * {DAY}, i % {ADDRESSES} + 1, 0, 0,
           CASE WHEN i % 40 = 0 THEN 3 WHEN i % 97 = 0 THEN 4 ELSE 1 END, 3, 1 FROM n
"""
_ENGAGEMENTS = f"""
    INSERT INTO engagement
           (message_id, number, campaign_id, sent, opens, machine_opens, clicks, machine_clicks, complained)
    SELECT i, 0, i % {CAMPAIGNS} + 1, 1, i % 5 = 1, i % 3 = 1, i % 25 = 1, i % 50 = 2,
           CASE WHEN i % 3000 = 1 THEN 5 END FROM n
"""


def fill(path: Path, recipients: int) -> float:
    """Make the rows; seconds of counting them."""
    engine = writer(path)
    with engine.begin() as connection:
        run = connection.exec_driver_sql
        run("INSERT INTO server (id, name, mta, time_zone) VALUES (1, 'ses', 'ses', 'UTC')")
        for number, domain in enumerate(DOMAINS, 1):
            run("INSERT INTO address_domain (id, name) VALUES (?, ?)", (number, domain))
        run(
            _ROWS + "INSERT INTO address (id, text, domain_id) "
            "SELECT i, 'p' || i || '@x.example', i % ? + 1 FROM n",
            (ADDRESSES, len(DOMAINS)),
        )
        run(
            _ROWS + "INSERT INTO campaign (id, digest, server_id, external_id) "
            "SELECT i, i, 1, 'campaign ' || i FROM n",
            (CAMPAIGNS,),
        )
        for kind in (0, 1, 3, 7, 8, 9):
            run("INSERT INTO told_kind SELECT 1, id, ? FROM campaign", (kind,))
        run(_ROWS + _RECIPIENTS, (recipients,))
        run(_ROWS + _ENGAGEMENTS, (recipients,))
    began = time.perf_counter()
    with engine.begin() as connection:
        campaigns.replace(connection, campaigns.recount(connection, mailbox_of))
    took = time.perf_counter() - began
    engine.dispose()
    return took


def main() -> None:
    """Print the figures."""
    recipients = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mail.db"
        counting = fill(path, recipients)
        times = []
        for _ in range(7):
            began = time.perf_counter()
            found = open_desk(path).campaigns.all()
            times.append(time.perf_counter() - began)
        assert len(found) == CAMPAIGNS
        assert sum(one.tally.attempted for one in found) == recipients
        print(f"{CAMPAIGNS} campaigns, {recipients} recipients: opened and listed in")
        print(
            f"  {statistics.median(times) * 1000:.0f} ms "
            f"(median of {len(times)}; first {times[0] * 1000:.0f} ms)"
        )
        print(f"  counting them all anew: {counting:.1f} s")


if __name__ == "__main__":
    main()
