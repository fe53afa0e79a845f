"""Starting the process that reads, and taking its answers."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

from mailtui.ingest.bulk.step import Ending, Order, Step
from mailtui.ingest.second import LostError as LostError
from mailtui.ingest.second import SecondProcess


class FrontProcess(SecondProcess):
    """One order being carried out."""

    def __init__(self, order: Order) -> None:
        """Start it; LostError when that cannot be."""
        super().__init__("mailtui.ingest.bulk.front", order)
        self.ending: Ending | None = None
        """Set when all steps were taken."""

    def steps(self) -> Iterator[Step]:
        """The steps as they come; LostError when they break off."""
        try:
            taken = self.ask()
            while isinstance(answer := pickle.load(taken), Step):  # noqa: S301 - from ourselves
                yield answer
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise LostError from error
        self.ending = answer
