"""What `exim -bp` prints of a queue.

    25m  2.9K 0t5C6f-0000c8-00 <alice@wonderland.example>
              red.king@looking-glass.example

Age in minutes, hours or days, size rounded, queue id, envelope sender, perhaps `*** frozen ***`; then a
line for each recipient, and an empty line.
Source: Exim manual, 'Command line options', `-bp`; tried with 4.96.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mailtui.model.moment import DAY, HOUR, MINUTE

_HEAD = re.compile(
    r" ?([0-9]{1,5})([mhd])[ ]+(?:([0-9]{1,9}(?:\.[0-9]{1,3})?)([KMG]?)[ ]+)?"
    r"([0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4}))(?![^ ])(.*)",
    re.ASCII | re.DOTALL,
)
"""Recipients stand further to the right, so nobody can write such a line into an address."""
_FROZEN = " *** frozen ***"
_AGES = {"m": MINUTE, "h": HOUR, "d": DAY}
_SIZES = {None: 1, "": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


class Queued(NamedTuple):
    """A message on the queue."""

    queue_id: str
    age: int
    """Microseconds since it arrived, as exactly as Exim tells."""
    size: int
    """Bytes, as exactly as Exim tells; 0 when it cannot read the message."""
    frozen: bool


def queued(output: str) -> Iterator[Queued]:
    """The messages that a listing names; everything else in it is passed over."""
    for line in output.split("\n"):
        found = _HEAD.match(line)
        if found is not None:
            age, unit, size, power, queue_id, rest = found.groups()
            size_now = int(float(size or 0) * _SIZES[power])
            yield Queued(queue_id, int(age) * _AGES[unit], size_now, rest.endswith(_FROZEN))
