"""Synonyms in what reports measure and count: "the blast" and "the explosion"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from rag.english.words import Word, stem

# A line is one concept, named by its first word. Only words that may stand for one another in
# what a figure is of: whatever would tell two claims apart ("flooded", "damaged") stays apart.
_CONCEPTS = """
attend attended attendance drew draw draws drawn attract attracted watch watched join joined visit
 visited visitor fan spectator guest crowd audience viewer
explosion blast
landslide landslip mudslide
blaze fire
crash collision
strike walkout stoppage
police officer constable
rescue rescuer
pull pulled bring brought
carry carried aboard board transport
injure injury hurt wound wounded
kill killed die died dead death fatality
cost price bill priced
buy bought pay paid purchase purchased
sell sold sale fetch fetched
long length
deep depth
tall high height
wide width
weigh weight heavy
cover area
employ employee staff worker
sign signature signatory name
rise rose risen grow grew grown increase climb
fall fell fallen drop dropped cut reduce decrease decline shrink shrank
jail jailed sentence sentenced imprison prison
last lasted
close closed closure shut
found founded establish establishment
build built construct construction
open opened opening
bear born
begin began begun start started
objection object objected
home house
pupil student
ship vessel
"""
_PHRASES = {
    ("went", "up"): stem("rise"),
    ("went", "down"): "fall",
    ("went", "on"): "last",
    ("went", "for"): "sell",
    ("took", "part"): "attend",
}
_NOTHING = """
estimated estimate expected expect figure put would will number numbered total amount amounted
people person new team make made receive received got grant granted hold held contain consist
stay stayed leave left stand stood come came reach lie lay lies go went goes taxpayer
"""

_concept_of = {
    stem(word): stem(line.split()[0])
    for line in _CONCEPTS.replace("\n ", " ").strip().splitlines()
    for word in line.split()
}
SAYS_LITTLE = frozenset(stem(word) for word in _NOTHING.split())
"""Stems that add nothing to what a figure is of."""

WHO_COMES = frozenset({"attend", stem("people"), stem("person")})
"""What is counted may be such a word, or the verb: "31 arrests", "arrested 23 people"."""

_UNNAMED = """
man men woman women boy girl teenager pensioner motorist driver defendant cyclist rider youth
"""
UNNAMED = frozenset(stem(word) for word in _UNNAMED.split())
"""Of a person without a name, nobody can say that it is the same one."""

_OF_MANY = """
company firm shop bank business school theatre hospital museum club team council court university
charity landlord house farm plant factory party crew union festival village town county fine cost
"""
OF_MANY = frozenset(_concept_of.get(stem(word), stem(word)) for word in _OF_MANY.split())
"""Institutions: "the school" is another one in the next article."""

_DAILY = """
index share stock temperature rain rainfall wind gust snow tide degree pence crown dollar gold oil
copper wheat barley trading forecast sunshine humidity goal score match game beat win point
"""
DAILY = frozenset(_concept_of.get(stem(word), stem(word)) for word in _DAILY.split())
"""What is measured or played again and again, and has one value a day."""

_ONCE = "build found open bear close begin complete launch invent discover marry"
HAPPENS_ONCE = frozenset(_concept_of.get(stem(word), stem(word)) for word in _ONCE.split(" "))
"""What has one date, so that two dates of it cannot both be right."""


def find_concepts(words: Sequence[Word]) -> Iterator[str]:
    """The concept of each word that carries meaning; a word without synonyms is its own."""
    for word, following in zip_longest(words, words[1:]):
        pair = (word.text.lower(), following.text.lower() if following else "")
        if pair in _PHRASES:
            yield _PHRASES[pair]
        elif word.is_content and len(word.text) > 1:
            yield to_concept(word.stem)


def to_concept(written: str) -> str:
    """The name of the concept that a stem belongs to."""
    return _concept_of.get(written, written)


def without_fillers(concepts: Iterable[str]) -> frozenset[str]:
    """The concepts that say what a figure is of."""
    return frozenset(concepts) - SAYS_LITTLE
