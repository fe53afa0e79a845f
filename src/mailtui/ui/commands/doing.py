"""Who does a command: a screen or the app marks a method with `does`, and gets its keys for it.

    class SearchScreen(Screen[None], Doer):
        @does("row.open", unless=no_row)
        def open_row(self) -> None: ...

`unless` answers why the command cannot be done now (None: it can). Such a command is grey in the footer
and the help, and a press of its key says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.widgets import Input

from mailtui.ui.commands.catalogue import command
from mailtui.ui.commands.command import Command
from mailtui.ui.messages import Notice

Method = TypeVar("Method", bound=Callable[..., None])
Unless = Callable[[Any], str | None]


@dataclass(frozen=True, slots=True)
class Doing:
    """A command together with the method of some class that does it."""

    command: Command
    method: str
    unless: Unless | None

    def why_not(self, doer: DOMNode) -> str | None:
        """Why `doer` cannot do it now, or None."""
        return self.unless(doer) if self.unless else None


def does(identifier: str, unless: Unless | None = None) -> Callable[[Method], Method]:
    """Mark the method that does a command of the catalogue; KeyError when it is not in there."""
    found = command(identifier)

    def mark(method: Method) -> Method:
        method.__dict__["doing"] = Doing(found, method.__name__, unless)
        return method

    return mark


class Doer(DOMNode):
    """Mixin for screens and the app: binds the keys of the commands that the class does.

    Named after the Textual class: Textual takes its CSS from the first base only.
    """

    doings: ClassVar[dict[str, Doing]] = {}
    """What this class does, by command id, its bases included."""
    LABELS: ClassVar[Mapping[str, str]] = {}
    """By command id, what the footer says here instead of the command's own word; '' keeps it out."""

    def __init_subclass__(cls, **options: bool) -> None:
        marks = (getattr(item, "__dict__", {}).get("doing") for item in vars(cls).values())
        own = {doing.command.id: doing for doing in marks if isinstance(doing, Doing)}
        inherited = [vars(base).get("doings", {}) for base in reversed(cls.__mro__)]
        cls.doings = {
            identifier: doing for doings in (*inherited, own) for identifier, doing in doings.items()
        }
        cls.BINDINGS = [*vars(cls).get("BINDINGS", ()), *bindings(doing.command for doing in own.values())]
        super().__init_subclass__(**options)

    def label(self, doing: Doing) -> str:
        """The word for the footer; '' keeps the command out of it."""
        return self.LABELS.get(doing.command.id, doing.command.label)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While text is typed, keys that come first elsewhere are letters."""
        if action == "do" and getattr(self.app.focused, "takes_keys", False):
            return False
        if action == "do" and isinstance(self.app.focused, Input):
            identifier = str(parameters[0])
            return not (identifier in self.doings and self.doings[identifier].command.comes_first)
        return super().check_action(action, parameters)

    def action_do(self, identifier: str) -> None:
        """Do a command, or say why not."""
        doing = self.doings[identifier]
        reason = doing.why_not(self)
        if reason is None:
            getattr(self, doing.method)()
        else:
            self.post_message(Notice(f"{doing.command.title}: {reason}"))


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Textual bindings for the default keys; the command id is the binding's id."""
    return [
        Binding(
            ",".join(item.keys),
            f"do('{item.id}')",
            item.title,
            show=bool(item.label),
            id=item.id,
            priority=item.comes_first,
        )
        for item in commands
    ]
