"""One matplotlib figure -> SVG that can stand inside an HTML page beside others like it.

matplotlib knows no CSS custom properties. Everything is drawn in stand-in colours, and each is
replaced by the property that the page defines once for light and once for dark.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element
    from matplotlib.axes import Axes

RUN_COLOURS = 6
"""Runs beyond these begin again with the first colour."""
_NAMES = ("ink", "soft", "line", "win", "loss", *(f"run-{n}" for n in range(RUN_COLOURS)))
COLOURS: Mapping[str, str] = {name: f"#0102{n:02x}" for n, name in enumerate(_NAMES, start=3)}
"""CSS custom property -> the colour that stands for it while drawing."""

_PROPERTY_OF = {colour: f"var(--{name})" for name, colour in COLOURS.items()}
_FONT_FAMILY = re.compile(r"font-family: [^;]*;?\s*")
_OWN_REFERENCE = re.compile(r"#([\w.-]+)")
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "byline",
    "text.parse_math": False,
    "font.size": 11,
    "text.color": COLOURS["ink"],
    "axes.labelcolor": COLOURS["soft"],
    "axes.labelsize": 11,
    "axes.edgecolor": COLOURS["line"],
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": COLOURS["line"],
    "grid.linewidth": 0.7,
    "xtick.color": COLOURS["line"],
    "ytick.color": COLOURS["line"],
    "xtick.labelcolor": COLOURS["soft"],
    "ytick.labelcolor": COLOURS["soft"],
    "lines.solid_capstyle": "round",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A drawing for the page: `svg` is markup, all else is text."""

    svg: str
    title: str
    caption: str
    about: str  # what it shows, for those who do not see it
    runs: tuple[int, ...] = ()  # whose colours its legend explains
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """How large a drawing is, in CSS pixels at its natural size, and what its ids begin with."""

    ident: str
    width: int = 370
    height: int = 250
    link_titles: Mapping[str, str] = field(default_factory=dict)


def run_colour(number: int) -> str:
    """The stand-in colour of the run at `number`, from 0."""
    return COLOURS[f"run-{number % RUN_COLOURS}"]


def run_marker(number: int) -> str:
    """matplotlib's name of the mark that the run at `number` is drawn with."""
    return "osD^vP"[number % RUN_COLOURS]


def draw(canvas: Canvas, about: str, paint: Callable[[Axes], None]) -> str:
    """The SVG of what `paint` draws; the same calls give the same text."""
    from lxml import etree
    from matplotlib import style
    from matplotlib.figure import Figure

    drawn = io.BytesIO()
    with style.context(["default", _STYLE]):
        figure = Figure(figsize=(canvas.width / 72, canvas.height / 72), layout="constrained")
        figure.patch.set_visible(False)
        paint(figure.subplots())
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(drawn, format="svg", metadata=nothing)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)
    root = etree.fromstring(drawn.getvalue(), parser)
    _make_inline(root, canvas, about)
    text: str = etree.tostring(root, encoding="unicode")
    return text.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "", 1).replace(
        ' xmlns="http://www.w3.org/2000/svg"', "", 1
    )


def _make_inline(root: _Element, canvas: Canvas, about: str) -> None:
    for name in ("width", "height", "version"):
        del root.attrib[name]
    root.set("role", "group" if canvas.link_titles else "img")
    root.set("aria-label", about)
    own = {str(e.get("id")) for e in root.iter() if e.get("id")}
    for element in list(root.iter()):
        _make_own(element, own, canvas.ident)
        _colour(element)
        if element.get("target"):
            _name_link(element, canvas.link_titles)
        if element.tag == f"{_SVG}defs":
            _drop_styles(element)


def _drop_styles(definitions: _Element) -> None:
    """matplotlib's style sheet speaks of every element of the page."""
    for style in definitions.findall(f"{_SVG}style"):
        definitions.remove(style)


def _make_own(element: _Element, own: set[str], prefix: str) -> None:
    """Ids of several drawings meet in one document: each gets its drawing's prefix."""

    def renamed(found: re.Match[str]) -> str:
        return f"#{prefix}-{found[1]}" if found[1] in own else found[0]

    if element.get("id"):
        element.set("id", f"{prefix}-{element.get('id')}")
    for name in (_XLINK, "clip-path"):
        if element.get(name):
            element.set(name, _OWN_REFERENCE.sub(renamed, str(element.get(name))))


def _colour(element: _Element) -> None:
    look = element.get("style")
    if look:
        look = _FONT_FAMILY.sub("", look)
        for colour, variable in _PROPERTY_OF.items():
            look = look.replace(colour, variable)
        element.set("style", look)
    if element.get("d"):
        element.set("d", " ".join(str(element.get("d")).split()))


def _name_link(link: _Element, titles: Mapping[str, str]) -> None:
    """Links stay in this page; the keyboard finds the same ones in the list of queries."""
    from lxml import etree

    del link.attrib["target"]
    link.set("tabindex", "-1")
    name = etree.Element(f"{_SVG}title")
    name.text = titles.get(str(link.get(_XLINK)), "")
    link.insert(0, name)
