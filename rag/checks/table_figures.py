"""Fact check of tables: a figure is told of the row and the column in which it stands."""

from collections.abc import Iterator, Sequence

from index.text.tables import is_row
from rag.english.quantities import Quantity, bears_out, find_quantities
from rag.english.table_cells import RowCell, Stems, read_cells, shared_head, stems_of
from rag.english.words import find_words

_Row = tuple[str, tuple[RowCell, ...]]


def misplaced(text: str, quantities: Sequence[Quantity], sentences: Sequence[str]) -> list[str]:
    """The figures of `text` that tables give for something else, in a few words.

    `sentences` are those of the passages; a figure that stands in their prose is passed over.
    """
    rows = [(sentence, read_cells(sentence)) for sentence in sentences if is_row(sentence)]
    prose = [sentence for sentence in sentences if not is_row(sentence)]
    told = stems_of(find_words(text))
    found = []
    for quantity in quantities if rows else []:
        cells = [(row, cell) for row in rows for cell in row[1] if _holds(row[0], cell, quantity)]
        if not cells or any(_says(sentence, quantity) for sentence in prose):
            continue
        if not any(_fits(row, cell, told, quantities, rows) for row, cell in cells):
            (row, cells_of_row), cell = cells[0]
            label = row[cells_of_row[0].start : cells_of_row[0].end]
            under = f" under {cell.named}" if cell.named else ""
            found.append(f"{quantity.text} stands in the row {label}{under}")
    return found


def _holds(row: str, cell: RowCell, quantity: Quantity) -> bool:
    return _says(row[cell.start : cell.end], quantity)


def _says(text: str, quantity: Quantity) -> bool:
    return any(bears_out(other, quantity) for other in find_quantities(text))


def _fits(
    row: _Row, cell: RowCell, told: Stems, quantities: Sequence[Quantity], rows: Sequence[_Row]
) -> bool:
    """Whether `told` names no other column, and no other row, than those of the cell."""
    text, cells = row
    shared = shared_head(cells)
    named = [c for c in cells[1:] if c.head - shared and c.head - shared <= told]
    # "From 702 to 1,015 in 2024" tells the figure of the column, too.
    has_column = cell in named or not named
    has_column = has_column or any(_holds(text, c, q) for c in named for q in quantities)
    return has_column and (bool(cells[0].value & told) or not any(_others(cells, told, rows)))


def _others(cells: Sequence[RowCell], told: Stems, rows: Sequence[_Row]) -> Iterator[bool]:
    """Whether each of the rows is named where this one is not."""
    for _, others in rows:
        own = others[0].value - cells[0].value
        yield bool(own) and own <= told
