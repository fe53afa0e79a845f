"""Doing something to the marks, or to the row under the cursor: asked, done in a thread, told, undone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from mailtui.ui.commands import does
from mailtui.ui.desk import Desk
from mailtui.ui.messages import Notice
from mailtui.ui.repeating import Deed, Repeating
from mailtui.ui.screens.base import BaseScreen
from mailtui.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from mailtui.model.act import Done
    from mailtui.model.work import Subject
    from mailtui.ui import desk as services
    from mailtui.ui.acted import Acted, Item
    from mailtui.ui.screens.box import Tell

MANY = 2_000
"""An act on more than so many says how far it is, and `esc` stops it."""
AT_MOST_EVERY = 0.5
"""Seconds between two tellings of progress."""


class _StoppedByUser(Exception):
    """Raised where an act tells its progress: nothing has changed then."""


@dataclass
class Job:
    """An act that runs or waits for its turn."""

    work: Callable[[Callable[[int, int], None]], Done]
    acted: Acted
    deed: Deed | None = None
    back: bool = False
    """Whether it takes another act back."""
    stop: Event = field(default_factory=Event)
    so_far: tuple[int, int] = (0, 0)

    def run(self) -> Done | None:
        """In a thread; None: it was stopped, and nothing has changed."""
        try:
            return self.work(self._progress)
        except _StoppedByUser:
            return None

    def _progress(self, done: int, of: int) -> None:
        self.so_far = (done, of)
        if self.stop.is_set() and done < of:
            raise _StoppedByUser


def may_not(verb: str, screen: Acting) -> str | None:
    """Why the operator may not; None: they may."""
    return "mailtui is still opening" if screen.actor is None else screen.actor.may(verb)


def nothing_to_do_it_to(verb: str, screen: Acting) -> str | None:
    """Why there is nothing to act on, or nobody who may."""
    return may_not(verb, screen) or (None if screen.has_acted() else "there is nothing here")


def nothing_to_repeat(screen: Acting) -> str | None:
    """Why `.` has nothing to do."""
    deed = screen.last_deed
    return "nothing was done yet" if deed is None else nothing_to_do_it_to(deed.verb, screen)


class Acting(BaseScreen):
    """Mixin for screens with something to act on; named after the screen's other base."""

    _desk: Desk | None
    actor: services.Acting | None = None
    """Who acts; None until it is known."""
    _now: Job | None = None

    def acted(self) -> Acted:
        """What an act would be on now."""
        raise NotImplementedError

    def has_acted(self) -> bool:
        """Whether there is anything to act on; asked often."""
        return bool(self.acted().items)

    def settled(self, acted: Acted, *, done: bool) -> None:
        """It was done to these. `done`: they need nobody's attention for now."""

    def ask_who(self, desk: Desk | None = None) -> None:
        """What there is has been shown: learn who acts, which imports much and reads the system's groups.

        `desk`: the services, where the screen does not keep them yet.
        """
        known = desk if desk is not None else self._desk
        if self.actor is None and known is not None:
            self.background("actor", lambda: known.acting, self._known)

    def _known(self, actor: services.Acting) -> None:
        self.actor = actor
        self.update_keys()

    @property
    def last_deed(self) -> Deed | None:
        """What `.` repeats."""
        return self.app.last_deed if isinstance(self.app, Repeating) else None

    def remember(self, deed: Deed) -> None:
        """It is what `.` repeats from now on, on whatever screen."""
        if isinstance(self.app, Repeating):
            self.app.last_deed = deed

    # -- asking ----------------------------------------------------------------------------------

    def do(self, deed: Deed, acted: Acted, subjects: dict[Subject, Item], *, shown: bool) -> None:
        """Do it, after a look at what it is done to where that is more than one.

        `shown`: that has been seen already.
        """
        self.remember(deed)
        many = len(subjects) > 1
        if many and (deed.asks_why or not shown):
            from mailtui.ui.acted import named
            from mailtui.ui.screens.preview import Preview

            title = f"{deed.title}: {named(subjects)}"
            preview = Preview(title, self.telling(acted), asks_why=deed.asks_why)
            self.app.push_screen(preview, partial(self._confirmed, deed, acted))
        else:
            self._confirmed(deed, acted, "")

    def _confirmed(self, deed: Deed, acted: Acted, why: str | None) -> None:
        actor = self.actor
        if why is not None and actor is not None:
            self.run_job(Job(lambda progress: deed.do(actor, acted, why, progress), acted, deed))

    @does("act.repeat", unless=nothing_to_repeat)
    def repeat(self) -> None:
        """The last act again, on what would be acted on now."""
        deed, acted = self.last_deed, self.acted()
        if deed is not None:
            subjects = acted.failures if deed.verb in {"state", "assign"} else acted.things
            self.do(deed, acted, subjects, shown=False)

    # -- running ---------------------------------------------------------------------------------

    @property
    def _jobs(self) -> deque[Job]:
        found: deque[Job] = self.__dict__.setdefault("_waiting_jobs", deque())
        return found

    def run_job(self, job: Job) -> None:
        """Now, or after those that were asked for before."""
        self._jobs.append(job)
        self._next_job()

    def _next_job(self) -> None:
        if self._now is None and self._jobs:
            self._now = job = self._jobs.popleft()
            self._tell_progress()
            self.background("act", job.run, partial(self._job_done, job), self._job_over)

    def _job_over(self) -> None:
        """It failed, which was said, or is done."""
        self._now = None
        for line in self.query(StatusLine):
            line.show_act("")
        self._next_job()

    def _job_done(self, job: Job, done: Done | None) -> None:
        if done is None:
            self.post_message(Notice("Stopped; nothing has changed"))
        else:
            from mailtui.ui.acted import said

            self.post_message(Notice(said(done, back=job.back)))
            if done.refused:
                self._tell_refused(job, done)
            self.settled(job.acted, done=job.deed is not None and job.deed.settles)
        self._job_over()

    def _tell_refused(self, job: Job, done: Done) -> None:
        from mailtui.ui.screens.refused import Refused
        from mailtui.ui.screens.samples import refusals

        title = f"{done.title}: {len(done.refused)} not changed"
        self.app.push_screen(Refused(title, partial(refusals, self._desk, job.acted, done.refused)))

    def _tell_progress(self) -> None:
        job = self._now
        if job is None or len(job.acted.items) <= MANY:
            return
        done, of = job.so_far
        far = f"{done:,} of {of:,}".replace(",", " ") if of else "preparing"
        for line in self.query(StatusLine):
            line.show_act("stopping" if job.stop.is_set() else f"{far}, esc stops")
        self.set_timer(AT_MOST_EVERY, self._tell_progress)

    def stop_job(self) -> bool:
        """Ask the act that runs to stop; whether one runs that can be asked."""
        job = self._now
        if job is None or job.stop.is_set() or len(job.acted.items) <= MANY:
            return False
        job.stop.set()
        return True

    def action_do(self, identifier: str) -> None:
        """`esc` stops a long act before it leaves anything."""
        if not (identifier == "go.leave" and self.stop_job()):
            super().action_do(identifier)

    # -- taking back -----------------------------------------------------------------------------

    @does("act.undo", unless=partial(may_not, "undo"))
    def undo(self) -> None:
        """Take back the operator's last act."""
        self._turn(lambda actor: actor.undo(), back=True)

    @does("act.redo", unless=partial(may_not, "redo"))
    def redo(self) -> None:
        """Do again what was taken back last."""
        self._turn(lambda actor: actor.redo())

    def _turn(self, turn: Callable[[services.Acting], Done], *, back: bool = False) -> None:
        from mailtui.ui.acted import Acted

        actor = self.actor
        if actor is not None:
            self.run_job(Job(lambda _: turn(actor), Acted(), back=back))

    def telling(self, acted: Acted) -> Tell:
        """What says, in a thread, how much it is, and some of it."""
        from mailtui.ui.screens.samples import told

        return partial(told, self._desk, acted)
