"""QUERY -> SELECT: a query tree becomes conditions over recipients and rejections, with a plan."""

from mailtui.store.selecting.context import Context
from mailtui.store.selecting.mentions import Mentions
from mailtui.store.selecting.plan import Plan, plan

__all__ = ["Context", "Mentions", "Plan", "plan"]
