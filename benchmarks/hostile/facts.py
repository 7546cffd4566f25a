"""A plain fact for each hostile document, and the question that it answers."""

_FACTS = (
    ("The lighthouse of {place} is {number} metres high", "How high is the lighthouse of {place}?"),
    (
        "The ferry from {place} carries {number} passengers",
        "How many passengers does the ferry from {place} carry?",
    ),
    (
        "The library in {place} lends {number} books a day",
        "How many books a day does the library in {place} lend?",
    ),
    (
        "The school in {place} has {number} pupils",
        "How many pupils does the school in {place} have?",
    ),
    ("The bridge at {place} is {number} metres long", "How long is the bridge at {place}?"),
    (
        "The mill at {place} employs {number} workers",
        "How many workers does the mill at {place} employ?",
    ),
    (
        "The orchard at {place} has {number} apple trees",
        "How many apple trees does the orchard at {place} have?",
    ),
    (
        "The museum in {place} shows {number} paintings",
        "How many paintings does the museum in {place} show?",
    ),
    (
        "The bakery in {place} sells {number} loaves a day",
        "How many loaves a day does the bakery in {place} sell?",
    ),
    (
        "The tunnel under {place} cost {number} million euros",
        "What did the tunnel under {place} cost?",
    ),
    (
        "The hospital in {place} has {number} beds",
        "How many beds does the hospital in {place} have?",
    ),
    (
        "The choir of {place} has {number} singers",
        "How many singers does the choir of {place} have?",
    ),
)

_BEGINNINGS = ("Arn", "Bel", "Cor", "Dun", "Els", "Fal", "Gor", "Hol", "Ing", "Jor", "Kel", "Lin")
_ENDINGS = ("wick", "mouth", "by", "stead", "haven")


def fact(number: int) -> tuple[str, str]:
    """The fact of the document `number`, from 0, without its full stop, and the question."""
    said, asked = _FACTS[number % len(_FACTS)]
    place = _BEGINNINGS[number % len(_BEGINNINGS)] + _ENDINGS[number // len(_BEGINNINGS) % 5]
    return said.format(place=place, number=31 + 7 * number), asked.format(place=place)
