"""Noun phrase parser: "the two latest ferry articles by Ann Lee since May" -> `Selection`.

Names and periods of the index arrive as placeholders, called signs (`rag.search.filters.rules`);
quoted titles and "that article" are read here. Every word must be understood: what is left over
means that the phrase is about something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.types import Filters
from rag.catalogue.patterns import NOUN, WHO
from rag.catalogue.types import Order, Selection
from rag.english.number_words import SMALL
from rag.english.words import FUNCTION_WORDS, find_words
from rag.search.filters.reading import Sign, to_filters, without_signs
from rag.search.filters.rules import PERIOD, SECTION, SIGN

LONGEST_TOPIC_WORDS = 8

_LOOSE = re.compile(r"stor|piece|column|view|editorial")
_WRITTEN = r"(?:written|published|printed|posted|run|reported)"
_THAT = r"(?:(?:that|which) )?(?:(?:was|were|is|are|has been|have been) )?"
_ABOUT = r"(?:about|on|regarding|concerning|covering|dealing with|on the subject of|to do with)"
_MENTIONS = (
    r"(?:mention(?:s|ing)?|nam(?:e|es|ing)|contain(?:s|ing)?|cit(?:e|es|ing)|quot(?:e|es|ing)"
    r"|refer(?:s|ring)? to)(?: the words?| the name| the phrase)?"
)
_PLACE = r"(?:in|from) (?:the|this|our|your|my) (?:archives?|index|folder|library|collection|files)"
_FILLER = (
    rf"(?:(?:are|is|were) (?:there|in (?:the|this|our) \w+)|there (?:are|is)|exist|{_PLACE}"
    r"|(?:do|have) (?:you|we|i) (?:have|got|hold)|(?:you|we) (?:have|hold|know of)|(?:have|has|had)"
    r" been|were|was|are|is|appeared|(?:have|has) appeared|appearing|in total|in all|altogether"
    rf"|overall|so far|at all|here|there|please|{_WRITTEN}|(?:most )?recently|dated|exactly"
    r"|all told|by date|sorted by date|in order(?: of date)?|in chronological order|newest first)"
)
# What may stand behind the noun, each with what it says; the words of a topic end where any other
# of these begins, so they are tried last.
_AFTER = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_THAT}(?:{_WRITTEN} )?(?:by|from|in|of|for) {WHO}(?:['’]s?)?",
        rf"(?:did|do|does|has|have|had) {WHO} (?:ever |already )*"
        rf"(?:write|publish|print|run|{_WRITTEN})",
        rf"{WHO} (?:has |have |had )?(?:wrote|{_WRITTEN})",
        rf"{_THAT}(?:{_WRITTEN} |dated |(?:have |has )?appeared )?{PERIOD}",
        rf"{_THAT}(?:in|from|of|on) {SECTION}",
        rf"{_FILLER}(?= |$)",
    )
)
_ENDS = rf"(?=$| (?:{'|'.join(pattern.pattern for pattern in _AFTER)})(?: |$))"
_TOPICS = tuple(
    (re.compile(rf"{_THAT}{lead} (?P<topic>.+?){_ENDS}", re.IGNORECASE), anywhere)
    for lead, anywhere in ((_ABOUT, False), (_MENTIONS, True))
)
_MOST = rf"(?P<most>\d{{1,2}}|{'|'.join(SMALL)})\b"
_BEFORE = tuple(
    re.compile(rf"{pattern}(?: |$)", re.IGNORECASE)
    for pattern in (
        r"(?:all|any|every(?:thing)?|each|the|some|our|your|an?|single|existing|published|of|only"
        r"|different|complete|full|very)(?! of the)",
        r"(?P<newest>latest|newest|most recent|last)",
        r"(?P<oldest>first|oldest|earliest)",
        _MOST,
        rf"{WHO}(?:['’]s?)?",
        PERIOD,
    )
)
_CLAUSE = re.compile(
    r"\b(?:was|were|is|are|am|be|been|has|have|had|did|does|do|will|would|can|could|should|that|which"
    r"|who|whom|whose|what|when|where|why|how|because|if|say|says|said|wrote|written)\b|[?!;:]|\. ",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"(?:(?:that|this|these|those)(?: (?:same|last|very))?(?: (?:article|story|piece|report)s?)?"
    r"|the (?:same |last )?article)$",
    re.IGNORECASE,
)
_TITLE = re.compile(r"[\"“„«]([^\"“”„«»]{3,200})[\"”“»]$")
_HEADLINE = re.compile(
    r"(?:with the (?:title|headline)|titled|headlined|called|entitled) (?=[\"“„«])"
)


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
        if _POINTS_BACK.match(phrase) or (self.goes_on and phrase.lower() in ("it", "they")):
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
            loose=bool(_LOOSE.search(word)),
        )

    def topic(self, words: str) -> str | None:
        """`words` as a topic: a noun phrase of a few words, in the question's own spelling."""
        plain = without_signs(words, self.question, self.signs).strip(" ,.'’\"“”")
        plain = re.sub(r"^(?:the|an?|our|any)\s+", "", plain, flags=re.IGNORECASE)
        content = [word for word in find_words(plain) if word.is_content]
        if not content or len(plain.split()) > LONGEST_TOPIC_WORDS or _CLAUSE.search(plain):
            return None
        return plain

    def _titled(self, phrase: str) -> Selection | None:
        """An article by its headline in quotation marks."""
        plain = without_signs(phrase, self.question, self.signs)
        match = _TITLE.search(plain)
        if match is None:
            return None
        lead = _HEADLINE.sub("", plain[: match.start()]).strip()
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
    return bool(words & _NO_SUBJECTS) or words <= FUNCTION_WORDS


_NO_SUBJECTS = frozenset(
    re.findall(
        r"\w+",
        """
        other more few many most longest shortest best worst favourite long short good bad new
        old recent similar same related such next previous scientific academic magazine medical
        """,
    )
)
