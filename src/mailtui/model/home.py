"""What the home screen asks when it is first shown; so it can be asked before there is a screen."""

from __future__ import annotations

SINGLES = "is:unfiled"
"""Single failures that fit no incident."""
FIRST_PAGE = 40
"""Of them read at first: a screenful."""
FAILURES = "since:7d is:failed,waiting -kind:rejection"
"""What the strip above the list counts."""
BUCKETS = 240
