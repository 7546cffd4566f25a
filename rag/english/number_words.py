"""Numerals in words: cardinals, ordinals, tens and scales, each with what it is worth."""

_UNDER_TWENTY = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_ORDINALS_TO_TWENTY = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"

SMALL = {word: value for value, word in enumerate(_UNDER_TWENTY.split())}
"""Zero to nineteen."""

TENS = {word: 10 * value for value, word in enumerate(_ROUND.split(), start=2)}
SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
}
ORDINALS = {word: value for value, word in enumerate(_ORDINALS_TO_TWENTY.split(), start=1)}
"""First to twentieth."""
