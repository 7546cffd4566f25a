"""Document readers: a file of any supported format into a `Document`, in a sandboxed process."""

from index.readers.kinds import READ_SUFFIXES
from index.readers.limits import Limits
from index.readers.process import DocumentReader

__all__ = ["READ_SUFFIXES", "DocumentReader", "Limits"]
