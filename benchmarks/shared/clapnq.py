"""ClapNQ as a folder of articles: each passage of the pool is one."""

from collections.abc import Sequence
from pathlib import Path

from eval.collections.clapnq import ClapPassage
from eval.collections.corpora import write_markdown


def write_pool(pool: Sequence[ClapPassage], folder: Path) -> None:
    """One Markdown file for each passage, its headline in the front matter."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, passage in enumerate(pool):
        write_markdown(folder / file_of(place), passage.title, passage.text)


def file_of(place: int) -> str:
    """The file of the passage at `place` of the pool."""
    return f"{place:04}.md"


def places_in(pool: Sequence[ClapPassage]) -> dict[str, int]:
    """Id of a passage -> its place in the pool."""
    return {passage.id: place for place, passage in enumerate(pool)}


def same_title(pool: Sequence[ClapPassage], place: int) -> list[int]:
    """The places of all passages under the title of the one at `place`."""
    return [other for other, passage in enumerate(pool) if passage.title == pool[place].title]
