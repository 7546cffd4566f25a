"""The body of a Word document: its paragraphs, tables and text boxes, and what is no text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from index.readers.office.article import Block, is_layout
from index.readers.office.runs import CONTENTS, DELETED, HIDDEN, MARK, Dropped, Run, join_runs
from index.readers.office.styles import Look, Styles, is_on
from index.readers.office.symbols import symbol
from index.text.raised import power
from index.text.tables import Cell, table_lines

_GONE = {"del": DELETED, "moveFrom": DELETED, "rt": "reading aid"}
_BLOCKS = ("p", "tbl", "tr", "tc", "r")
_NOT_TEXT = frozenset({"pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "sectPr"})
_LEAVES = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


Notes = dict[tuple[str, str], Any]
"""Notes by their kind and number, as elements."""


class Body:
    """One way through a document; collects what is left out, and the notes that are referred to.

    The readers of other formats give their elements the names that Word uses; `reason` as an
    attribute of theirs says why an element is no text.
    """

    def __init__(self, styles: Styles) -> None:
        self.dropped: Dropped = []
        self._marks: list[tuple[str, str]] = []
        self._styles = styles
        self._boxes: list[tuple[Any, str]] = []
        self._fields: list[bool] = []  # for each open field, whether its result has begun

    def blocks(self, parent: Any, reason: str = "") -> Iterator[Block]:
        """The blocks in `parent`; with a `reason` their words are only listed as left out."""
        carried: list[Run] = []
        for child in _unwrapped(parent):
            if child.tag == "tbl":
                yield from self._table(child, reason)
            elif child.tag != "p" and (gone := _no_text_in(child)):
                yield from self.blocks(child, reason or gone)
            elif child.tag not in _NOT_TEXT:
                runs, kind = self._paragraph(child, reason or _no_text_in(child))
                carried += runs
                if _goes_on(child):
                    carried.append(Run(text=" ", reason=DELETED))
                    continue
                if text := join_runs(carried, self.dropped):
                    yield Block(text=text, kind=kind)
                carried = []
            while self._boxes:
                yield from self.blocks(*self._boxes.pop(0))
        if text := join_runs(carried, self.dropped):
            yield Block(text=text)

    def notes_of(self, notes: Notes) -> list[Block]:
        """The notes that the text refers to, in its order; the others are listed as left out."""
        found = {key: list(self.blocks(note)) for key, note in notes.items()}
        shown = [block for key in dict.fromkeys(self._marks) for block in found.pop(key, ())]
        for blocks in found.values():
            self.dropped.extend((block.text, "note without its mark") for block in blocks)
        return shown

    def _paragraph(self, paragraph: Any, reason: str) -> tuple[list[Run], str]:
        style = self._styles.paragraph(paragraph.find("pPr"))
        if style.kind == "contents":
            reason = reason or CONTENTS
        runs = list(self._runs(paragraph, style.look, Run(text="", reason=reason)))
        # A field's instruction ends with its paragraph, whatever a damaged file says.
        self._fields = [begun for begun in self._fields if begun]
        return runs, style.kind

    def _runs(self, parent: Any, look: Look, like: Run) -> Iterator[Run]:
        """The runs below `parent`, each raised and left out as `like` is, or on its own account."""
        for child in parent:
            tag = child.tag
            if tag in _NOT_TEXT:
                continue
            if tag == "r" and not like.reason:
                raised, reason = self._styles.run(child.find("rPr"), look)
                inner = replace(like, raised=like.raised or raised, reason=reason)
                yield from self._runs(child, look, inner)
            elif tag in ("t", "delText"):
                yield replace(like, text="".join(child.itertext()), reason=self._reason(like))
            elif tag in _LEAVES:
                yield replace(like, text=_LEAVES[tag], reason=self._reason(like))
            elif tag == "den":  # of a fraction
                yield replace(like, text="/")
                yield from self._runs(child, look, like)
            elif tag == "sym":
                yield self._symbol(child, like)
            elif tag == "txbxContent":
                self._boxes.append((child, like.reason))
            elif tag == "AlternateContent":
                yield from self._runs(_choice(child), look, like)
            elif tag == "sup":  # of a formula
                yield replace(like, text=power("".join(child.itertext("t"))))
            else:
                self._look_at(child, like)
                gone = like.reason or _GONE.get(tag) or _no_text_in(child)
                inner = replace(like, reason=gone)
                yield from self._runs(child, look, inner)

    def _reason(self, like: Run) -> str:
        return like.reason or ("" if all(self._fields) else "field code")

    def _look_at(self, node: Any, like: Run) -> None:
        """Takes note of the marks of notes, and of where fields begin and end."""
        if node.tag in ("footnoteReference", "endnoteReference") and like.reason in ("", MARK):
            self._marks.append((node.tag.removesuffix("Reference"), node.get("id", "")))
        elif node.tag == "fldChar":
            step = node.get("fldCharType")
            if step == "begin":
                self._fields.append(False)
            elif self._fields and step == "separate":
                self._fields[-1] = True
            elif self._fields and step == "end":
                self._fields.pop()

    def _symbol(self, node: Any, like: Run) -> Run:
        font, code = node.get("font", ""), node.get("char", "")
        if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) and (text := symbol(int(code, 16), font)):
            return replace(like, text=text, reason=self._reason(like))
        return Run(text=f"{font} {code}", reason="symbol without a letter")

    def _table(self, table: Any, reason: str) -> Iterator[Block]:
        rows = [row for row in _unwrapped(table) if row.tag == "tr"]
        inside = [list(_unwrapped(row)) for row in rows]
        for cell in (cell for row in inside for cell in row if cell.tag != "tc"):
            list(self.blocks(cell, reason or _no_text_in(cell)))  # what a merged cell covers
        cells = [[cell for cell in row if cell.tag == "tc"] for row in inside]
        if all(len(row) == 1 for row in cells):
            for row, own in zip(rows, cells, strict=True):
                yield from self.blocks(own[0], reason or _gone(row, own[0]))
            return
        read = [
            [list(self.blocks(cell, reason or _gone(row, cell))) for cell in own]
            for row, own in zip(rows, cells, strict=True)
        ]
        if is_layout(read):
            yield from (block for row in read for blocks in row for block in blocks)
            return
        heads = sum(is_on(row.find("trPr/tblHeader")) for row in rows)
        lines = table_lines(self._grid(rows, cells, read), heads=heads or None)
        yield Block(text="\n".join(lines))

    def _grid(self, rows: Any, cells: Any, read: list[list[list[Block]]]) -> list[list[Cell]]:
        """The rows with each merged cell once, where it begins."""
        grid: list[list[Cell]] = []
        begun: dict[int, tuple[int, int]] = {}  # column, and the merged cell that it is in
        for row, own, texts in zip(rows, cells, read, strict=True):
            column = _number(row.find("trPr/gridBefore"), 0)
            placed = [Cell("", columns=column)] if column else []
            for cell, blocks in zip(own, texts, strict=True):
                text = " ".join(" ".join(block.text for block in blocks).split())
                merge = cell.find("tcPr/vMerge")
                width = _number(cell.find("tcPr/gridSpan"), 1)
                if merge is not None and merge.get("val") != "restart" and column in begun:
                    top, at = begun[column]
                    grid[top][at] = replace(grid[top][at], rows=grid[top][at].rows + 1)
                    if text:
                        self.dropped.append((text, HIDDEN))
                else:
                    begun.pop(column, None)
                    if merge is not None:
                        begun[column] = len(grid), len(placed)
                    down = _number(cell.find("tcPr/rowSpan"), 1)
                    placed.append(Cell(text, columns=width, rows=down, is_head=_is_bold(cell)))
                column += width
            grid.append(placed)
        return grid


def _unwrapped(parent: Any) -> Iterator[Any]:
    """The children of `parent`, those in content controls and the like in their place."""
    for child in parent:
        if child.tag == "AlternateContent":
            yield from _unwrapped(_choice(child))
        elif child.tag in _BLOCKS or _no_text_in(child) or next(child.iter(*_BLOCKS), None) is None:
            yield child
        else:
            yield from _unwrapped(child)


def _choice(alternatives: Any) -> Any:
    """The first of several forms of one thing that has words."""
    return next((form for form in alternatives if any(form.itertext("t"))), ())


def _no_text_in(node: Any) -> str:
    """Why what an element holds is no text of the article; "" when it is one."""
    if node.tag != "sdt" or node.get("reason"):
        return str(node.get("reason", ""))
    gallery = node.find("sdtPr/docPartObj/docPartGallery")
    if gallery is not None and gallery.get("val") == "Table of Contents":
        return CONTENTS
    return "placeholder" if is_on(node.find("sdtPr/showingPlcHdr")) else ""


def _goes_on(paragraph: Any) -> bool:
    """Whether its mark is deleted or hidden, so that the next paragraph goes on with it."""
    mark = paragraph.find("pPr/rPr")
    return mark is not None and any(
        node.tag in ("del", "moveFrom") or (node.tag == "vanish" and is_on(node)) for node in mark
    )


def _gone(row: Any, cell: Any) -> str:
    if row.find("trPr/del") is not None or cell.find("tcPr/cellDel") is not None:
        return DELETED
    return HIDDEN if is_on(row.find("trPr/hidden")) else ""


def _number(node: Any, otherwise: int) -> int:
    value = "" if node is None else node.get("val", "")
    return int(value) if value.isdecimal() else otherwise


def _is_bold(cell: Any) -> bool:
    runs = [run for run in cell.iter("r") if "".join(run.itertext("t")).strip()]
    return bool(runs) and all(is_on(run.find("rPr/b")) for run in runs)
