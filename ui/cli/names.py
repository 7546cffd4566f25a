"""`byline authors`, `outlets`, `sections`, `tags`: the names that filters may ask for, counted."""

from collections.abc import Callable
from pathlib import Path

from index.index import Index
from index.location import find_index
from index.search.names import count_names
from index.text.characters import one_line
from ui.cli.terminal import console, error_console, print_json


def _lister(field: str) -> Callable[..., None]:
    def show(index: Path | None = None, json: bool = False) -> None:
        counted = count_names(Index.open(find_index(index)).snapshot().about.values(), field)
        if json:
            print_json({field: [{"name": n, "articles": c} for n, c in counted.items()]})
        for name, count in () if json else counted.items():
            console().print(f"{count:>6,}  {one_line(name)}", soft_wrap=True)
        if not counted and not json:
            error_console().print(f"No article of the index has {field}.")

    return show


authors, outlets, sections, tags = map(_lister, ("authors", "outlets", "sections", "tags"))
