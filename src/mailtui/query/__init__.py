"""QUERY: text -> tree, pure. The table of fields is `fields.FIELDS`; times are resolved by `moments`."""

from mailtui.query.carets import caret
from mailtui.query.complete import Candidate, Candidates, Wanted, candidates
from mailtui.query.english import explain
from mailtui.query.parser import parse

__all__ = ["Candidate", "Candidates", "Wanted", "candidates", "caret", "explain", "parse"]
