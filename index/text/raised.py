"""Superscripts: which raised characters belong to the text, and which are reference marks."""

import re

from index.text.data import read_data

_RAISED = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")
_EXPONENT = re.compile(r"[+\-−–]?\d{1,4}|\d{0,2}[+\-−–]")
# Where a small number raised behind it is a power: of ten, of a unit after a figure or a slash,
# of a variable that stands alone.
_TEN = re.compile(r"(?<![\d.,£$€¥])10$")  # "£10" is a price
_DATA = read_data(__file__)
_SIGNED_UNIT = re.compile(r"[A-Za-zµμΩ]$")
_VARIABLE = re.compile(r"(?<![^\W_])[xyzrRχσ]$|[=+] ?[A-Za-z]{1,2}$")
# The cents of a price as shops print them, which stay raised: "$3⁹⁹" is what was published.
_PRICE, _CENTS = re.compile(r"(?<!\d)[$£€¥]\s?\d{1,2}$"), ("99", "95", "90", "50", "49", "00")
# "£4.7m" is a sum of millions and no length.
_SUM = re.compile(r"[£$€¥]\s?\d[\d.,]*\s?m$|\b(?:GBP|USD|EUR)\s?\d[\d.,]*\s?m$")
_LETTER_ORDINAL = re.compile(r"(?:(?<![\d.,])\d{1,2}|\b[NnMmXVI]+)\^\s*[^\W\d_]")
_ISOTOPE = re.compile(r"(?:C|N|O|H|U|Pu|I|Cs|Sr|Co|K|Ra|Rn|Po|Am|Tc)\b")


def raised_text(mark: str, before: str, after: str = "") -> str | None:
    """What stands in the text for characters that are printed raised.

    Args:
        mark: The raised characters.
        before: The text before them, as far as it is known; the last twenty characters do.
        after: The text after them.

    Returns:
        A power or a charge in raised digits ("10⁶", "m²"), the letters of an ordinal or a trade
        mark as they are, the upper half of a fraction as digits; None for a reference mark, which
        is to be left out.
    """
    mark, before = mark.strip(), before[-20:]
    if not mark:
        return None
    if after.lstrip()[:1] in ("/", "⁄") and mark.isdigit():
        return f" {mark}" if before[-1:].isdigit() else mark
    if _EXPONENT.fullmatch(mark) and _is_exponent(mark, before, after):
        return mark.translate(_RAISED)
    if mark in ("a", "o", "e") and not _LETTER_ORDINAL.search(f"{before[-20:]}^{after[:3]}"):
        return None  # a note of a table: "48,200" and a raised "a"
    if _DATA.ordinal.fullmatch(mark) and re.search(r"(?:\d|\b[NnMm])$", before):
        return mark
    return None if _DATA.mark.fullmatch(mark) else mark


def power(exponent: str) -> str:
    """What is raised in a formula: in raised digits where there are some, else "^n+1"."""
    raised = exponent.translate(_RAISED)
    return f"^{exponent}" if any(sign in exponent for sign in raised) else raised


def _is_exponent(mark: str, before: str, after: str) -> bool:
    if mark in _CENTS and _PRICE.search(before):
        return True
    if _TEN.search(before) or (mark[0] in "-−–" and _SIGNED_UNIT.search(before)):
        return True
    if mark[-1] in "+-−–":  # the charge of an ion
        return bool(re.search(r"[A-Za-z₀-₉\d]$", before))
    if not before[-1:].strip() and _ISOTOPE.match(after):
        return True
    if mark in ("2", "3", "4"):
        if _SUM.search(before):
            return False
        return bool(_DATA.unit.search(before) or _VARIABLE.search(before))
    return False
