"""Where each name of the package is: read by type checkers, and when a name is first used."""

from .errors import BylineError as BylineError
from .index import Index as Index
from .index import open_or_create as open_or_create
from .location import find_index as find_index
from .search.snapshot import Snapshot as Snapshot
from .settings import IndexSettings as IndexSettings
from .types import Document as Document
from .types import Encoder as Encoder
from .types import Filters as Filters
from .types import Passage as Passage
from .types import SyncReport as SyncReport
