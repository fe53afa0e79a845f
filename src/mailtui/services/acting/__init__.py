"""Acting: what people decide, all of it or none, told to the audit, and taken back with `undo`."""

from mailtui.services.acting.acting import Acting

__all__ = ["Acting"]
