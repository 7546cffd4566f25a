"""Coreference for question generation: "he" and "it" become the previous sentence's subject."""

from __future__ import annotations

import re

from eval.proposing.clauses import Clause, find_clause
from eval.proposing.names import is_people_noun, is_person
from eval.proposing.sources import SourceSentence

_PRONOUN = re.compile(
    r"(?:(?:[Ii]n|[Oo]n|[Bb]y|[Aa]fter|[Dd]uring)\s[^,]{3,40},\s)?(?P<pronoun>[Hh]e|[Ss]he|[Tt]hey|"
    r"[Ii]t(?!\s(?:is|was)\s\w+\s(?:that|who|to)\b))\s(?!who\b)"
)


def with_antecedent(sentence: SourceSentence) -> str:
    """The sentence with the noun or name that its subject stands for, where that is clear."""
    found = _PRONOUN.match(sentence.text)
    before = find_clause(sentence.previous) if found and sentence.previous else None
    if found is None or before is None or not _agrees(found["pronoun"], before, sentence):
        return sentence.text
    start, end = found.span("pronoun")
    return sentence.text[:start] + before.subject + sentence.text[end:]


def _agrees(pronoun: str, before: Clause, sentence: SourceSentence) -> bool:
    subject = before.subject
    person = is_person(subject, sentence.document)
    plural = before.auxiliary in {"are", "were", "have", "do"} or subject.endswith("s")
    match pronoun.lower():
        case "it":
            return not (person or plural or is_people_noun(subject))
        case "they":
            return plural and not person
        case _:
            return person
