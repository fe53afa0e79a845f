"""Tags: put on and taken off subjects; named anew, painted, merged and deleted themselves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from mailtui.model.act import Done, Progress, counted
from mailtui.model.tags import TagChange, checked_colour, checked_name, parse_tags
from mailtui.model.work import Subject
from mailtui.services.acting.frame import Frame
from mailtui.services.acting.ordering import Order
from mailtui.store.acting import tagging
from mailtui.store.acting.acts import Act, Planner


class Tagging:
    """The verbs of tags; part of `Acting`. NotAllowedError for a viewer, StoreError as of its other verbs."""

    def tag(
        self: Frame,
        subjects: Sequence[Subject],
        expression: str | TagChange,
        why: str = "",
        progress: Progress | None = None,
    ) -> Done:
        """`+vip -todo`: put tags on subjects and take others off.

        QueryError says where the expression is wrong. Subjects that are gone are refused, and the rest
        goes on; when `progress` raises, nothing has changed.
        """
        wanted = parse_tags(expression) if isinstance(expression, str) else expression
        act = Act("tag", f"tag {counted(subjects)} {wanted}", subjects, why)
        order = Order(self.operator, "tag", str(wanted), subjects, why)
        return self.hand_over(order, progress) or self.act(
            act, partial(tagging.put_on_and_off, subjects, wanted), progress
        )

    def rename_tag(self: Frame, old: str, new: str, why: str = "") -> Done:
        """Another name for a tag. NotFoundError when there is none, UsageError when the new one is taken."""
        before, after = checked_name(old), checked_name(new)
        return _edit(self, f"rename tag {before} to {after}", partial(tagging.rename, before, after), why)

    def colour_tag(self: Frame, name: str, colour: str, why: str = "") -> Done:
        """Paint a tag in a colour of the palette; '' or `none` for none."""
        known, paint = checked_name(name), checked_colour(colour)
        return _edit(self, f"colour tag {known} {paint or 'none'}", partial(tagging.paint, known, paint), why)

    def merge_tag(self: Frame, old: str, into: str, why: str = "", progress: Progress | None = None) -> Done:
        """What carries one tag carries the other instead; the one is no more."""
        one, other = checked_name(old), checked_name(into)
        plan = partial(tagging.merge, one, other)
        return _edit(self, f"merge tag {one} into {other}", plan, why, progress)

    def delete_tag(self: Frame, name: str, why: str = "", progress: Progress | None = None) -> Done:
        """Take a tag off all that carries it, and away."""
        known = checked_name(name)
        return _edit(self, f"delete tag {known}", partial(tagging.delete, known), why, progress)


def _edit(frame: Frame, title: str, plan: Planner, why: str, progress: Progress | None = None) -> Done:
    return frame.act(Act("tag.edit", title, (), why), plan, progress)
