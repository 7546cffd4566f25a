"""`byline` alone: what there is here, and the command that comes next."""

from itertools import islice
from pathlib import Path

from index.errors import BylineError
from index.index import Index
from index.location import STORE_NAME, find_index
from index.readers.kinds import READ_SUFFIXES, suffix_of
from ui.web.text import many

MOST_LOOKED_AT = 10_000


def tell() -> None:
    """Print the next step: to index the articles here, to ask, or where to begin."""
    path = find_index()
    held = _held(path) if (path / STORE_NAME).is_file() else 0
    files = 0 if held and path.parent == Path.cwd() else _articles_here()
    if files:
        some = f"{many(files, 'file')} here that Byline reads"
        print(f"There {'is' if files == 1 else 'are'} {some}. To index and ask them:\n")
        print("  byline sync . --index .byline\n  byline ask What happened")
    elif held:
        print(f"The index at {path} holds {many(held, 'article')}. To ask them:\n")
        print("  byline ask What happened        # or `byline serve`, in the browser")
    else:
        print("There is no index yet, and no article in this folder. To begin:\n")
        print("  byline sync FOLDER              # a folder of articles: text, PDF, Word, HTML ...")
    print("\n`byline --help` lists all commands.")


def _held(path: Path) -> int:
    try:
        return int(
            Index.open(path).store.rows("SELECT count(*) FROM items WHERE document IS NOT NULL")[0][
                0
            ]
        )
    except BylineError:
        return 0


def _articles_here() -> int:
    """Files of kinds that are read, in the working folder and under it; hidden ones are not."""
    here = Path.cwd()
    seen = (path.relative_to(here) for path in islice(here.rglob("*"), MOST_LOOKED_AT))
    return sum(
        suffix_of(path.name).lower() in READ_SUFFIXES
        for path in seen
        if not any(part.startswith(".") for part in path.parts)
    )
