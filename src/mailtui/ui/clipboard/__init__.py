"""Getting a copy out of the terminal, by the route that works here, and always into a file too.

No Textual here: `mailtui doctor` and `mailtui yank --copy` use it as well.
"""

from mailtui.ui.clipboard.carrying import Carried, carry
from mailtui.ui.clipboard.routes import Route, best, sentence

__all__ = ["Carried", "Route", "best", "carry", "sentence"]
