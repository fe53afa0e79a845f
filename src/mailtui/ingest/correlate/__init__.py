"""EVENT -> FACT: the events of one queue id, folded into a message; a refusal into a rejection."""

from mailtui.ingest.correlate.folding import Folding
from mailtui.ingest.correlate.rejections import rejection

__all__ = ["Folding", "rejection"]
