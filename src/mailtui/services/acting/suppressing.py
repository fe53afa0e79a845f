"""Suppressions: who is not to be mailed any more, and who may be again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from mailtui.errors import UsageError
from mailtui.model.act import Done
from mailtui.model.enums import SubjectKind, SuppressionReason
from mailtui.model.suppression import Whom, target_of
from mailtui.model.work import Subject
from mailtui.services.acting.frame import Frame
from mailtui.store.acting import suppressing
from mailtui.store.acting.acts import Act


class Suppressing:
    """The verbs of suppressions; part of `Acting`. NotAllowedError for a viewer."""

    def suppress(
        self: Frame,
        wishes: Sequence[Whom | str],
        reason: SuppressionReason = SuppressionReason.MANUAL,
        until: int | None = None,
        why: str = "",
    ) -> Done:
        """Put addresses or domains on the list, or accept that they were proposed.

        `until`: UTC microseconds, None for until they are lifted. UsageError when one is neither an address
        nor a domain; then nothing has changed.
        """
        wanted = [_wish(one) for one in wishes]
        if not wanted:
            raise UsageError("there is nobody to suppress", "name addresses or domains")
        title = f"suppress {_named([wish.target for wish in wanted])}"
        subjects = list(dict.fromkeys(wish.subject for wish in wanted if wish.subject is not None))
        plan = partial(suppressing.suppress, wanted, reason, until)
        return self.act(Act("suppress", title, subjects, why), plan)

    def lift(self: Frame, targets: Sequence[str], why: str = "") -> Done:
        """Take addresses or domains off the list, or decline that they were proposed.

        NotFoundError when none of them is on the list.
        """
        wanted = list(dict.fromkeys(target_of(one) for one in targets))
        plan = partial(suppressing.lift, wanted, why)
        return self.act(Act("lift", f"lift {_named(wanted)}", (), why), plan)

    def lift_ids(self: Frame, ids: Sequence[int], why: str = "") -> Done:
        """The same for rows of the list; those that are closed already are refused."""
        subjects = [Subject(SubjectKind.SUPPRESSION, one) for one in ids]
        title = f"lift {len(ids)} suppression{'' if len(ids) == 1 else 's'}"
        return self.act(Act("lift", title, subjects, why), partial(suppressing.lift_ids, list(ids), why))


def _wish(one: Whom | str) -> Whom:
    return one._replace(target=target_of(one.target)) if isinstance(one, Whom) else Whom(target_of(one))


def _named(targets: Sequence[str]) -> str:
    return targets[0] if len(targets) == 1 else f"{len(targets)} addresses"
