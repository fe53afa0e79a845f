"""Settings: a TOML file, `MAILTUI_*` variables and options become one frozen value, handed down.

`load()` answers what is in force and where each value came from. Only the command line calls it.
"""

from mailtui.config.loading import Loaded, load
from mailtui.config.settings import Origin, Settings

__all__ = ["Loaded", "Origin", "Settings", "load"]
