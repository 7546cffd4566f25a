"""`byline search`: the hit list: passages with their score trace."""

from pathlib import Path

from index.location import find_index
from index.search.names import unknown_names
from index.text.characters import one_line
from rag.answerer import Answerer
from ui.cli.options import FilterOptions
from ui.cli.terminal import console, error_console, print_json, wrapped
from ui.web.text import excerpt

EXCERPT_CHARS = 180


def search(
    question: list[str],
    only: FilterOptions,
    index: Path | None = None,
    json: bool = False,
    count: int = 10,
) -> None:
    """Search and print a table."""
    from rich.table import Table

    filters, asked = only.filters, " ".join(question)
    answerer = Answerer.open(find_index(index))
    # A search is for the words as they stand: nothing in them becomes a filter.
    hits = answerer.search(asked, hits=count, filters=filters, reads_filters=False)
    if json:
        print_json({"question": asked, "hits": list(hits)})
        return
    for name in unknown_names(answerer.index.snapshot().about.values(), filters):
        error_console().print(wrapped(f"note: {one_line(name)}"))
    problem = answerer.index.encoder.problem
    if problem:
        error_console().print(f"note: Searched by words alone, without meaning: {problem}")
    if not hits:
        console().print("No passage found.")
        return
    table = Table(box=None, pad_edge=False)
    for name in ("#", "score", "meaning", "words"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("passage")
    for hit in hits:
        begun = excerpt(hit.passage.text, EXCERPT_CHARS)
        also = f" (also in {', '.join(hit.also_in)})" if hit.also_in else ""
        table.add_row(
            str(hit.rank),
            f"{hit.score:.3f}",
            _arm(hit.dense_score, hit.dense_rank),
            _arm(hit.lexical_score, hit.lexical_rank),
            f"{one_line(hit.passage.passage_id + also)}\n{begun}\n",
        )
    console().print(table)
    console().print("meaning: cosine; words: BM25; #n: the arm's own rank, – if not found by it.")


def _arm(score: float | None, rank: int | None) -> str:
    if score is None:
        return "–"
    return f"{score:.2f} {'#' + str(rank) if rank else '–'}"
