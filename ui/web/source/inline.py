"""Inline Markdown of a paragraph: emphasis and links."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1", re.DOTALL)
EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_]{1,300}?)(?<=[^\s*_])\1(?![\w*_])")
LINK = re.compile(r"!?\[(?P<shown>[^\][\n]{1,300})\](?:\([^()\s]{0,500}(?: \"[^\"\n]{0,300}\")?\))")

Style = Literal["", "sign", "em", "strong"]
Styled = tuple[int, int, Style]


def inline_styles(text: str, start: int, end: int) -> list[Styled]:
    """Emphasis, and the signs that make it; of a link, its words."""
    found: list[Styled] = []
    for link in LINK.finditer(text, start, end):
        found += [(link.start(), link.start("shown"), "sign")]
        found += [(link.end("shown"), link.end(), "sign")]
    addresses = list(found)
    kinds: tuple[tuple[re.Pattern[str], Style], ...] = ((STRONG, "strong"), (EMPHASIS, "em"))
    for pattern, style in kinds:
        for match in pattern.finditer(text, start, end):
            if _is_apart(match.span(), addresses):
                found += [(match.start(), match.start(2), "sign")]
                found += [(match.end(2), match.end(), "sign")]
                found += [(match.start(2), match.end(2), style)]
    return found


def _is_apart(span: tuple[int, int], addresses: Sequence[Styled]) -> bool:
    """Whether neither end of `span` lies inside one of `addresses`, which stand in order."""
    for at in (span[0], span[1] - 1):
        before = bisect_right(addresses, at, key=lambda address: address[0])
        if before and at < addresses[before - 1][1]:
            return False
    return True
