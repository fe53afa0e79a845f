"""The Person screen: one address, whether it may be mailed, and every mail from it and to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from mailtui.model.enums import SubjectKind, SuppressionReason
from mailtui.model.work import Subject
from mailtui.ui.acted import Acted, Item
from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.language import FAILED, Reading, read, toggled
from mailtui.ui.pacing import Pace
from mailtui.ui.rendering import content, safe
from mailtui.ui.screens import empty
from mailtui.ui.screens.acting import Job, may_not
from mailtui.ui.screens.listing import Listing
from mailtui.ui.screens.moving import no_rows
from mailtui.ui.screens.row_screen import not_ready
from mailtui.ui.screens.rows_person import address_query
from mailtui.ui.widgets.facts import FactPage
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.person_head import PersonHead, held, person_facts
from mailtui.ui.widgets.results import Results
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import LOCAL, Look

if TYPE_CHECKING:
    from mailtui.model.person import PersonView
    from mailtui.model.suppression import SuppressionView
    from mailtui.model.view import SearchRow, StoreState
    from mailtui.query.tree import Query

READING = "Reading what is known of this address ..."
NO_MAIL = "No mail from this address or to it has been read."


@dataclass(frozen=True)
class OnPerson(Acted):
    """An address, with the number of its row in the database."""

    number: int = 0

    @cached_property
    def things(self) -> dict[Subject, Item]:
        return {Subject(SubjectKind.ADDRESS, self.number): item for item in self.items}


def not_read(screen: PersonScreen) -> str | None:
    """Why there is nothing to show."""
    return None if screen.person is not None else "nobody is shown yet"


def is_here(screen: PersonScreen) -> str | None:
    """Why there is nobody else to go to: the other end of the mail is somebody else."""
    return None if screen.person_here else "this is the page of that person"


def cannot_suppress(screen: PersonScreen) -> str | None:
    """Why nothing can be decided."""
    return not_read(screen) or may_not("suppress", screen)


class PersonScreen(Listing):
    """Without marks, notes, tags and `s` are about the person; with marks about those mails."""

    CSS_PATH = "person.tcss"
    LABELS: ClassVar[dict[str, str]] = {"row.diagnosis": "all"}

    def __init__(self, desk: Desk, address: str, look: Look = LOCAL) -> None:
        super().__init__(look)
        self.address = address
        """Whose page it is."""
        self.person: PersonView | None = None
        """What is known; None until it has been read."""
        self.results = Results(look, READING)
        self._desk = desk
        self._query: Reading = read(address_query(address))
        self._pace = Pace(self.look_again, self.set_timer)

    def compose(self) -> ComposeResult:
        yield StatusLine("Person", self.look)
        yield PersonHead(self.look, id="head")
        with Horizontal(id="body"):
            yield self.results
            yield FactPage(id="card")
        yield Static(id="problem", markup=False)
        yield KeyLine()

    # -- reading ---------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        """The panels are there: read the page."""
        self.results.connect(desk.search)
        self.read()

    def read(self, *, keep: bool = False) -> None:
        """Read the page and the mails. `keep`: again, so the cursor stays."""
        self._read_person()
        if self._query.query is not None:
            self.results.run(self._query.query, keep=keep)

    def _read_person(self) -> None:
        assert self._desk is not None
        work = partial(self._desk.persons.page, self.address)
        self.background("person", work, self._arrived, self._broken)

    def _arrived(self, person: PersonView) -> None:
        self.person = person
        self.remove_class("-problem")
        self.query_one(PersonHead).show(person)
        self.query_one("#card", FactPage).show(person_facts(person, self.look))
        self.update_keys()

    def _broken(self) -> None:
        if self.person is None:
            text = "What is known of this address could not be read.\n\nr reads again, q goes back"
            self.query_one("#problem", Static).update(content(text))
            self.add_class("-problem")

    def database_changed(self, before: StoreState | None, now: StoreState) -> None:  # noqa: ARG002
        """There may be more mail."""
        if before is not None:
            self._pace.ask()

    def work_changed(self) -> None:
        """Somebody noted, tagged, suppressed."""
        self._pace.ask()

    def look_again(self) -> None:
        self.read(keep=True)

    def mask_changed(self) -> None:
        super().mask_changed()
        if self.person is not None:
            self._arrived(self.person)

    @on(Results.Counted)
    def _counted(self, event: Results.Counted) -> None:
        self._pace.done()
        self.ask_who()
        self.query_one(StatusLine).show_mode(empty.total_text(event.total))
        self.rows_changed()
        if event.total.value == 0:
            self.results.explain_empty(
                NO_MAIL if FAILED not in self._query.text else f"{NO_MAIL} ! lists all"
            )

    # -- this row --------------------------------------------------------------------------------

    @property
    def searched(self) -> Query | None:
        return self._query.query

    @property
    def query_here(self) -> str:
        return self._query.text

    @property
    def person_here(self) -> str:
        """The other end of the mail under the cursor."""
        row = self.rows.row
        ends = (row.recipient, row.sender) if row is not None else ()
        mine = self.address.lower()
        return next((one for one in ends if one and "@" in one and one.lower() != mine), "")

    @does("row.person", unless=is_here)
    def open_person(self) -> None:
        """The page of who is at the other end."""
        super().open_person()

    def cursor_moved(self, row: SearchRow | None) -> None:
        super().cursor_moved(row)
        self.results.histogram.mark(row.key.time if row is not None else None)

    # -- acting ----------------------------------------------------------------------------------

    def acted(self) -> Acted:
        """The marked mails, else the person."""
        if self.marks:
            return super().acted()
        number = self.person.subject if self.person is not None else None
        return Acted() if number is None else OnPerson((self.address,), number=number)

    def has_acted(self) -> bool:
        return bool(self.marks) or (self.person is not None and self.person.subject is not None)

    def why_not_decide(self) -> str | None:
        """A person has no state."""
        return None if self.marks else "a person has no state: mark mails that failed with space"

    def settled(self, acted: Acted, *, done: bool) -> None:
        if isinstance(acted, OnPerson):
            self._read_person()
        else:
            super().settled(acted, done=done)

    @does("act.suppress", unless=cannot_suppress)
    def suppress(self) -> None:
        """Mail this person no more, or again; with marks the recipients of those mails."""
        if self.marks:
            super().suppress()
            return
        from mailtui.ui.screens.preview import Preview

        assert self.person is not None
        one = held(self.person)
        title = f"Lift {safe(one.target)}" if one is not None else f"Suppress {safe(self.address)}"
        box = Preview(title, partial(_told, one), asks_why=True)
        self.app.push_screen(box, partial(self._decided, one))

    def _decided(self, one: SuppressionView | None, why: str | None) -> None:
        actor, address = self.actor, self.address
        if why is None or actor is None:
            return
        acted = OnPerson((address,))
        if one is not None:
            self.run_job(Job(lambda _: actor.lift([one.target], why), acted))
        else:
            manual = SuppressionReason.MANUAL
            self.run_job(Job(lambda _: actor.suppress([address], manual, None, why), acted))

    # -- view ------------------------------------------------------------------------------------

    @does("row.diagnosis", unless=not_read)
    def toggle_card(self) -> None:
        """All that is known of the person, beside or under the list."""
        shown = bool(self.query_one("#card").display)
        self.set_class(shown, "-card-off")
        self.remove_class("-facts")
        self._alone("-card-on", shown=not shown)

    @does("view.facts", unless=not_ready)
    def toggle_facts(self) -> None:
        """Everything known about the row, in the place of the card."""
        self._alone("-facts", shown=not self.has_class("-facts"))
        self.cursor_moved(self.rows.row)

    def _alone(self, panel: str, *, shown: bool) -> None:
        """Show or hide a panel; on a small screen no other beside it, or nothing is left of the list."""
        if shown and self.has_class("-narrow"):
            self.remove_class("-card-on", "-facts", "-raw")
        self.set_class(shown, panel)

    @does("query.failures")
    def toggle_failures(self) -> None:
        """Only mail that failed for good, or all."""
        self._query = read(toggled(self._query.text, FAILED))
        self.read()

    @does("view.histogram", unless=no_rows)
    def toggle_histogram(self) -> None:
        """High, or a strip."""
        self.results.histogram.toggle()

    @does("view.refresh")
    def refresh_person(self) -> None:
        """Look again."""
        self.read(keep=True)

    @does("go.leave")
    def leave(self) -> None:
        """Out of the innermost: the highlight, a panel, the card where it is in the way, the marks."""
        if (
            self.has_class("-raw")
            or self.has_class("-facts")
            or self.rows.word
            or not self.has_class("-card-on")
        ):
            super().leave()
        else:
            self.toggle_card()

    def plain(self) -> list[str]:
        """Head, everything known and the rows on screen, in full."""
        from mailtui.ui.screens.plain import plain_row

        card = self.query_one("#card", FactPage).facts
        said = [safe(f"{fact.label:10} {fact.text}") for fact in card]
        rows = [plain_row(row, self.look) for row in self.rows.shown_rows()]
        return [*self.query_one(PersonHead).plain(), "", *said, "", *rows]


def _told(one: SuppressionView | None) -> list[str]:
    if one is None:
        return ["The address will not be mailed any more.", "u undoes it."]
    said = [f"on the list: {one.reason}, by {one.decided_by or one.proposed_by}"]
    return [*said, *one.cause.splitlines()]
