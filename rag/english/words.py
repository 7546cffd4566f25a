"""Tokenizer, stemmer and stop words for English, so that a question's word meets the article's."""

import re
from dataclasses import dataclass
from functools import lru_cache

from index.text.scripts import is_unspaced, pairs, unspaced_runs
from rag.english.function_words import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_]+(?:[.,'’\-][^\W_]+)*")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bdfgmnprt])\1$")

# Pairs of characters of Chinese that hold one without meaning of its own or that asks; in Japanese
# such words are written in hiragana.
_FUNCTION_PAIR = re.compile(
    r".?[的了是在吗嗎呢吧么麼什谁誰哪怎几幾和与與也就都而及把被].?|多少|[\u3040-\u309f]{1,2}"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as written, folded to its stem, and where it stands in its text."""

    text: str
    stem: str
    start: int
    end: int

    @property
    def is_content(self) -> bool:
        """Whether the word carries meaning of its own."""
        return self.text.lower() not in FUNCTION_WORDS and not _FUNCTION_PAIR.fullmatch(self.text)

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_numeric(self) -> bool:
        return self.text[0].isdigit()


def find_words(text: str) -> list[Word]:
    """The words of `text` in order; a hyphenated word counts as its parts."""
    return list(_find_words(text))


def stems_in(text: str) -> frozenset[str]:
    """The stems of the words of `text` that carry meaning."""
    return frozenset(word.stem for word in find_words(text) if word.is_content)


# A sentence is read by the ranker, by the checks, and again for the next question.
@lru_cache(maxsize=8192)
def _find_words(text: str) -> tuple[Word, ...]:
    found = []
    for match in _WORD.finditer(text):
        start = match.start()
        for part in _parts(match.group()):
            place = text.index(part, start, match.end())
            found.append(Word(part, stem(part), place, place + len(part)))
            start = place + (1 if is_unspaced(part) else len(part))  # pairs overlap
    return tuple(found)


def _parts(written: str) -> list[str]:
    if not written.isascii() and len(runs := unspaced_runs(written)) + is_unspaced(written) > 1:
        return [part for run in runs for part in (pairs(run) if is_unspaced(run) else _parts(run))]
    if written[0].isdigit():
        return [part for part in re.split(r"[-'’]", written) if part]
    if "." in written and all(len(part) == 1 for part in written.split(".")):
        return [written]  # an abbreviation such as U.S
    return [part for part in re.split(r"[-.,'’]", written) if part]


def find_terms(text: str) -> list[str]:
    """Key phrases: runs of neighbouring words that are no function words: "harbour wall"."""
    runs: list[list[str]] = [[]]
    for word in re.findall(rf"{_WORD.pattern}|[^\w\s]", text):
        if word[0].isalnum() and word.lower() not in FUNCTION_WORDS:
            runs[-1].append(re.sub(r"['’]s$", "", word))
        elif runs[-1]:
            runs.append([])
    return list(dict.fromkeys(" ".join(run) for run in runs if run))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The one stemmer: `word` in lower case without its commonest English endings."""
    folded = word.lower().replace(".", "").replace(",", "")
    if len(folded) < 4 or not folded.isascii() or not folded.isalpha():
        return folded
    return _fold_verb(_fold_plural(folded))


def _fold_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _fold_verb(word: str) -> str:
    for ending in ("ingly", "edly", "ing", "ied", "ed", "ment", "ly"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) >= 3 and _VOWEL.search(root):
            root = root + "y" if ending == "ied" else _DOUBLED.sub(r"\1", root)
            return _drop_last_vowel(root)
    return _drop_last_vowel(word)


def _drop_last_vowel(word: str) -> str:
    if len(word) > 3 and word.endswith("e"):
        return word[:-1]
    if len(word) > 3 and word.endswith("y"):
        return word[:-1] + "i"
    return word
