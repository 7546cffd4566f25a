"""Hidden words of Markdown: comments, struck-out text, scripts; code and escapes stay as they are.

Whichever begins first wins, as in a browser: a comment inside code is code, and code inside a
comment is hidden. What is kept as it stands has its punctuation shielded from the readers of marks
that come after; `unshielded` gives it back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from index.text.data import read_data

_PUNCTUATION = "".join(chr(n) for n in range(33, 127) if not chr(n).isalnum())
# Characters for private use, far from those that fonts of icons take.
_SHIELD = {ord(sign): chr(0x10F000 + ord(sign)) for sign in _PUNCTUATION}
_UNSHIELD = {ord(shield): chr(sign) for sign, shield in _SHIELD.items()}
_PARAGRAPH_CHARS = 3000
_BEHIND_GAP = frozenset((*".,;:!?)]”’\n", ""))
_BLANK = re.compile(r"\n[ \t]*\n")

STRUCK, COMMENT, HTML_COMMENT = "struck out", "comment", "HTML comment"


class _Rule(NamedTuple):
    """What an opening sign begins, where it ends, and why it is left out.

    Without a reason, what it holds is kept as it stands. A group `sign` of `open` is {} in `close`.
    """

    open: str
    close: str
    reason: str = ""
    # "paragraph": it ends there; "rest": at the beginning of a line and never closed it hides all
    # that follows; "whole": its signs are kept, too.
    scope: str = ""


_RULES = {name: _Rule(**rule) for name, rule in read_data(__file__)["rules"].items()}
_FLAGS = re.IGNORECASE | re.MULTILINE
_OPEN = re.compile(
    "|".join(
        f"(?P<{name}>{rule.open.replace('<sign>', f'<{name}_sign>')})"
        for name, rule in _RULES.items()
    ),
    _FLAGS,
)


@dataclass(slots=True, kw_only=True)
class Hidden:
    """The text without what is hidden, code and escapes shielded, and what was left out and why."""

    text: str = ""
    dropped: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def take_hidden(text: str) -> Hidden:
    """Takes out what a reader of the rendered text does not see, or sees struck out."""
    found = Hidden()
    found.text = "".join(_Scan(text, found).pieces())
    return found


def shielded(text: str) -> str:
    """`text` with signs that no pattern for marks takes for its own."""
    return text.translate(_SHIELD)


def unshielded(text: str) -> str:
    """`text` as it was before it was shielded."""
    return text.translate(_UNSHIELD)


class _Scan:
    def __init__(self, text: str, found: Hidden) -> None:
        self._text = text
        self._found = found
        self._none_before: dict[str, int] = {}  # for an end, how far it was looked for in vain
        self._blank = -1  # the end of the paragraph

    def pieces(self) -> Iterator[str]:
        at = 0
        while match := _OPEN.search(self._text, at):
            name = next(name for name in _RULES if match[name] is not None)
            before = self._text[at : match.start()]
            at, piece = self._taken(name, match)
            if _RULES[name].reason and not piece and self._text[at : at + 1] in _BEHIND_GAP:
                before = before.rstrip(" ")
            yield before
            yield piece
        yield self._text[at:]

    def _taken(self, name: str, match: re.Match[str]) -> tuple[int, str]:
        """Where to go on behind an opening sign, and what stands in its place."""
        rule, text, start, at = _RULES[name], self._text, match.start(), match.end()
        if name == "escape":
            # Inside a table `\|` is no bar between cells, and its reader needs to know.
            return at + 1, "\\|" if text[at] == "|" else shielded(text[at])
        closed = self._close(name, match)
        begins_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
        if not closed and not (rule.scope == "rest" and begins_line):
            return at, match[0]
        inner = text[at : closed.start() if closed else None]
        end = closed.end() if closed else len(text)
        if not rule.reason:
            return end, shielded(text[start:end] if rule.scope == "whole" else inner.strip(" "))
        if not closed:
            self._found.warnings.append(f"{rule.reason} not closed: all text after it is left out")
        self._found.dropped.append((unshielded(inner), rule.reason))
        # Of two spaces around what goes, one goes with it.
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        return end + (after == " " and before in ("", " ", "\n")), ""

    def _close(self, name: str, match: re.Match[str]) -> re.Match[str] | None:
        rule, limit = _RULES[name], len(self._text)
        close = rule.close
        if "{}" in close:
            close = close.replace("{}", re.escape(match[f"{name}_sign"]))
        if rule.scope == "paragraph":
            limit = min(self._paragraph_end(match.end()), match.end() + _PARAGRAPH_CHARS)
        start = max(match.end(), self._none_before.get(close, 0))
        found = re.compile(close, _FLAGS).search(self._text, start, limit)
        if not found:
            self._none_before[close] = max(start, limit)
        return found

    def _paragraph_end(self, at: int) -> int:
        if self._blank < at:
            blank = _BLANK.search(self._text, at)
            self._blank = blank.start() if blank else len(self._text)
        return self._blank
