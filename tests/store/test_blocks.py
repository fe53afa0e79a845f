"""Blocks of raw records: what goes in comes out, all of it or one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailtui.store.blocks import Stored, pack, picked, unpack


@st.composite
def records(draw: st.DrawFn) -> list[Stored]:
    """Records of a file in its order; between some of them others were left out."""
    made, offset, line = [], 0, 1
    for raw in draw(st.lists(st.binary(max_size=60), min_size=1, max_size=40)):
        offset += draw(st.sampled_from((0, 0, 17)))
        line += draw(st.sampled_from((0, 0, 3)))
        made.append(Stored(offset, line, raw, draw(st.sampled_from((0, 0, 1_795_000_000)))))
        offset, line = offset + len(raw) + 1, line + raw.count(b"\n") + 1
    return made


@given(records())
def test_what_goes_in_comes_out(made: list[Stored]) -> None:
    assert unpack(pack(made)) == made


@given(records(), st.data())
def test_one_by_one_they_are_the_same(made: list[Stored], data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.sampled_from(range(len(made)))))
    assert picked(pack(made), wanted) == {number: made[number] for number in wanted}
