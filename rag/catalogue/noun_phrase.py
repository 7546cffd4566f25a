"""Noun phrase parser: "the two latest ferry articles by Ann Lee since May" -> `Selection`.

Names and periods of the index arrive as placeholders, called signs (`rag.search.filters.rules`);
quoted titles and "that article" are read here. Every word must be understood: what is left over
means that the phrase is about something else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.types import Filters
from rag.catalogue.frames import NOUN, WHO
from rag.catalogue.types import Order, Selection
from rag.english.function_words import FUNCTION_WORDS
from rag.english.grammar import Grammar
from rag.english.number_words import SMALL
from rag.english.words import find_words
from rag.search.filters.reading import Sign, to_filters, without_signs
from rag.search.filters.rules import PERIOD, SECTION, SIGN

LONGEST_TOPIC_WORDS = 8

_RE = Grammar("rag.catalogue", "noun_phrase", who=WHO, period=PERIOD, section=SECTION, noun=NOUN)
_AFTER = _RE.patterns("after")
_ENDS = rf"(?=$| (?:{'|'.join(pattern.pattern.removeprefix('(?i)') for pattern in _AFTER)})(?: |$))"
_TOPICS = tuple(
    (re.compile(rf"{_RE.source('that')}{lead} (?P<topic>.+?){_ENDS}", re.IGNORECASE), anywhere)
    for lead, anywhere in ((_RE.source("about"), False), (_RE.source("mentions"), True))
)
_BEFORE = _RE.patterns("before")


@dataclass(slots=True)
class _Parsed:
    """What has been understood so far."""

    signs: list[int] = field(default_factory=list)
    topic: str = ""
    anywhere: bool = False
    order: Order | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedQuestion:
    """A question with signs in the place of names and periods; `titles` are doc_ids by headline."""

    question: str
    signs: Sequence[Sign]
    titles: dict[str, list[str]]
    goes_on: bool = False

    def select(self, phrase: str) -> Selection | None:
        """The articles that `phrase` means; None when it is not understood to its end."""
        phrase = " ".join(phrase.split())
        if _RE.points_back.match(phrase) or (self.goes_on and phrase.lower() in ("it", "they")):
            return Selection(filters=Filters(), points_back=True)
        titled = self._titled(phrase)
        if titled is not None:
            return titled
        noun = re.search(NOUN, phrase, re.IGNORECASE)
        if noun is None:
            return None
        parsed = _Parsed()
        before, after = phrase[: noun.start()].strip(), phrase[noun.end() :].strip()
        if not (self._read_before(before, parsed) and self._read_after(after, parsed)):
            return None
        word = noun["noun"].lower()
        single = not word.endswith("s")
        return Selection(
            filters=to_filters([self.signs[number] for number in dict.fromkeys(parsed.signs)]),
            topic=parsed.topic,
            anywhere=parsed.anywhere,
            order=parsed.order,
            most=parsed.most or (1 if single and parsed.order else None),
            one=single,
            loose=bool(_RE.loose.search(word)),
        )

    def topic(self, words: str) -> str | None:
        """`words` as a topic: a noun phrase of a few words, in the question's own spelling."""
        plain = without_signs(words, self.question, self.signs).strip(" ,.'’\"“”")
        plain = re.sub(r"^(?:the|an?|our|any)\s+", "", plain, flags=re.IGNORECASE)
        content = [word for word in find_words(plain) if word.is_content]
        if not content or len(plain.split()) > LONGEST_TOPIC_WORDS or _RE.clause.search(plain):
            return None
        return plain

    def _titled(self, phrase: str) -> Selection | None:
        """An article by its headline in quotation marks."""
        plain = without_signs(phrase, self.question, self.signs)
        match = _RE.title.search(plain)
        if match is None:
            return None
        lead = _RE.headline.sub("", plain[: match.start()]).strip()
        found = self.titles.get(fold_title(match[1]))
        if not found or not re.fullmatch(rf"(?:(?:the |an? )?{NOUN})?", lead, re.IGNORECASE):
            return None
        return Selection(filters=Filters(doc_ids=tuple(found)), one=True)

    def _read_before(self, text: str, parsed: _Parsed) -> bool:
        left = text
        while left:
            match = next((m for p in _BEFORE if (m := p.match(left))), None)
            if match is None:
                topic = None if parsed.topic else self.topic(left)
                parsed.topic = topic or ""
                return topic is not None and not _stands_before_nothing(topic)
            _take(match, parsed)
            left = left[match.end() :].strip()
        return True

    def _read_after(self, text: str, parsed: _Parsed) -> bool:
        left = text.strip(" ,")
        while left:
            match = next((m for p in _AFTER if (m := p.match(left))), None)
            if match is not None:
                _take(match, parsed)
            else:
                match = self._read_topic(left, parsed)
                if match is None:
                    return False
            left = left[match.end() :].strip(" ,")
        return True

    def _read_topic(self, left: str, parsed: _Parsed) -> re.Match[str] | None:
        for pattern, anywhere in _TOPICS:
            match = pattern.match(left)
            topic = self.topic(match["topic"]) if match and not parsed.topic else None
            if topic:
                parsed.topic, parsed.anywhere = topic, anywhere
                return match
        return None


def fold_title(title: str) -> str:
    """A headline as it is compared: its words alone."""
    return " ".join(word.text.casefold() for word in find_words(title))


def _take(match: re.Match[str], parsed: _Parsed) -> None:
    found = match.groupdict()
    parsed.signs += [int(number) for number in SIGN.findall(match.group())]
    if found.get("newest"):
        parsed.order = Order.NEWEST
    if found.get("oldest"):
        parsed.order = Order.OLDEST
    if found.get("most"):
        most = found["most"]
        parsed.most = int(most) if most.isdecimal() else SMALL[most.lower()]


def _stands_before_nothing(topic: str) -> bool:
    """Whether words before the noun say something else of it than its subject."""
    words = {word.text.lower() for word in find_words(topic)}
    return bool(_RE.word_list("no_subjects") & words) or words <= FUNCTION_WORDS
