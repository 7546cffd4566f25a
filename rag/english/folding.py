"""Text normalisation: folded, so that what only looks different compares equal."""

import re
import unicodedata

_DOUBLE = re.compile(r"[\"“”„‟«»＂″]|``|''")
_SINGLE = re.compile(r"[‘’‚‛`´′＇]")
_LOOSE_SINGLE = re.compile(r"(?<!\w)'|'(?!\w)")
_ZERO_WIDTH = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile(r"[‐‑‒–—―−]|--+")
_SPACE_AT_SIGN = re.compile(r"(?<!\s)\s++(?=[^\w\s])|(?<=[^\w\s])\s+")
_SPACE = re.compile(r"\s+")


def fold_quoted(text: str) -> str:
    """`text` for word-by-word comparison: NFKC, one kind of dash, no quotation marks.

    White space counts only between two words. Capitals and apostrophes inside words stay.
    """
    plain = _ZERO_WIDTH.sub("", unicodedata.normalize("NFKC", text))
    plain = _DASHES.sub("-", _SINGLE.sub("'", _DOUBLE.sub(" ", plain)))
    plain = re.sub(r"(?<=\w)\s+(?='(?:s|re|ve|ll|d|m|t)\b)|(?<=\w)\s+(?=n't\b)", "", plain)
    plain = _LOOSE_SINGLE.sub(" ", plain)
    return _SPACE.sub(" ", _SPACE_AT_SIGN.sub("", plain)).strip()


def fold_name(text: str) -> str:
    """`text` in lower case, without accents, possessive endings and stops."""
    plain = unicodedata.normalize("NFKD", text).lower().replace("’", "'")
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"'s?\Z|[.,]", "", plain)
