"""One matplotlib figure -> SVG that can stand inside an HTML page beside others like it.

matplotlib knows no CSS custom properties. Everything is drawn in stand-in colours, and each is
replaced by the property that the page defines once for light and once for dark.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RUN_COLOURS = 6
"""Runs beyond these begin again with the first colour."""
_NAMES = ("ink", "soft", "line", "win", "loss", *(f"run-{n}" for n in range(RUN_COLOURS)))
COLOURS: Mapping[str, str] = {name: f"#0102{n:02x}" for n, name in enumerate(_NAMES, start=3)}
"""CSS custom property -> the colour that stands for it while drawing."""

_PROPERTY_OF = {colour: f"var(--{name})" for name, colour in COLOURS.items()}
_STAND_IN = re.compile("|".join(_PROPERTY_OF))
_NOT_INLINE = (
    (re.compile(r"\A.*?<svg[^>]*?( viewBox=\"[^\"]*\")[^>]*>", re.DOTALL), r"<svg\1>"),
    (re.compile(r"<style.*?</style>", re.DOTALL), ""),  # it speaks of every element of the page
    (re.compile(r"font-family: [^;\"]*;?\s*"), ""),
    # Ids of several drawings meet in one document. Those that something refers to hold a hash
    # that differs from drawing to drawing; the others only number what there is.
    (re.compile(r' id="(?!C[\da-f]+_)[\w.]+_\d+"'), ""),
    (re.compile(r">\s+<"), "><"),
    (re.compile(r"\s+"), " "),
)
_LINK = re.compile(r'<a xlink:href="([^"]*)"[^>]*>')
_STYLE = Path(__file__).with_name("drawing.mplstyle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A drawing for the page: `svg` is markup, all else is text."""

    svg: str
    title: str
    caption: str
    runs: tuple[int, ...] = ()  # whose colours its legend explains
    wide: bool = False


def run_colour(number: int) -> str:
    """The stand-in colour of the run at `number`, from 0."""
    return COLOURS[f"run-{number % RUN_COLOURS}"]


def run_marker(number: int) -> str:
    """matplotlib's name of the mark that the run at `number` is drawn with."""
    return "osD^vP"[number % RUN_COLOURS]


def draw(
    ident: str,
    about: str,
    paint: Callable[[Axes], None],
    *,
    width: int = 370,
    height: int = 250,
    link_titles: Mapping[str, str] | None = None,
) -> str:
    """The SVG of what `paint` draws; the same calls give the same text.

    Args:
        ident: no other drawing of the page has it.
        about: what the drawing shows, for those who do not see it.
        paint: draws, in CSS pixels at the natural size.
        width: of the drawing, as `height`.
        link_titles: address inside the page -> what its link is called.
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    drawn = io.StringIO()
    with style.context(["default", _STYLE, {"svg.hashsalt": ident}]):
        figure = Figure(figsize=(width / 72, height / 72), layout="constrained")
        figure.patch.set_visible(False)
        paint(figure.subplots())
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(drawn, format="svg", metadata=nothing)
    text = _STAND_IN.sub(lambda found: _PROPERTY_OF[found[0]], drawn.getvalue())
    for pattern, replacement in _NOT_INLINE:
        text = pattern.sub(replacement, text)
    text = _LINK.sub(lambda found: _named_link(found[1], link_titles or {}), text)
    role = "group" if link_titles else "img"
    return text.replace("<svg", f'<svg role="{role}" aria-label="{escape(about)}"', 1)


def _named_link(address: str, titles: Mapping[str, str]) -> str:
    """Links stay in this page; the keyboard finds the same ones in the list of queries."""
    name = escape(titles.get(address, ""))
    return f'<a xlink:href="{address}" tabindex="-1"><title>{name}</title>'
