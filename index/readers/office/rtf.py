"""Reads rich text (.rtf): its control words become the elements that Word has for them."""

import codecs
import re
from dataclasses import dataclass, field, replace

from lxml import etree

from index.readers.kinds import Unreadable
from index.readers.office.article import About, article, is_written
from index.readers.office.body import Body, Notes
from index.readers.office.rtf_flow import Flow
from index.readers.office.runs import DELETED, HIDDEN
from index.readers.office.styles import Styles
from index.readers.office.symbols import symbol
from index.readers.raw import RawDocument
from index.text.data import read_data
from index.text.dates import parse_date
from index.text.metadata import read_metadata

_DATA = read_data(__file__)
_CHARACTERS: dict[str, str] = _DATA["characters"]
_LOOKS: dict[str, tuple[str, str, str]] = _DATA["looks"]
_DESTINATIONS: dict[str, str] = _DATA["destinations"]
_COLLECTED = frozenset((*_DATA["info"], *_DATA["collected"]))
_SKIPPED, _STARRED = frozenset(_DATA["skipped"]), frozenset(_DATA["starred"])
_DAMAGED = "truncated or damaged rich-text file"
_DEEPEST = 1000
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)"
    rb"|[\r\n]+|\\'?"
)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # in XML
_GONE = {"deleted": DELETED, "vanish": HIDDEN}
_SKIP, _SYMBOLS = "skip", "symbols"


def read_rtf(data: bytes) -> RawDocument:
    """Reads rich text with all changes accepted, its notes at the end."""
    rtf = _Rtf()
    rtf.read(data)
    body = Body(Styles(None))
    blocks = list(body.blocks(rtf.root))
    notes = body.notes_of(rtf.notes)
    return article(blocks, notes=notes, about=rtf.about(), dropped=body.dropped)


@dataclass(slots=True, kw_only=True)
class _Group:
    """What holds up to the next closing brace."""

    flow: Flow
    destination: str = ""  # what its words are, if they are no text
    look: dict[str, str] = field(default_factory=dict)
    kind: dict[str, str] = field(default_factory=dict)  # the paragraph's style and level
    in_table: bool = False
    font: int = -1
    fallback: int = 1  # characters that follow one given by its number, for older programs


class _Rtf:
    """One way through a file, which builds Word's elements."""

    def __init__(self) -> None:
        self.root = etree.Element("body")
        self.notes: Notes = {}
        self._group = _Group(flow=Flow(self.root))
        self._outer: list[_Group] = []
        self._words: dict[str, str] = {}  # of destinations that are collected
        self._styles: dict[str, str] = {}
        self._fonts: dict[int, str] = {}
        self._names: dict[int, str] = {}
        self._codec = "cp1252"
        self._bytes, self._text = bytearray(), ""
        self._to_skip = 0
        self._starred = False
        self._made: dict[str, int] = {}

    def read(self, data: bytes) -> None:
        """Reads the whole file."""
        at, end = data.index(b"{"), len(data)
        while at < end and (token := _TOKEN.match(data, at)):
            at = token.end()
            word, number, code, sign, brace, plain = token.groups()
            if code or plain:
                self._add_bytes(bytes.fromhex(code.decode()) if code else plain)
                continue
            if word != b"u":
                self._flush()
                self._to_skip = 0
            if brace == b"{":
                self._open()
            elif brace and not self._close():
                return
            elif word == b"bin":
                at += max(int(number or 0), 0)
            elif word:
                self._do(word.decode(), None if number is None else int(number))
            elif sign == b"*":
                self._starred = True
            elif sign:
                self._say({b"~": " ", b"_": "-", b"-": ""}.get(sign, sign.decode("latin-1")))
        raise Unreadable(_DAMAGED)

    def about(self) -> About:
        """What the file says of itself."""
        values = {name: self._words.get(name, "").strip() for name in _DATA["info"]}
        known = {name: text for name, text in values.items() if text and is_written(text)}
        year, month, day = (self._made.get(name, 0) for name in ("yr", "mo", "dy"))
        return read_metadata(known), parse_date(f"{year}-{month:02}-{day:02}")

    def _open(self) -> None:
        if len(self._outer) >= _DEEPEST:
            raise Unreadable("nested too deeply")
        self._outer.append(self._group)
        self._group = replace(self._group)

    def _close(self) -> bool:
        """Ends a group; False when it was the last."""
        ended, self._group = self._group, self._outer.pop()
        if ended.flow is not self._group.flow or not self._outer:
            self._end_paragraph(ended)
        if ended.destination == "stylesheet":
            name = self._words.pop("stylesheet", "").strip(" ;")
            self._styles.setdefault(ended.kind.get("s", ""), name)
        elif ended.destination == "fonttbl":
            self._names.setdefault(ended.font, self._words.pop("fonttbl", "").strip(" ;"))
        self._starred = False
        return bool(self._outer)

    def _add_bytes(self, data: bytes) -> None:
        skipped = min(self._to_skip, len(data))
        self._to_skip -= skipped
        if self._group.destination != _SKIP and data[skipped:]:
            if self._text:
                self._flush()
            self._bytes += data[skipped:]

    def _flush(self) -> None:
        """Says the characters that were given by their codes, whole pairs and letters at once."""
        data, text, font = bytes(self._bytes), self._text, self._group.font
        self._bytes.clear()
        self._text = ""
        codec = self._codec if self._group.destination else self._fonts.get(font, self._codec)
        if codec == _SYMBOLS:
            text += "".join(symbol(code, self._names.get(font, "")) for code in data)
        elif data:
            text += data.decode(codec, "replace")
        if text:
            self._say(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

    def _say(self, text: str) -> None:
        group, text = self._group, _UNWRITABLE.sub("", text)
        if group.destination:
            self._words[group.destination] = self._words.get(group.destination, "") + text
        else:
            group.flow.say(text, group.look)

    def _do(self, word: str, number: int | None) -> None:
        group, starred, self._starred = self._group, self._starred, False
        if word in _DESTINATIONS and group.destination != _SKIP:
            self._open_flow(word)
        elif word in _SKIPPED or (starred and word not in _STARRED):
            group.destination = _SKIP
        elif word in _COLLECTED:
            group.destination = word
        elif group.destination == "creatim":
            self._made[word] = number or 0
        elif word in _CHARACTERS:
            self._say(_CHARACTERS[word])
        elif word in _LOOKS:
            name, value, otherwise = _LOOKS[word]
            shown = otherwise if number == 0 else value or str(number or 6)
            group.look = {**group.look, name: shown}
        elif word == "u":
            self._to_skip = group.fallback
            if self._bytes:
                self._flush()
            self._text += chr((number or 0) % 65536)
        else:
            self._set(word, 1 if number is None else number)

    def _open_flow(self, word: str) -> None:
        """Begins a note, a text box, or words that are only listed as left out."""
        look, paragraph = self._group.look, self._group.flow.paragraph
        gone = [reason for name, reason in _GONE.items() if look.get(name) == "1"]
        reason = _DESTINATIONS[word] or next(iter(gone), "")
        if word == "footnote" and not reason:
            root = etree.Element("footnote")
            key = ("footnote", str(len(self.notes)))
            self.notes[key] = root
            etree.SubElement(paragraph(), "footnoteReference", id=key[1])
        elif reason:
            root = etree.SubElement(self.root, "sdt", reason=reason)
        else:
            root = etree.SubElement(paragraph(), "txbxContent")
        self._group.flow = Flow(root)
        self._group.destination, self._group.kind, self._group.in_table = "", {}, False

    def _end_paragraph(self, group: _Group) -> None:
        if not group.destination:
            style = self._styles.get(group.kind.get("s", ""), "")
            level = group.kind.get("outlinelevel", "9")
            group.flow.end_paragraph(style, level, in_table=group.in_table)

    def _set(self, word: str, number: int) -> None:
        """Obeys a word that stands for no character and begins nothing."""
        group, flow = self._group, self._group.flow
        match word:
            case "par" | "sect" | "nestcell":
                self._end_paragraph(group)
            case "pard":
                group.kind, group.in_table = {}, False
            case "plain":
                group.look, group.font = {}, -1
            case "s" | "outlinelevel":
                group.kind = {**group.kind, word: str(number)}
            case "intbl":
                group.in_table = True
            case "cell":
                group.in_table = True
                self._end_paragraph(group)
                flow.end_cell()
            case "trowd":
                flow.begin_row()
            case "trhdr":
                flow.is_head = True
            case "clvmgf" | "clvmrg":
                flow.merges[-1] = "restart" if word == "clvmgf" else "continue"
            case "cellx":
                flow.merges.append("")
            case "row":
                flow.end_row()
            case "f":
                group.font = number
            case "fcharset":  # the names of fonts are in the letters of the West
                codec = _DATA["codecs"].get(str(number), "cp1252")
                self._fonts[group.font] = _SYMBOLS if number == 2 else codec
            case "ansicpg":
                self._codec = _codec_of(number)
            case "uc":
                group.fallback = max(number, 0)


def _codec_of(page: int) -> str:
    """The codec of a code page, or that of the West when it is not known."""
    name = "utf-8" if page == 65001 else "mac_roman" if page == 10000 else f"cp{page}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
