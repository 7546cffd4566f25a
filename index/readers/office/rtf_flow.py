"""Where paragraphs of rich text go: the article, a note, a text box or a comment."""

from typing import Any

from lxml import etree


class Flow:
    """A run of paragraphs and of rows of tables, built as Word's elements below `root`."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.merges = [""]  # of the cells of a row with those above them
        self.is_head = False
        self._paragraph: Any = None
        self._cell: Any = None
        self._row: Any = None
        self._table: Any = None

    def paragraph(self) -> Any:
        """The paragraph that is open."""
        if self._paragraph is None:
            self._paragraph = etree.Element("p")
        return self._paragraph

    def say(self, text: str, look: dict[str, str]) -> None:
        """Adds a run that looks so."""
        paragraph = self.paragraph()
        if look.get("deleted") == "1":
            paragraph = etree.SubElement(paragraph, "del")
        run = etree.SubElement(paragraph, "r")
        properties = etree.SubElement(run, "rPr")
        for name, value in look.items():
            etree.SubElement(properties, name, val=value)
        etree.SubElement(run, "t").text = text

    def end_paragraph(self, style: str, level: str, *, in_table: bool) -> None:
        """Closes the open paragraph, if there is one."""
        paragraph, self._paragraph = self._paragraph, None
        if paragraph is None:
            return
        about = etree.Element("pPr")
        etree.SubElement(about, "pStyle", val=style)
        etree.SubElement(about, "outlineLvl", val=level)
        paragraph.insert(0, about)
        if in_table:
            self._cell = etree.Element("tc") if self._cell is None else self._cell
            self._cell.append(paragraph)
        else:
            self._table = None
            self.root.append(paragraph)

    def begin_row(self) -> None:
        """Forgets what was said of the cells of the row before."""
        self.merges, self.is_head = [""], False

    def end_cell(self) -> None:
        """Closes a cell, which may be empty."""
        self._row = etree.Element("tr") if self._row is None else self._row
        self._row.append(etree.Element("tc") if self._cell is None else self._cell)
        self._cell = None

    def end_row(self) -> None:
        """Closes a row of the open table, or begins a table with it."""
        row, self._row = self._row, None
        if row is None:
            return
        for cell, merge in zip(row, self.merges, strict=False):
            if merge:
                about = etree.Element("tcPr")
                etree.SubElement(about, "vMerge", val=merge)
                cell.insert(0, about)
        if self.is_head:
            etree.SubElement(etree.SubElement(row, "trPr"), "tblHeader")
        if self._table is None:
            self._table = etree.SubElement(self.root, "tbl")
        self._table.append(row)
