"""Small PDF files for benchmarks and tests: words placed on pages, rules, pictures, information.

`write_pdf([PdfPage(drawn=(TextRun(x=72, y=760, text="Harbour"),))])` gives the bytes of a file. The
fonts are the standard 14, which every viewer has; `unicode=True` writes any script in a font that
is not embedded, with its ToUnicode map. What stands first in `drawn` is drawn first: the order of
drawing is the caller's. Places are in points from the lower left corner of the page.
"""

import math
import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

A4 = (595.0, 842.0)

# Widths of the characters from space to "~", thousandths of the size (Adobe's font metrics).
_HELVETICA = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556"
    " 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500"
    " 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333"
    " 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500"
    " 722 500 500 500 334 260 334 584"
)
_TIMES = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500"
    " 500 500 500 500 278 278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722"
    " 611 889 722 722 556 722 667 556 611 722 722 944 722 722 611 333 278 333 469 500 333 444"
    " 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 278 500 500 722"
    " 500 500 444 480 200 480 541"
)
_WIDTHS = {
    "Helvetica": [int(width) for width in _HELVETICA.split()],
    "Times": [int(width) for width in _TIMES.split()],
}
_OTHERS = {"—": 1000, "…": 1000, "’": 260, "‘": 260, "“": 400, "”": 400, "\u00ad": 0}
_BOLD = 1.06


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRun:
    """Words that one operator draws; `y` is their baseline."""

    x: float
    y: float
    text: str
    size: float = 10.5
    font: str = "Times-Roman"  # one of the standard 14
    mode: int = 0  # 3: drawn in no colour at all, as the words under a scan are
    angle: float = 0.0  # degrees, against the clock
    grey: float = 0.0  # 1: white
    unicode: bool = False  # any script, in the order of drawing; `font` is ignored
    unmapped: bool = False  # codes that no viewer can turn into characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A filled rectangle: a ruled line when it is thin."""

    x: float
    y: float
    width: float
    height: float = 0.7
    grey: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A JPEG picture, `pixels` wide and high, stretched over a rectangle."""

    x: float
    y: float
    width: float
    height: float
    jpeg: bytes
    pixels: tuple[int, int]
    grey: bool = False  # one channel instead of three


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPage:
    """What is drawn on a page, in order."""

    drawn: Sequence[TextRun | Rule | Picture]
    size: tuple[float, float] = A4
    crop: tuple[float, float, float, float] | None = None


@dataclass(slots=True)
class _File:
    """The objects of a file; the first, the catalogue, is written last."""

    objects: list[bytes] = field(default_factory=lambda: [b"", b""])

    def add(self, body: str | bytes) -> int:
        self.objects.append(body.encode("ascii") if isinstance(body, str) else body)
        return len(self.objects)

    def stream(self, data: bytes, entries: str = "", *, packed: bool = True) -> int:
        if packed:
            data, entries = zlib.compress(data), entries + "/Filter/FlateDecode"
        head = f"<<{entries}/Length {len(data)}>>stream\n".encode()
        return self.add(head + data + b"\nendstream")


def write_pdf(pages: Iterable[PdfPage], info: Mapping[str, str] | None = None) -> bytes:
    """The file; `info` holds entries such as Title, Author, CreationDate ("D:20240305101500Z")."""
    file = _File()
    fonts: dict[str, int] = {}
    numbers = [_add_page(file, page, fonts) for page in pages]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    file.objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    file.objects[1] = f"<</Type/Pages/Count {len(numbers)}/Kids[{kids}]>>".encode()
    known = "".join(f"/{key} <{_utf16(value)}>" for key, value in (info or {}).items())
    return _joined(file.objects, file.add(f"<<{known}>>"))


def _add_page(file: _File, page: PdfPage, fonts: dict[str, int]) -> int:
    used: dict[str, int] = {}
    pictures: dict[str, int] = {}
    parts = []
    for drawn in page.drawn:
        if isinstance(drawn, Rule):
            parts.append(f"{drawn.grey} g {drawn.x} {drawn.y} {drawn.width} {drawn.height} re f")
        elif isinstance(drawn, Picture):
            pictures[name := f"P{len(pictures)}"] = _add_picture(file, drawn)
            parts.append(f"q {drawn.width} 0 0 {drawn.height} {drawn.x} {drawn.y} cm /{name} Do Q")
        else:
            kind = _kind(drawn)
            if kind not in fonts:
                fonts[kind] = _add_font(file, kind)
            name = f"F{fonts[kind]}"
            used[name] = fonts[kind]
            parts.append(_shown(drawn, name))
    content = file.stream("\n".join(parts).encode("latin-1"))
    crop = "/CropBox[{} {} {} {}]".format(*page.crop) if page.crop else ""
    return file.add(
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page.size[0]} {page.size[1]}]{crop}"
        f"/Contents {content} 0 R/Resources<</Font<<{_references(used)}>>"
        f"/XObject<<{_references(pictures)}>>>>>>"
    )


def _references(numbers: Mapping[str, int]) -> str:
    return "".join(f"/{name} {number} 0 R" for name, number in numbers.items())


def _kind(run: TextRun) -> str:
    return "unicode" if run.unicode else "unmapped" if run.unmapped else run.font


def _shown(run: TextRun, font: str) -> str:
    cos, sin = (round(f(math.radians(run.angle)), 5) for f in (math.cos, math.sin))
    codes = run.text.encode("utf-16-be" if run.unicode else "cp1252", "replace")
    if run.unmapped:
        codes = bytes(33 + code * 7 % 222 for code in codes)
    return (
        f"BT {run.grey} g /{font} {run.size} Tf {run.mode} Tr"
        f" {cos} {sin} {-sin} {cos} {run.x:.2f} {run.y:.2f} Tm <{codes.hex()}> Tj ET"
    )


def _add_font(file: _File, kind: str) -> int:
    if kind == "unicode":
        return _add_unicode_font(file)
    if kind == "unmapped":  # glyphs by number, as a subset without a map to characters has them
        names = "".join(f"/g{code}" for code in range(32, 256))
        return file.add(
            "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman"
            f"/Encoding<</Type/Encoding/Differences[32{names}]>>>>"
        )
    encoding = "" if kind in ("Symbol", "ZapfDingbats") else "/Encoding/WinAnsiEncoding"
    return file.add(f"<</Type/Font/Subtype/Type1/BaseFont/{kind}{encoding}>>")


def _add_unicode_font(file: _File) -> int:
    to_unicode = file.stream(
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/U def/CMapType 2 def"
        b" 1 begincodespacerange<0000><FFFF>endcodespacerange"
        b" 1 beginbfrange<0000><FFFF><0000>endbfrange endcmap end end"
    )
    describes = file.add(
        "<</Type/FontDescriptor/FontName/Plain/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0"
        "/Ascent 800/Descent -200/CapHeight 700/StemV 80>>"
    )
    cid = file.add(
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Plain/DW 1000/W[32 1535 500]"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {describes} 0 R>>"
    )
    return file.add(
        "<</Type/Font/Subtype/Type0/BaseFont/Plain/Encoding/Identity-H"
        f"/DescendantFonts[{cid} 0 R]/ToUnicode {to_unicode} 0 R>>"
    )


def _add_picture(file: _File, picture: Picture) -> int:
    width, height = picture.pixels
    colours = "DeviceGray" if picture.grey else "DeviceRGB"
    return file.stream(
        picture.jpeg,
        f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/{colours}"
        "/BitsPerComponent 8/Filter/DCTDecode",
        packed=False,
    )


def _joined(objects: Sequence[bytes], info: int) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\n" % (len(objects) + 1, info)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _utf16(text: str) -> str:
    return ("\ufeff" + text).encode("utf-16-be").hex()


def text_width(text: str, size: float = 10.5, font: str = "Times-Roman") -> float:
    """How wide the words are, in points; bold ones and accented letters to within a few percent."""
    if font.startswith("Courier"):
        return 0.6 * size * len(text)
    widths = _WIDTHS["Helvetica" if font.startswith("Helvetica") else "Times"]
    factor = _BOLD if "Bold" in font else 1.0
    return factor * size / 1000 * sum(_char_width(char, widths) for char in text)


def _char_width(char: str, widths: Sequence[int]) -> int:
    if char in _OTHERS:
        return _OTHERS[char]
    base = unicodedata.normalize("NFKD", char)[0]
    return widths[ord(base) - 32] if " " <= base <= "~" else 500


def wrap(text: str, width: float, size: float = 10.5, font: str = "Times-Roman") -> list[str]:
    """The lines of `text` in a column `width` points wide; a soft hyphen may end a line as "-"."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        head, *rest = word.split("\u00ad")
        line, parts = f"{line} {head}" if line else head, rest
        while text_width(line + "".join(parts), size, font) > width and " " in line:
            line, parts = _broken(lines, line, parts, width, size, font)
        line += "".join(parts)
    return [*lines, line] if line else lines


def _broken(
    lines: list[str], line: str, parts: list[str], width: float, size: float, font: str
) -> tuple[str, list[str]]:
    """Ends the last line as late as it can; gives what the next one begins with."""
    taken = 0
    while (
        taken < len(parts) - 1
        and text_width(line + "".join(parts[: taken + 1]) + "-", size, font) <= width
    ):
        taken += 1
    if parts and text_width(line + "".join(parts[:taken]) + "-", size, font) <= width:
        lines.append(line + "".join(parts[:taken]) + "-")
        return parts[taken], parts[taken + 1 :]
    before, _, word = line.rpartition(" ")
    lines.append(before)
    return word, parts
