"""What the verbs stand on: who acts, and the one way to make an act."""

from __future__ import annotations

from typing import Protocol

from mailtui.model.act import Done, Progress
from mailtui.model.operator import Operator
from mailtui.services.acting.ordering import Order
from mailtui.store.acting.acts import Act, Planner


class Frame(Protocol):
    """`Acting`, as its verbs in other files see it."""

    @property
    def operator(self) -> Operator:
        """Who acts."""

    def hand_over(self, order: Order, progress: Progress | None = None) -> Done | None:
        """Have the worker do it, if it is large and one runs; None: do it here."""

    def act(self, act: Act, plan: Planner, progress: Progress | None = None) -> Done:
        """Do what a plan says, in one transaction."""
