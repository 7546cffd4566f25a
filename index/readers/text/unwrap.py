"""Unwraps hard-wrapped paragraphs whose words are divided at line ends, so that these are whole."""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.text.boilerplate import find_fenced
from index.text.hyphens import DIVIDED, Hyphens
from index.text.sentences import ends_line

_QUOTE_MARK = re.compile(r"[ \t]*>[> \t]*")


def unwrap_divided(text: str, *, english: bool = True) -> str:
    """`text`, in which each paragraph that divides a word at a line's end is put on one line.

    A list item, a heading and whatever its writer set on a line of its own stays on one, and a
    paragraph that divides no word stays as it is.
    """
    lines = text.split("\n")
    if not any(DIVIDED.search(line[-80:].rstrip()) for line in lines):
        return text
    hyphens, fenced = Hyphens(text, english=english), find_fenced(lines)
    done: list[str] = []
    start = 0
    for number in range(len(lines) + 1):
        if number == len(lines) or not lines[number].strip() or number in fenced:
            done += _unwrapped(lines[start:number], hyphens)
            done += lines[number : number + 1]
            start = number + 1
    return "\n".join(done)


def _unwrapped(paragraph: Sequence[str], hyphens: Hyphens) -> list[str]:
    """The lines of a paragraph; fewer where a word is divided over two."""
    between = [hyphens.between(above, _words(below)) for above, below in pairwise(paragraph)]
    if all(sign is None for sign in between):
        return list(paragraph)
    width = max(map(len, paragraph))
    done = [paragraph[0]]
    for number, (sign, line) in enumerate(zip(between, paragraph[1:], strict=True)):
        above = done[-1].rstrip()
        if sign is not None:
            done[-1] = above[:-1] + sign + _words(line)
        elif ends_line(paragraph[number], line, width):
            done.append(line)
        else:
            done[-1] = f"{above} {_words(line)}"
    return done


def _words(line: str) -> str:
    mark = _QUOTE_MARK.match(line)
    return line[mark.end() :] if mark else line.strip()
