"""Not mailing who is marked, or who is under the cursor; or mailing them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from mailtui.model.enums import Suppress, SuppressionReason, SuppressionState
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice
from mailtui.ui.repeating import Deed
from mailtui.ui.screens.acting import Acting, nothing_to_do_it_to
from mailtui.ui.words import count

if TYPE_CHECKING:
    from mailtui.model.suppression import SuppressionView, Whom
    from mailtui.ui.acted import Acted

FEW = 3
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom an act on some rows is about."""

    wishes: Sequence[Whom] = ()
    """To be suppressed."""
    spared: int = 0
    """Left out: their failures are not about the address."""
    warned: bool = False
    """The failure of the only one is not about the address."""
    held: SuppressionView | None = None
    """The only one is on the list already, and would be lifted."""


def meant(desk: Desk, acted: Acted) -> Meant:
    """Whom it is about; may block. Of several, who failed for other reasons than the address is spared."""
    from mailtui.model.suppression import Whom

    found = desk.suppressions.failing(_recipients(desk, acted))
    about = [one for one in found if one.suppress is not Suppress.NEVER]
    if len(found) == 1:
        known = desk.suppressions.of(found[0].target)
        held = next((one for one in known if one.state is SuppressionState.ACTIVE), None)
        if held is not None:
            return Meant(held=held)
    chosen = about or found
    wishes = [Whom(one.target, one.subject, one.cause) for one in chosen]
    return Meant(wishes, len(found) - len(chosen), warned=bool(found) and not about)


def _recipients(desk: Desk, acted: Acted) -> list[tuple[int, int]]:
    from mailtui.query import parse

    keys = [key for key in acted.keys if not key.is_rejection]
    for incident in acted.incidents:
        keys += desk.search.keys(parse(f"inc:{incident}"), MOST)
    return [(key.owner, key.number) for key in keys if not key.is_rejection]


def told(found: Meant) -> list[str]:
    """What is said of it before it is done."""
    if found.held is not None:
        held = found.held
        said = [f"{held.target} is on the list since it was put there by {held.decided_by}: {held.reason}"]
        return [*said, held.cause] if held.cause else said
    lines = [f"{count(len(found.wishes), 'address', 'addresses')} will not be mailed any more:"]
    lines += [f"  {wish.target}   {''.join(wish.cause.splitlines()[:1])}" for wish in found.wishes[:FEW]]
    if len(found.wishes) > FEW:
        lines.append(f"  and {count(len(found.wishes) - FEW, 'other')}")
    if found.spared:
        lines += ["", f"{count(found.spared, 'other')} left out: what failed there is not about the address"]
    if found.warned:
        lines += ["", "The diagnosis says that the failure is NOT about the address: mail may arrive there"]
    return lines


class Suppressing(Acting):
    """Mixin for screens with recipients; named after the screen's other base."""

    @does("act.suppress", unless=partial(nothing_to_do_it_to, "suppress"))
    def suppress(self) -> None:
        """Ask, with whom it would hit; one who is on the list is lifted."""
        desk, acted = self._desk, self.acted()
        if desk is not None:
            self.background("suppress", partial(meant, desk, acted), partial(self._ask_about, acted))

    def _ask_about(self, acted: Acted, found: Meant) -> None:
        from mailtui.ui.screens.preview import Preview

        if found.held is None and not found.wishes:
            self.post_message(Notice("Suppress: there is no address here that mail was sent to"))
            return
        whom = count(len(found.wishes), "address", "addresses")
        title = f"Lift {found.held.target}" if found.held is not None else f"Suppress {whom}"
        box = Preview(title, partial(told, found), asks_why=True)
        self.app.push_screen(box, partial(self._suppress_confirmed, acted, found))

    def _suppress_confirmed(self, acted: Acted, found: Meant, why: str | None) -> None:
        from mailtui.ui.screens.acting import Job

        actor, held = self.actor, found.held
        if why is None or actor is None:
            return
        if held is not None:
            self.run_job(Job(lambda _: actor.lift([held.target], why), acted))
            return
        if self._desk is not None:
            self.remember(to_suppressed(self._desk))
        reason = SuppressionReason.BOUNCE
        self.run_job(Job(lambda _: actor.suppress(found.wishes, reason, None, why), acted))


def to_suppressed(desk: Desk) -> Deed:
    """What suppresses again, others."""
    return Deed(
        "suppress",
        "suppress",
        lambda actor, acted, why, _: actor.suppress(
            meant(desk, acted).wishes, SuppressionReason.BOUNCE, None, why
        ),
        asks_why=True,
    )
