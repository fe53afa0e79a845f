"""Export: rows of a query, or marked ones, into a file or a pipe, as they come."""

from mailtui.services.exporting.formats import FORMATS, Format
from mailtui.services.exporting.reading import rows_of_items, rows_of_query
from mailtui.services.exporting.writing import Plan, export, lines_of, whole_file

__all__ = ["FORMATS", "Format", "Plan", "export", "lines_of", "rows_of_items", "rows_of_query", "whole_file"]
