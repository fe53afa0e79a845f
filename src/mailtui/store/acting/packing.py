"""Changes as bytes: those alike in one piece, ids as differences, compressed. 100 000 take some 100 kB."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any

from mailtui.model.act import Change
from mailtui.model.enums import SubjectKind


def pack(changes: Sequence[Change]) -> bytes:
    """Changes in their order."""
    pieces = [
        [what, int(code), before, after, _differences([change[2] for change in part])]
        for (what, code, before, after), part in _alike(changes)
    ]
    return zlib.compress(json.dumps(pieces, separators=(",", ":")).encode(), 1)


def unpack(packed: bytes) -> list[Change]:
    """The changes again."""
    return [
        Change._make((what, kind, ref, before, after))
        for what, code, before, after, refs in json.loads(zlib.decompress(packed))
        for kind in (SubjectKind.of_code(code),)
        for ref in accumulate(refs)
    ]


def _alike(changes: Sequence[Change]) -> Iterable[tuple[tuple[str, int, Any, Any], list[Change]]]:
    codes = {kind: kind.code for kind in SubjectKind}
    runs = [(head, list(part)) for head, part in groupby(changes, itemgetter(0, 1, 3, 4))]
    return [((what, codes[kind], before, after), part) for (what, kind, before, after), part in runs]


def _differences(refs: Sequence[int]) -> list[int]:
    return [now - before for now, before in zip(refs, [0, *refs], strict=False)]
