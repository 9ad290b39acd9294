"""Files as lines of texts: which kind of file it is, and how it is read."""

from core.importing.formats.kinds import Reading, Unreadable, recognise
from core.importing.formats.source import Source

__all__ = ["Reading", "Source", "Unreadable", "recognise"]
