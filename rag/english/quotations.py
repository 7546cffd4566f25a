"""Quotations in a sentence, and whether each stands verbatim in the cited article."""

import re

from rag.english.folding import fold_quoted
from rag.english.grammar import Grammar

_RE = Grammar("rag.english", "quotations")
_EDGE = " .,;:!?-"
_CLOSES = {'"': '"', "“": "”", "„": "“", "«": "»", "``": "''", "‘": "’", "'": "'"}
LONGEST_OPEN_CHARS = 1000
"""A mark that is not closed within so many characters opens no quotation."""


def find_quotations(text: str, *, unpaired: bool = False) -> list[str]:
    """What stands between quotation marks in `text`, without them, in order.

    With `unpaired`, also what stands before a mark that only closes, or after one that only opens:
    a quotation of several paragraphs has such marks.
    """
    found = [
        next(g for g in match.groups() if g is not None) for match in _RE.quoted.finditer(text)
    ]
    if unpaired:
        stray = _RE.stray.search(_RE.quoted.sub(lambda match: " " * len(match[0]), text))
        found += [part for part in stray.groups() if part] if stray else []
    return [quoted.strip() for quoted in found if re.search(r"\w", quoted)]


def mark_to_close(text: str) -> str:
    """The mark that would close the quotation in which the last line of `text` ends, or ""."""
    awaited, opened = "", 0
    line = text[text.rfind("\n") + 1 :]
    for match in _RE.mark.finditer(line):
        if awaited:
            awaited = "" if match[0] == awaited else awaited
        elif (
            match[0] in _CLOSES and not line[match.start() - 1 : match.start()].isdigit()
        ):  # 12" is a length
            awaited, opened = _CLOSES[match[0]], match.start()
    return awaited if len(line) - opened <= LONGEST_OPEN_CHARS else ""


def is_verbatim(quoted: str, folded_article: str) -> bool:
    """Whether an article, folded by `fold_quoted`, holds `quoted` word for word.

    What is left out is marked by an ellipsis or square brackets; the parts must come in order.
    The first letter may change its case, and the full stop or comma at the end is the writer's.
    """
    place = 0
    for part in _RE.left_out.split(_RE.changed_letter.sub(r"\1", quoted)):
        folded = fold_quoted(part).strip(_EDGE)
        if not folded:
            continue
        first, rest = folded[0], folded[1:]
        forms = {first.lower() + rest, first.upper() + rest}
        found = [at for form in forms if (at := _find_whole(form, folded_article, place)) >= 0]
        if not found:
            return False
        place = min(found) + len(folded)
    return True


def _find_whole(words: str, text: str, place: int) -> int:
    """Where `words` stand in `text` from `place` on, with no letter beside them; or -1."""
    found = text.find(words, place)
    while found >= 0:
        beside = text[max(0, found - 1) : found] + text[found + len(words) : found + len(words) + 1]
        if not re.search(r"\w", beside):
            return found
        found = text.find(words, found + 1)
    return -1
