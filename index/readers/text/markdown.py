"""Markdown as its reader sees it: without the marks of emphasis, links, notes and callouts.

Whole lines keep their form: headings, list items, block quotes, tables, code, and lines that hold
nothing but a picture are left to those who read them. Every word that is left out is listed.
"""

import html
import re

from index.readers.raw import RawDocument
from index.readers.text.hidden import COMMENT, Hidden, shielded, take_hidden, unshielded
from index.text.boilerplate import is_image
from index.text.data import read_data
from index.text.raised import raised_text

Match = re.Match[str]

_DATA = read_data(__file__)
_PLAIN = tuple((row["pattern"], row["kept"]) for row in _DATA["plain"])


def read_markdown(text: str) -> RawDocument:
    """The text as its reader sees it, with what it lacks; of the metadata nothing is known."""
    found = take_hidden(text) if re.search(r"[<%~{`\\]|\]:", text) else Hidden(text=text)
    marks = _Marks(found)
    lines = found.text.split("\n")
    kept = "\n".join(shielded(line) if is_image(line) else line for line in lines)
    for step in (marks.link_targets, marks.notes, marks.pictures, marks.raised, marks.tags):
        kept = step(kept)
    for pattern, left in _PLAIN:
        kept = pattern.sub(left, kept)
    kept = _DATA.character.sub(lambda m: html.unescape(m[0]).replace("\xa0", " "), kept)
    text = unshielded(_joined_quotes(kept))
    return RawDocument(text=text, dropped=tuple(found.dropped), warnings=tuple(found.warnings))


class _Marks:
    """Marks whose words are listed as left out."""

    def __init__(self, found: Hidden) -> None:
        self._found = found

    def _drop(self, words: str, reason: str) -> str:
        if words.strip():
            self._found.dropped.append((unshielded(words.strip()), reason))
        return ""

    def link_targets(self, text: str) -> str:
        """`[label]: address` goes, and `[shown][label]` becomes what it shows."""
        labels: set[str] = set()

        def define(match: Match) -> str:
            labels.add(" ".join(match["label"].casefold().split()))
            if match["target"] in ("#", "<>"):  # a way to write a comment
                return self._drop(match["title"], COMMENT)
            return self._drop(match[0], "link target")

        def show(match: Match) -> str:
            label = match["label"] or match["shown"]
            return match["shown"] if " ".join(label.casefold().split()) in labels else match[0]

        text = _DATA.definition.sub(define, text)
        return _DATA.labelled.sub(show, text) if labels else text

    def notes(self, text: str) -> str:
        """A footnote's text stays where it stands, as a paragraph; the marks for it go."""
        text = _DATA.note.sub("\n", text)
        text = _DATA.inline_note.sub(lambda match: self._drop(match[1], "footnote"), text)
        text = _DATA.note_marks.sub(lambda match: self._drop(match[0], "reference mark"), text)
        return _DATA.block_name.sub(lambda match: self._drop(match[0], "name of a block"), text)

    def pictures(self, text: str) -> str:
        """Of a picture inside a line nothing is seen in the text."""
        return _DATA.picture.sub(lambda m: self._drop(m["alt"] or m["file"] or "", "image"), text)

    def raised(self, text: str) -> str:
        """`^2^` and `<sup>2</sup>`: a power in raised digits, a reference mark is left out."""

        def raise_(match: Match) -> str:
            written = match["mark"] or match["tagged"] or ""
            mark = _DATA.link.sub(r"\1", _DATA.tag.sub("", written))
            space = match[0][0] if match[0][0] in " \t" else ""
            before = text[max(0, match.start() - 20) : match.start()] + space
            after = text[match.end() : match.end() + 20]
            kept = raised_text(mark, before, after) if mark == written else None
            return self._drop(mark, "reference mark") if kept is None else space + kept

        return _DATA.raised.sub(raise_, text)

    def tags(self, text: str) -> str:
        """The tags of HTML go; those of a part begin a line, and a cell is set apart."""
        text = _DATA.picture_tag.sub(lambda match: self._drop(match[1] or "", "image"), text)

        def stand(match: Match) -> str:
            name = match["name"].lower()
            if name == "q":
                return "”" if match[0][1] == "/" else "“"
            in_row = "|" in text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            if name in ("td", "th") or (name == "br" and in_row):
                return " "
            return "\n" if _DATA.parts.fullmatch(name) else ""

        return _DATA.tag.sub(stand, text)


def _joined_quotes(text: str) -> str:
    """A block quote's mark stands at the beginning of each of its paragraphs alone."""
    lines = text.split("\n")
    within = ""
    for number, line in enumerate(lines):
        mark = _DATA.quote_mark.match(line)
        depth = mark[0].replace(" ", "").replace("\t", "") if mark else ""
        if mark and depth == within and line[mark.end() :].strip():
            lines[number] = line[mark.end() :]
        within = depth if mark and line[mark.end() :].strip() else ""
    return "\n".join(lines)
