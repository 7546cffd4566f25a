"""The model of an article that every file of the readers' benchmark is written from.

What a reader should find (sentences, rows, notes), what it should leave out, and what the file says
about itself come from here alone, never from a reader. Words are fiction; `words.toml` holds them.
"""

import random
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path

_SLOT = re.compile(r"\{(\w+)\}")
_SPAN = re.compile(r"\[(\w+)\|([^\]]*)\]")
_WITHIN = re.compile("(?<=[a-z]{3})(?=[a-z]{3})")
POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_READ = {"": "{}", "q": "“{}”", "del": "", "note": "", "hidden": ""}
FEATURES = {  # kind -> sentences of that feature, one in each paragraph
    "marks": ("note", "power", "ord"),
    "notes": ("note",),
    "struck": ("struck",),
    "private": ("hidden",),
    "inline": ("inline",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words with one mark, such as "del" or "note"; "" for plain ones."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence as it was printed, its marks apart."""

    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """What a reader should make of it."""
        parts = (
            span.text.translate(POWERS)
            if span.mark == "power"
            else _READ.get(span.mark, "{}").format(span.text)
            for span in self.spans
        )
        return re.sub(" +", " ", "".join(parts)).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of the body: "p", "h", "li" (each sentence an item), "quote", "question", "table"."""

    kind: str
    sentences: tuple[Sentence, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()  # of a table; the first holds the column heads

    @property
    def text(self) -> str:
        """The sentences as one line."""
        return joined([sentence.text for sentence in self.sentences])


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article: what is known about it, its body, and what stands around the body."""

    name: str
    language: str
    headline: str
    authors: tuple[str, ...]
    published: date
    outlet: str
    section: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()  # at the foot: read, or listed as left out
    comments: tuple[str, ...] = ()  # of readers
    private: tuple[str, ...] = ()  # of the desk
    teasers: tuple[str, ...] = ()  # headlines of other articles
    furniture: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where it was published."""
        return f"https://news.example.org/{self.published:%Y/%m}/{self.name}"

    @property
    def sentences(self) -> list[str]:
        """The sentences of the body, in order."""
        return [s.text for block in self.blocks if block.kind != "h" for s in block.sentences]

    @property
    def plain(self) -> str:
        """The body without marks, a paragraph a block."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def by(self) -> str:
        """The line that names the authors."""
        by, both = {"de": ("Von", "und"), "fr": ("Par", "et")}.get(self.language, ("By", "and"))
        return f"{by} {f' {both} '.join(self.authors)}"

    @property
    def day(self) -> str:
        """The day as it is printed."""
        written = f"{self.published.day} {self.published:%B %Y}"
        return written if self.language == "en" else str(self.published)

    def body(self) -> Iterator[str]:
        """Everything that must not be lost."""
        yield from self.notes
        for block in self.blocks:
            yield from (sentence.text for sentence in block.sentences)
            yield from (cell for row in block.rows for cell in row)


def joined(sentences: Sequence[str]) -> str:
    """Sentences in a row, as their script sets them."""
    return "".join(s if s.endswith(("。", "。”")) else f"{s} " for s in sentences).rstrip(" ")


def divisible(text: str) -> str:
    """The text with soft hyphens in its long words."""
    return _WITHIN.sub("\u00ad", text)


@cache
def _words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    with (Path(__file__).parent / "words.toml").open("rb") as file:
        return tomllib.load(file)


def parse(text: str) -> Sentence:
    """A sentence with its marks: "costs [del|£12] £14"."""
    spans: list[Span] = []
    end = 0
    for match in _SPAN.finditer(text):
        spans.append(Span(text=text[end : match.start()]))
        spans.append(Span(text=match[2], mark=match[1]))
        end = match.end()
    spans.append(Span(text=text[end:]))
    return Sentence(spans=tuple(span for span in spans if span.text))


class _Maker:
    """Draws words of one language for one article; the same name gives the same article."""

    def __init__(self, name: str, language: str) -> None:
        self.chance = random.Random(name)
        self.words = {**_words()["en"], **_words()[language]}
        self.unused: dict[str, list[str]] = {}

    def draw(self, kind: str) -> str:
        """Another text of this kind, its slots filled."""
        if not self.unused.get(kind):
            drawn = self.chance.sample(self.words[kind], len(self.words[kind]))
            self.unused[kind] = drawn
        text = _SLOT.sub(self._slot, self.unused[kind].pop())
        return text[0].upper() + text[1:]

    def _slot(self, match: re.Match[str]) -> str:
        chance = self.chance
        made: dict[str, Callable[[], str]] = {
            "n": lambda: f"{chance.randint(213, 9899):,}",
            "money": lambda: f"£{chance.randint(11, 990) / 10} million",
            "pct": lambda: f"{chance.randint(2, 94)} percent",
            "year": lambda: str(chance.randint(1951, 2019)),
            "day": lambda: chance.choice(["Monday", "Tuesday", "Thursday", "Friday"]),
            "month": lambda: chance.choice(["January", "April", "June", "October"]),
            "sur": lambda: chance.choice(self.words["who"]).split()[-1],
        }
        make = made.get(match[1], lambda: chance.choice(self.words[match[1]]))
        return make()

    def paragraph(self, features: Sequence[str] = (), kind: str = "p") -> Block:
        """Two to four sentences, one of them of each feature."""
        drawn = [self.draw("plain") for _ in range(self.chance.randint(2, 4) - bool(features))]
        for feature in features:
            drawn.insert(self.chance.randint(0, len(drawn)), self.draw(feature))
        return Block(kind=kind, sentences=tuple(map(parse, drawn)))

    def table(self) -> Block:
        """Ports, years, tonnes: no cell twice."""
        places = self.chance.sample(self.words["place"], 5)
        years = [str(year) for year in self.chance.sample(range(2008, 2024), 5)]
        rows = [
            (place, year, f"{self.chance.randint(1000, 9999):,}")
            for place, year in zip(places, years, strict=True)
        ]
        return Block(kind="table", rows=(("Port", "Year", "Tonnes landed"), *rows))

    def blocks(self, kind: str) -> Iterator[Block]:
        """The body of an article of this kind."""
        features = FEATURES.get(kind, ())
        for number in range(self.chance.randint(4, 6)):
            if kind == "interview":
                yield Block(kind="question", sentences=(parse(self.draw("question")),))
            if kind == "structure" and number in (1, 3):
                yield Block(kind="h", sentences=(parse(self.draw("heading")),))
            yield self.paragraph(features[number % len(features) :][:1] if features else ())
            if kind == "structure" and number == 1:
                yield self.paragraph(kind="li")
            if kind == "structure" and number == 2:
                yield self.paragraph(kind="quote")
            if kind == "table" and number == 1:
                yield self.table()

    def several(self, kind: str, count: int = 3) -> tuple[str, ...]:
        """So many texts of a kind."""
        return tuple(self.draw(kind) for _ in range(count))


def _numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, their reference marks numbered from 1."""
    numbers = count(1)

    def number(span: Span) -> Span:
        return replace(span, text=str(next(numbers))) if span.mark == "note" else span

    return tuple(
        replace(
            block,
            sentences=tuple(Sentence(spans=tuple(map(number, s.spans))) for s in block.sentences),
        )
        for block in blocks
    )


def make_article(name: str, kind: str = "plain", language: str = "en") -> Article:
    """The article of this name: the same at every call."""
    maker = _Maker(name, language)
    chance = maker.chance
    blocks = _numbered(maker.blocks(kind))
    marks = [span for block in blocks for s in block.sentences for span in s.spans]
    return Article(
        name=name,
        language=language,
        headline=maker.draw("headline"),
        authors=tuple(chance.sample(maker.words["who"], 1 + (chance.random() < 0.25))),
        published=date(chance.randint(2009, 2024), chance.randint(1, 12), chance.randint(1, 28)),
        outlet=chance.choice(maker.words["outlet"]),
        section=chance.choice(maker.words["section"]),
        blocks=blocks,
        notes=maker.several("notes", sum(span.mark == "note" for span in marks)),
        comments=maker.several("comment"),
        private=maker.several("private"),
        teasers=maker.several("teaser"),
        furniture=maker.several("furniture", 4),
    )
