"""Taking away by hand: the text of a row, of marks, of an incident, a domain or a campaign.

`Yanking` reads what is known, `offers` makes the texts of it.
"""

from mailtui.services.yanking.entries import ENTRIES, Entry, Offer
from mailtui.services.yanking.gathering import Item, Yanking
from mailtui.services.yanking.matter import Matter
from mailtui.services.yanking.offering import offers, seen, within

__all__ = ["ENTRIES", "Entry", "Item", "Matter", "Offer", "Yanking", "offers", "seen", "within"]
