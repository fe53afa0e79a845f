"""QUERY: text -> tree, pure. The table of fields is `fields.FIELDS`; times are resolved by `moments`."""

from mailtui.query.parser import parse

__all__ = ["parse"]
