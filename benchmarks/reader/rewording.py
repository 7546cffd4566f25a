"""Rewords training questions: words shared with the answering sentence become synonyms (WordNet).

So that overlap alone never pays. WordNet's files are those of Debian's `wordnet-base`.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random

from lemminflect import getAllInflections, getAllLemmas, getInflection

from rag.english.words import Word, find_words

WORDNET = Path("/usr/share/wordnet")
FILES = {"NOUN": "noun", "VERB": "verb", "ADJ": "adj", "ADV": "adv"}
SENSES = 2


def reword(question: str, sentence: str, random: Random, share: float = 0.8) -> str:
    """`question` with most of the plain words that it shares with `sentence` exchanged."""
    held = {word.stem for word in find_words(sentence)}
    shared = [w for w in find_words(question) if w.stem in held and _is_plain(w)]
    for word in reversed(shared):
        others = synonyms(word.text.lower())
        if others and random.random() < share:
            question = question[: word.start] + random.choice(others) + question[word.end :]
    return question


def _is_plain(word: Word) -> bool:
    return word.is_content and not word.is_numeric and not word.is_capitalised


@cache
def synonyms(word: str) -> Sequence[str]:
    """Words of the commonest senses of `word`, in its form; its own lemma is left out."""
    found: list[str] = []
    for part, lemmas in getAllLemmas(word).items():
        if part not in FILES:
            continue
        for lemma in lemmas:
            tags = [
                tag for tag, forms in getAllInflections(lemma, upos=part).items() if word in forms
            ]
            for other in _other_words(lemma, FILES[part]):
                forms = getInflection(other.split()[0], tags[0]) if tags else ()
                first = forms[0] if forms else other.split()[0]
                found.append(" ".join([first, *other.split()[1:]]))
    return tuple(other for other in dict.fromkeys(found) if other != word)


def _other_words(lemma: str, part: str) -> list[str]:
    places = _index(part).get(lemma, ())[:SENSES]
    words = [word for place in places for word in _synset(part, place)]
    return [w.replace("_", " ") for w in dict.fromkeys(words) if w != lemma and w.islower()]


@cache
def _index(part: str) -> dict[str, tuple[int, ...]]:
    """Lemma -> where its synsets begin, commonest first."""
    found = {}
    for line in (WORDNET / f"index.{part}").read_text().splitlines():
        if line.startswith(" "):
            continue
        fields = line.split()
        found[fields[0]] = tuple(int(field) for field in fields[-int(fields[2]) :])
    return found


def _synset(part: str, place: int) -> list[str]:
    fields = _data(part)[place : place + 2000].split("\n", 1)[0].split()
    return [fields[4 + 2 * number].split("(")[0] for number in range(int(fields[3], 16))]


@cache
def _data(part: str) -> str:
    return (WORDNET / f"data.{part}").read_text(encoding="latin-1")
