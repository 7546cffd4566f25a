"""Follow-up questions made from SQuAD: a name in the second question becomes a pronoun.

For each answerable question that holds a name, an earlier question about the same article is
found that holds the name too, in its own words or in its answer; the two become a conversation,
and the name in the second one becomes a pronoun. "Who led the Normans?", "Rollo"; "When did he
come to France?" Earlier questions are taken from the same paragraph and from the nearest other
paragraph, one of each where there is one: the first is a reader who digs, the second one who
moves on. The rules:

- A name is a run of capitalised words, joined by "of" or "the", not opening the question.
- It is replaced only where it stands as a noun of its own: before a stop, a function word or 's,
  or between "did", "was" and the like and a word that may be a verb; not in "Norman kings",
  "what Normans", "Normans and", "Normans who".
- "they" where the article has the name without its s too ("Normans"), "he" or "she" where the
  name is in the article's title and the article mostly speaks of one, else "it".
- One word of meaning must be left beside the pronoun.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from eval.collections.squad import SquadArticle, SquadQuestion
from rag.english.function_words import FUNCTION_WORDS
from rag.english.words import find_words
from rag.types import Turn

_NAME = re.compile(
    r"(?<!^)\b(?:[Tt]he )?[A-Z][\w-]+(?:(?: of| the| of the)? [A-Z][\w-]+)*", re.UNICODE
)
_AUXILIARIES = {"did", "does", "do", "was", "were", "is", "are", "has", "have", "had", "will"}
_PREPOSITIONS = {"of", "to", "by", "for", "with", "from", "in", "at", "on", "about", "against"}
_BOUND_BEFORE = {"what", "which", "many", "some", "any", "and", "or", "this", "that", "between"}
_BOUND_AFTER = {"and", "or", "who", "that", "which"}
_FORMS = {
    "he": ("he", "him", "his"),
    "she": ("she", "her", "her"),
    "they": ("they", "them", "their"),
    "it": ("it", "it", "its"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A question that needs its history, and the SQuAD question that it was made of."""

    text: str
    history: tuple[Turn, ...]
    original: SquadQuestion
    same_paragraph: bool  # as the earlier question


def make_follow_ups(questions: Iterable[SquadQuestion]) -> list[FollowUp]:
    """At most two for each question; the same every time."""
    made: list[FollowUp] = []
    answerable = [question for question in questions if question.answerable]
    for _, group in groupby(answerable, key=lambda question: question.article.title):
        article = list(group)
        for number, question in enumerate(article):
            made += _follow_ups(question, number, article)
    return made


def _follow_ups(
    question: SquadQuestion, number: int, article: Sequence[SquadQuestion]
) -> Iterator[FollowUp]:
    for name in find_names(question.text):
        text = with_pronoun(question.text, name, question.article)
        if text is None:
            continue
        earlier = [q for q in _nearest(number, article) if _names(q, name)]
        for same in (True, False):
            first = next((q for q in earlier if (q.paragraph == question.paragraph) is same), None)
            if first is not None:
                turn = Turn(question=first.text, answer=first.answers[0])
                yield FollowUp(text=text, history=(turn,), original=question, same_paragraph=same)
        return


def find_names(text: str) -> list[str]:
    """The names in a question, without "the", the longest first."""
    found = [re.sub(r"^[Tt]he ", "", match.group()) for match in _NAME.finditer(text)]
    return sorted(dict.fromkeys(found), key=lambda name: -len(name))


def with_pronoun(text: str, name: str, article: SquadArticle) -> str | None:
    """The question with a pronoun in place of `name`; None when the rules forbid it."""
    pattern = re.compile(rf"(?:\b[Tt]he )?\b{re.escape(name)}(?P<own>['’]s?)?(?![\w-])")
    matches = list(pattern.finditer(text))
    if not matches or not all(_stands_alone(text, match) for match in matches):
        return None
    forms = _FORMS[_pronoun(name, article)]
    asked = pattern.sub(lambda match: _form(text, match, forms), text)
    left = [word for word in find_words(asked) if word.is_content]
    return asked if left else None


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    if _before(text, match).lower() in _BOUND_BEFORE or _before(text, match)[:1].isupper():
        return False
    if match["own"]:
        return True
    after = re.match(r"\s*(\w+|\S|$)", text[match.end() :])
    following = after.group(1) if after else ""
    abbreviated = re.match(r"\. \w", text[match.end() :])
    if abbreviated or following in _BOUND_AFTER or following[:1].isupper():
        return False
    article = match.group().lower().startswith("the ")
    return (
        not following[:1].isalnum()
        or following in FUNCTION_WORDS
        or (_before(text, match) in _AUXILIARIES and not article)
    )


def _before(text: str, match: re.Match[str]) -> str:
    words = text[: match.start()].split()
    return words[-1].strip("\"'(") if words else ""


def _form(text: str, match: re.Match[str], forms: tuple[str, str, str]) -> str:
    subject, object_, own = forms
    if match["own"]:
        return own
    return object_ if _before(text, match).lower() in _PREPOSITIONS else subject


def _pronoun(name: str, article: SquadArticle) -> str:
    text = " ".join(article.paragraphs)
    if name.endswith("s") and re.search(rf"\b{re.escape(name[:-1])}\b", text):
        return "they"
    if not set(name.split()) & set(article.headline.split()):
        return "it"
    words = re.findall(r"\w+", text.lower())
    counts = {word: words.count(word) for word in ("he", "she", "it")}
    return max(counts, key=lambda word: counts[word])


def _nearest(number: int, article: Sequence[SquadQuestion]) -> list[SquadQuestion]:
    """The other questions, those just before first, then those just after."""
    places = [place for place in range(len(article)) if place != number]
    places.sort(key=lambda place: (abs(place - number), place > number))
    return [article[place] for place in places]


def _names(question: SquadQuestion, name: str) -> bool:
    pattern = re.compile(rf"\b{re.escape(name)}(?!\w)")
    return bool(pattern.search(question.text) or pattern.search(question.answers[0]))
