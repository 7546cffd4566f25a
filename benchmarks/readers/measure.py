"""Measures of a reader: characters lost and invented, metadata right, sentences intact.

Letters, digits and signs of currency count as characters; punctuation counts in sentences only. A
text is looked for wherever it may stand, so that another order costs sentences, not characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from benchmarks.readers.model import POWERS, Article
from index.text.sentences import split_sentences
from index.types import Document

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_TOKEN = re.compile(r"[^\W_]+|[£$€%]")
_QUOTES = str.maketrans({**dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‘’‚‛", "'")})
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CARET = re.compile(r"\^\{?(\d+)\}?")
_BULLET = re.compile(r"^(?:[-*+•‣◦▪·>|#]+|\d{1,2}[.)])\s+")
_TAKEN = "\x01"
_SAME_CHARS = 3  # shorter stretches in common are chance
_LISTED_CHARS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What became of some articles; scores are added up."""

    files: int = 0
    failed: int = 0
    chars: int = 0  # of the body
    lost: int = 0
    invented: int = 0
    known: int = 0  # headlines, authors and dates that were stated
    known_right: int = 0
    sentences: int = 0
    intact: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Score)}
        )


def normalise(text: str) -> str:
    """One form of spaces, quotation marks and powers; nothing that cannot be seen."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    text = _CARET.sub(lambda match: match[1].translate(POWERS), text.translate(_QUOTES))
    return " ".join(text.split())


def tokens(text: str) -> str:
    """The words, each between two spaces of its own; 4,771 and 4771 are one."""
    found = _TOKEN.findall(_THOUSANDS.sub("", normalise(text)))
    return "".join(f" {token} " for token in found)


def cover(text: str, units: Iterable[str], *, often: bool = False) -> tuple[str, list[str]]:
    """What `units` leave of the tokens `text`, and those of them that were not found."""
    wanted = [unit for unit in map(tokens, units) if unit.strip()]
    missing = set()
    for place, unit in sorted(enumerate(wanted), key=lambda found: -len(found[1])):
        if unit in text:
            text = text.replace(unit, f" {_TAKEN} ", -1 if often else 1)
        else:
            missing.add(place)
    return text, [wanted[place] for place in sorted(missing)]


def lost_and_invented(
    body: Sequence[str], optional: Sequence[str], text: str, listed: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Stretches of the body that are nowhere, and of the text that are from nowhere.

    Args:
        body: What must be in `text`, or in `listed`.
        optional: What may be in `text`, any number of times.
        text: What the reader gave.
        listed: What it says it left out.
    """
    rest, missing = cover(tokens(text), body)
    rest, _ = cover(rest, optional, often=True)
    left_out = tokens(" ".join(listed))
    missing = [unit for unit in missing if unit not in left_out]
    wanted = Counter(" ".join(missing).split())
    extra = Counter(rest.replace(_TAKEN, " ").split())
    lost, invented = _apart(_kept(missing, wanted - extra), _kept([rest], extra - wanted))
    if lost:
        lost, _ = _apart(lost, left_out.split(), least=_LISTED_CHARS)
    return lost, invented


def _kept(units: Iterable[str], counts: Counter[str]) -> list[str]:
    """The tokens of `counts` in their order in `units`."""
    left = Counter(counts)
    found = []
    for token in " ".join(units).split():
        if left[token] > 0:
            left[token] -= 1
            found.append(token)
    return found


def _apart(
    one: Sequence[str], other: Sequence[str], least: int = _SAME_CHARS
) -> tuple[list[str], list[str]]:
    """What two rows of tokens do not share, by characters: "5001" and "500" leave "1"."""
    first, second = "".join(one), "".join(other)
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    ends = [(0, 0)]
    gaps: tuple[list[str], list[str]] = ([], [])
    for block in blocks:
        if block.size >= least or not block.size:
            gaps[0].append(first[ends[-1][0] : block.a])
            gaps[1].append(second[ends[-1][1] : block.b])
            ends.append((block.a + block.size, block.b + block.size))
    return [gap for gap in gaps[0] if gap], [gap for gap in gaps[1] if gap]


def broken_sentences(sentences: Sequence[str], text: str, language: str | None) -> list[str]:
    """Those of `sentences` that are not one whole sentence of `text`, and what begins like them."""
    found = [_plain_sentence(text[start:end]) for start, end in split_sentences(text, language)]
    counts = Counter(found)
    broken = []
    for plain in map(_plain_sentence, sentences):
        if not counts[plain]:
            near = next((other for other in found if plain[: len(plain) // 2] in other), "")
            broken.append(f"{plain!r}, read {near!r}")
        counts[plain] -= counts[plain] > 0
    return broken


def _plain_sentence(text: str) -> str:
    return _BULLET.sub("", normalise(text))


def broken_rows(article: Article, text: str) -> list[str]:
    """The rows of tables whose cells do not stand in one line, with their column heads."""
    lines = [tokens(line) for line in text.splitlines()]
    return [
        " | ".join(row)
        for block in article.blocks
        for row in block.rows[1:]
        if not any(all(cell in line for cell in map(tokens, block.rows[0] + row)) for line in lines)
    ]


def wrong_metadata(expected: Mapping[str, object], document: Document) -> list[str]:
    """The names of what the file states and the document has otherwise."""
    found = {
        "headline": document.title,
        "authors": document.authors,
        "published": document.published,
    }
    return [
        name
        for name, value in expected.items()
        if normalise(str(found[name])) != normalise(str(value))
    ]
