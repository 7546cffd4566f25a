"""Quotation marks that nest: a quotation stands in double ones, and those in it become single."""

import re

_DOUBLE = re.compile(r"[\"“”„]")
_OPENS_AFTER = re.compile(r"[\s(\[–—/‘“-]")


def in_quotes(text: str) -> str:
    """The text in quotation marks; a quotation that began before it or goes on is made whole."""
    inner, left_open, begun_before = _nest(text)
    return f"“{'‘' * begun_before}{inner}{'’' * left_open}”"


def nested(text: str) -> str:
    """Part of a text as `in_quotes` writes it."""
    return _nest(text)[0]


def _nest(text: str) -> tuple[str, bool, bool]:
    """The text with single marks, whether the last one stays open, and whether one only closes."""
    parts: list[str] = []
    done, is_open, begun_before = 0, False, False
    for match in _DOUBLE.finditer(text):
        place = match.start()
        opens = match[0] == "„" or (match[0] != "”" and _opens(text, place, is_open))
        if not opens and not is_open and text[place - 1 : place].isdigit():
            continue  # inches
        begun_before |= not opens and not is_open
        is_open = opens
        parts += [text[done:place], "‘" if opens else "’"]
        done = match.end()
    return "".join([*parts, text[done:]]), is_open, begun_before


def _opens(text: str, place: int, is_open: bool) -> bool:
    before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
    may_open = not before or bool(_OPENS_AFTER.match(before))
    return may_open and not (is_open and (not after or after.isspace()))
