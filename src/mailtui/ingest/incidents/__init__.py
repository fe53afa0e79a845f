"""FACT -> INCIDENT: from the attempts at one destination to its incidents. Pure: no store, clock or file.

`Course` is the machine, `Event` what it is fed, `Spell` an incident; `Hours` is a baseline in memory.
"""

from mailtui.ingest.incidents.baseline import Baseline, Hours
from mailtui.ingest.incidents.course import Course
from mailtui.ingest.incidents.events import SUCCESS, Event, Key, Spell

__all__ = ["SUCCESS", "Baseline", "Course", "Event", "Hours", "Key", "Spell"]
