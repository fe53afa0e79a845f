"""What an act is on: rows by their lasting names, and the subjects that they stand for. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from mailtui.model.act import Done, Refusal, counted
from mailtui.model.enums import SubjectKind
from mailtui.model.view import RowKey
from mailtui.model.work import CampaignKey, Subject, recipient

Item: TypeAlias = RowKey | int | str | CampaignKey
"""A search row by its key, an incident by its number, a domain by its name, a campaign."""

REFUSED = "mail that this server refused is no failure of a delivery"


@dataclass(frozen=True)
class Acted:
    """The marks, or the row under the cursor, frozen when the key was pressed."""

    items: tuple[Item, ...] = ()
    marked: bool = False
    """Whether they were chosen by marks; otherwise it is one row."""

    @property
    def keys(self) -> list[RowKey]:
        """The search rows among them."""
        return [item for item in self.items if isinstance(item, RowKey)]

    @property
    def incidents(self) -> list[int]:
        """The incidents among them."""
        return [item for item in self.items if isinstance(item, int)]

    @cached_property
    def failures(self) -> dict[Subject, Item]:
        """What has a state and somebody who takes it, each with its row: recipients and incidents."""
        return dict(self._failures())

    @cached_property
    def things(self) -> dict[Subject, Item]:
        """What is tagged and noted, each with (one of) its rows: messages, refused mails, incidents."""
        return {_thing(item): item for item in self.items if isinstance(item, RowKey | int)}

    def _failures(self) -> Iterator[tuple[Subject, Item]]:
        for item in self.items:
            if isinstance(item, RowKey):
                if not item.is_rejection:
                    yield recipient(item.owner, item.number), item
            elif isinstance(item, int):
                yield Subject(SubjectKind.INCIDENT, item), item

    @property
    def refused(self) -> int:
        """How many of them are refused mail."""
        return sum(item.is_rejection for item in self.keys)


def _thing(item: RowKey | int) -> Subject:
    if isinstance(item, RowKey):
        if item.is_rejection:
            return Subject(SubjectKind.REJECTION, item.number)
        return Subject(SubjectKind.MESSAGE, item.owner)
    return Subject(SubjectKind.INCIDENT, item)


def rejections(acted: Acted) -> list[Refusal]:
    """The refused mails among them, which cannot be decided about, each with why."""
    refused = (Subject(SubjectKind.REJECTION, key.number) for key in acted.keys if key.is_rejection)
    return [Refusal(subject, REFUSED) for subject in refused]


def named(subjects: dict[Subject, Item]) -> str:
    """For people: `3 incidents and 412 failures`."""
    return counted(subjects)


def said(done: Done, *, back: bool = False) -> str:
    """What came of an act, for the line at the bottom. `back`: it was an undo."""
    parts = [done.title]
    if not done.changed and not done.refused:
        parts.append("it was so already")
    if done.refused:
        parts.append(f"{len(done.refused)} not changed")
    if done.changed and back:
        parts.append("U does it again; u takes back one more")
    elif done.changed and done.undo_id is not None:
        parts.append("u undoes")
    return "; ".join(parts)
