"""File lookup: finds a file by the name under which it is listed."""

from functools import cached_property
from pathlib import Path

from index.plan import without_folder
from index.scan import scan_folder
from index.text.characters import is_control
from index.types import FoundFile
from ui.web.articles.names import LONGEST_NAME_BYTES
from ui.web.articles.places import inside


class ListedFiles:
    """The files of `folder` that a sync sees, but for those in `left_out`.

    The folder is looked through once at most, so this serves one request.
    """

    def __init__(self, folder: Path, left_out: Path | None = None) -> None:
        self._folder, self._left_out = folder, left_out

    def find(self, name: str) -> Path | None:
        """The file that is listed as `name`; None when there is none.

        Raises:
            ArticlesError: the name leads through a link, or into what is left out.
        """
        if all(map(_is_plain, parts := name.split("/"))):
            path = inside(self._folder, parts, self._left_out)
            if path.is_file():
                return path
        return self._scanned.get(name)

    @cached_property
    def _scanned(self) -> dict[str, Path]:
        """Also those whose name on disk is another: decomposed, or not in UTF-8."""
        if not self._folder.is_dir():
            return {}
        seen = scan_folder(self._folder)
        if self._left_out is not None:
            seen = without_folder(seen, self._folder, self._left_out)
        return {item.doc_id: item.path for item in seen if isinstance(item, FoundFile)}


def _is_plain(part: str) -> bool:
    """Whether a part of a path names what lies in its folder, and nothing that is hidden."""
    return (
        bool(part)
        and Path(part).name == part
        and not part.startswith(".")
        and len(part.encode(errors="replace")) <= LONGEST_NAME_BYTES
        and not any(map(is_control, part))
    )
