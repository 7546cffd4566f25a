"""A drawing as a file of its own, for a page that shows it as an image."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from eval.reports.plots.drawing import Plot

_NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_ROOT = re.compile(r":root \{(.*?)\}", re.DOTALL)
_PROPERTY = re.compile(r"(--[\w-]+): ([^;]+);")
_USE = re.compile(r"var\((--[\w-]+)\)")


def to_file(plot: Plot, *, dark: bool = False) -> str:
    """The SVG of `plot` in the colours and the type of the report's light or dark page."""
    properties = _properties(dark)
    drawing = _USE.sub(lambda found: properties[found[1]], plot.svg)
    font = properties["--sans"].replace('"', "'")
    return drawing.replace("<svg ", f'<svg {_NAMESPACES} font-family="{font}" ', 1)


@cache
def _properties(dark: bool) -> dict[str, str]:
    """What the style sheet of the report defines for light, and again for dark."""
    style = files("eval.reports").joinpath("templates/report.css").read_text(encoding="utf-8")
    light, changed = _ROOT.findall(style)[:2]
    return dict(_PROPERTY.findall(light + changed if dark else light))
