"""Word styles: what a paragraph is, and how a run looks once its styles are counted in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from index.readers.office.runs import HIDDEN, MARK, STRUCK

_LOOKS = frozenset({"strike", "dstrike", "vanish", "vertAlign", "position", "sz"})
_TOGGLES = ("strike", "vanish")  # set in both kinds of style, they are off
_OFF = ("0", "false", "off", "none")
_POINTS_10 = "20"  # sizes are half points
_RAISED_ALONE = 6  # half points from which a raised run of full size is a mark all the same
_REFERENCE = re.compile(r"(?:foot|end)note ?reference|annotation ?reference", re.IGNORECASE)
_HEADING = re.compile(r"heading ?\d", re.IGNORECASE)

Look = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphStyle:
    """What a paragraph's style says of it; `kind` is "title", "heading", "contents" or ""."""

    kind: str
    look: Look


class Styles:
    """The styles of one document."""

    def __init__(self, root: Any) -> None:
        """Takes the root of the styles part; None when there is none."""
        found = [] if root is None else root.iter("style")
        self._styles = {style.get("styleId"): style for style in found}
        default = None if root is None else root.find("docDefaults/rPrDefault/rPr")
        self._default = {"sz": _POINTS_10, **_own_look(default)}
        self._look = cache(self._look_of)
        self._kind = cache(self._kind_of)

    def paragraph(self, properties: Any) -> ParagraphStyle:
        """The style of a paragraph with these properties (`pPr`, or None)."""
        style = _value(properties, "pStyle") or ""
        level = _value(properties, "outlineLvl")
        kind = self._kind(style)
        if level and not kind:
            kind = "heading" if level in "012345678" else ""
        return ParagraphStyle(kind=kind, look={**self._default, **self._look(style)})

    def run(self, properties: Any, paragraph: Look) -> tuple[bool, str]:
        """Whether a run is raised, and why it is no text, if it is none."""
        own, style = _own_look(properties), _value(properties, "rStyle") or ""
        named = self._look(style) if style else {}
        look = {**paragraph, **named}
        for toggle in _TOGGLES:
            if _is_set(paragraph.get(toggle)) and _is_set(named.get(toggle)):
                look[toggle] = "0"
        look.update(own)
        if _is_set(look.get("vanish")):
            return False, HIDDEN
        if _is_set(look.get("strike")) or _is_set(look.get("dstrike")):
            return False, STRUCK
        if style and any(_REFERENCE.fullmatch(name) for name in self._names(style)):
            return False, MARK
        return _is_raised(look, paragraph), ""

    def _chain(self, style: str) -> Iterator[Any]:
        """A style and those that it is based on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = _value(self._styles[style], "basedOn") or ""

    def _names(self, style: str) -> list[str]:
        return [style, *(_value(node, "name") or "" for node in self._chain(style))]

    def _look_of(self, style: str) -> Look:
        look: Look = {}
        for node in reversed(list(self._chain(style))):
            look.update(_own_look(node.find("rPr")))
        return look

    def _kind_of(self, style: str) -> str:
        for name in self._names(style):
            if name.casefold() == "title":
                return "title"
            if _HEADING.fullmatch(name):
                return "heading"
            if re.fullmatch(r"toc ?\d", name, re.IGNORECASE):
                return "contents"
        levels = (_value(node.find("pPr"), "outlineLvl") for node in self._chain(style))
        level = next(filter(None, levels), "9")
        return "heading" if level in "012345678" else ""


def is_on(node: Any) -> bool:
    """Whether a property that is there or not is there."""
    return node is not None and _is_set(node.get("val", "1"))


def _own_look(properties: Any) -> Look:
    if properties is None:
        return {}
    return {node.tag: node.get("val", "1") for node in properties if node.tag in _LOOKS}


def _value(properties: Any, name: str) -> str | None:
    node = None if properties is None else properties.find(name)
    return None if node is None else node.get("val", "")


def _is_set(value: str | None) -> bool:
    return value is not None and value not in _OFF


def _is_raised(look: Look, paragraph: Look) -> bool:
    if look.get("vertAlign") == "superscript":
        return True
    try:
        raised = float(look.get("position", "0").removesuffix("pt"))
        smaller = float(look["sz"]) < float(paragraph["sz"])
    except ValueError:
        return False
    return raised >= _RAISED_ALONE or (raised > 0 and smaller)
