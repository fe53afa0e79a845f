"""Keys in columns behave as the list of the same keys."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.row_keys import RowKeys
from mailtui.model.view import RowKey

KEY = st.builds(RowKey, st.integers(0, 5), st.integers(0, 3), st.integers(0, 2))
LIST = st.lists(KEY, max_size=20, unique=True)


@given(keys=LIST, other=KEY, start=st.integers(0, 25), stop=st.integers(0, 25))
def test_they_are_that_list(keys: list[RowKey], other: RowKey, start: int, stop: int) -> None:
    columns = RowKeys(keys)
    assert (len(columns), list(columns), columns) == (len(keys), keys, keys)
    assert columns[start:stop] == keys[start:stop]
    assert (other in columns) == (other in keys)
    assert [columns.index(key) for key in keys] == [*range(len(keys))]
    assert (columns == [*keys, other], columns == keys[1:]) == (False, not keys)


@pytest.mark.parametrize("stranger", [None, "a word", RowKey(1, 2, 4), 7])
def test_what_is_no_key_of_theirs_has_no_place(stranger: object) -> None:
    keys = RowKeys([RowKey(1, 2, 3)])
    assert stranger not in keys
    with pytest.raises(ValueError, match=r"not in|is no key"):
        keys.index(stranger)


@given(known=LIST, newest=LIST)
def test_what_comes_in_front_is_there_once(known: list[RowKey], newest: list[RowKey]) -> None:
    found = RowKeys(known).behind(RowKeys(newest))
    assert list(found) == newest + [key for key in known if key not in newest]


@given(blocks=st.lists(st.lists(st.tuples(*[st.integers(0, 9)] * 4), max_size=5), max_size=5))
def test_blocks_of_rows_follow_one_another(blocks: Sequence[Sequence[tuple[int, int, int, int]]]) -> None:
    assert RowKeys.of_blocks(blocks) == [RowKey(*row[:3]) for block in blocks for row in block]
