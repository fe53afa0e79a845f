"""The kinds of changes. A new one is a file with a `Kind` here, and its name in the list below."""

from mailtui.store.acting.changes.decided import Assignee, State
from mailtui.store.acting.changes.kind import Kind
from mailtui.store.acting.changes.note import Noted
from mailtui.store.acting.changes.suppressed import Suppressed
from mailtui.store.acting.changes.tag import TagRow
from mailtui.store.acting.changes.tagged import Tagged

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (State(), Assignee(), Tagged(), TagRow(), Noted(), Suppressed())
}
"""Every kind by its name, which is `Change.what` up to the colon."""

__all__ = ["KINDS", "Kind"]
