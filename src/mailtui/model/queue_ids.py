"""How Exim names a message on its queue."""

from __future__ import annotations

import re

QUEUE_ID = re.compile(r"[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{11}-[0-9A-Za-z]{4}|[0-9A-Za-z]{6}-[0-9A-Za-z]{2})")
"""The form before Exim 4.97 and the one since (Exim manual, 'Message identification')."""
