"""What `exim -bp` prints, read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.moment import DAY, HOUR, MINUTE
from mailtui.parsing.exim.queue import Queued, queued

LISTING = """\
 0m   230 1xUmZT-0001pG-32 <>
          bob@x.example
          "odd one"@x.example

25m  2.9K 0t5C6f-0000c8-00 <alice@wonderland.example> (root)
        D red.king@looking-glass.example
       +D white.rabbit@hole.example

11h   14M 1xUmZT-00000001pEx-2wAb <shop@lab.example> *** frozen ***
          a@b.example

103d  0 1xUmZT-0001pE-2w *** spool format error: size=12 ***
"""


def test_messages_with_age_size_and_whether_they_are_frozen() -> None:
    assert list(queued(LISTING)) == [
        Queued("1xUmZT-0001pG-32", 0, 230, False),
        Queued("0t5C6f-0000c8-00", 25 * MINUTE, int(2.9 * 1024), False),
        Queued("1xUmZT-00000001pEx-2wAb", 11 * HOUR, 14 << 20, True),
        Queued("1xUmZT-0001pE-2w", 103 * DAY, 0, False),
    ]


def test_a_sender_cannot_freeze_and_a_recipient_is_no_message() -> None:
    evil = (
        ' 1m   230 1xUmZT-0001pG-32 <"x *** frozen ***"@evil.example>\n'
        "           1m   230 1xUmZT-0001pH-32 <a@b.example> *** frozen ***\n"
    )
    assert list(queued(evil)) == [Queued("1xUmZT-0001pG-32", MINUTE, 230, False)]


@given(st.text(alphabet=st.sampled_from(" 019mhdKM.<>-aZ*\n\udcff"), max_size=200))
def test_anything_at_all_is_read(text: str) -> None:
    assert all(one.age >= 0 and one.size >= 0 for one in queued(text))
