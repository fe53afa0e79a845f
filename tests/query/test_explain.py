"""The line under the query says in plain English how it was understood."""

from __future__ import annotations

import pytest

from mailtui.query import explain, parse


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("", "everything"),
        ("status:bounced to:@gmail.com since:2h", "bounced, to gmail.com, in the last 2 hours"),
        ("-to:@gmail.com", "not to gmail.com"),
        ("-to:@gmail.com,@x.org", "not (to gmail.com or x.org)"),
        ("relay:mx1 OR relay:mx2", 'either by way of "mx1" or by way of "mx2"'),
        ("a OR b OR c", 'either mentioning "a", mentioning "b" or mentioning "c"'),
        ("is:frozen (a b OR c)", 'frozen, either (mentioning "a" and mentioning "b") or mentioning "c"'),
        ("-(a b)", 'not (mentioning "a" and mentioning "b")'),
        ("-(a OR b)", 'not (either mentioning "a" or mentioning "b")'),
        ("status:bounced,blocked,expired", "bounced, blocked or expired"),
        ("to:=bob@x.org to:@*.x.org", "to exactly bob@x.org, to subdomains of x.org"),
        ("to:/b.b/", "to matching /b.b/"),
        ("host:@google.com", "with host google.com and below"),
        ("from:<>", "from the null sender"),
        ('subject:=""', 'with subject exactly ""'),
        ("phase:end_of_data is:unfinished", "in phase end of data, without its beginning in the log"),
        ("code:550,5xx,45x,421..451", "with SMTP code 550, 5xx, 45x or from 421 to 451"),
        ("esc:5,5.1,5.1.1", "with enhanced code 5.x, 5.1.x or 5.1.1"),
        ("ip:192.0.2.,192.0.2.1", "with IP 192.0.2.… or 192.0.2.1"),
        ("size:>10M size:1", "size over 10 MB, size at least 1 byte"),
        ("delay:30s..5m age:<1d", "delay from 30 seconds to 5 minutes, age under 1 day"),
        ("tries:>3 tries:1", "tries over 3, tries exactly 1"),
        ("since:1h", "in the last hour"),
        ("since:1d since:2w", "in the last day, in the last 2 weeks"),
        ("since:yesterday", "since yesterday"),
        ("until:2026-11-20 before:monday", "until 2026-11-20, before Monday"),
        ("after:2026-11-18T10:30", "after 2026-11-18 10:30"),
        ("date:2026-11-18", "on 2026-11-18"),
        ("date:2026-11", "in 2026-11"),
        ("date:yesterday", "yesterday"),
        ("date:monday", "on Monday"),
        ("date:10:30", "at 10:30 today"),
        ("date:2026-11-18..2026-11-20", "from 2026-11-18 to 2026-11-20"),
        ("date:3d..1d", "from 3 days ago to 1 day ago"),
        ("before:30m", "before 30 minutes ago"),
        ("is:failed sort:-delay", "failed, slowest first"),
        ("sort:date", "everything, oldest first"),
    ],
)  # fmt: skip
def test_reading_back(text: str, english: str) -> None:
    assert explain(parse(text)) == english


def test_braces_in_what_was_typed_stay_braces() -> None:
    assert explain(parse('subject:"{0} {}"')) == 'with subject "{0} {}"'
