"""Wh-questions about a part of the main clause: who, what, when, where, how many, why."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.proposing.clauses import Clause, cut_short, find_clause, with_antecedent
from eval.proposing.grammar import RE, WORDS
from eval.proposing.names import is_name, is_people_noun, is_person
from eval.proposing.rewording import Rewording
from eval.proposing.sources import Draft, SourceSentence, Vocabulary, stems
from eval.proposing.topics import topics

MOST_PREDICATE_WORDS = 7
_LINKING = WORDS.word_list("linking")

_STRANDED = frozenset(["to", "in", "for", "over", "with", "by", "on", "at", "from", "into"])
_MONEY_VERBS = WORDS.word_list("money_verbs")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A sentence with its main clause and the subject as it stands inside a question."""

    sentence: SourceSentence
    clause: Clause
    subject: str
    rewording: Rewording

    def draft(self, way: str, words: str, *answers: str) -> Draft:
        text = " ".join(words.split()).replace(" ?", "?")
        text = self.rewording.opening(text, answers[0] if answers else "")
        return Draft(way=way, text=text, sentence=self.sentence, answers=answers)

    def ask(self, way: str, wh: str, rest: str, *answers: str) -> Draft:
        """The draft in the usual order of words."""
        return self.draft(way, f"{wh} {self.clause.auxiliary} {self.subject} {rest}?", *answers)

    @property
    def part(self) -> str:
        """As much of the predicate as belongs to the main clause."""
        return cut_short(self.clause.predicate, 25)

    def around(self, found: re.Match[str]) -> str:
        """`part` without what was found; "run to 412 pages" -> "run to"."""
        return f"{self.part[: found.start()].strip()} {self.tail(self.part[found.end() :])}"

    def tail(self, words: str) -> str:
        """What follows the object, or nothing: "two ships in the harbour" -> "in the harbour"."""
        return cut_short(words.lstrip(), 5) if len(words) % 2 else ""

    def shorten(self, predicate: str) -> str:
        return self.rewording.shorten(cut_short(predicate, MOST_PREDICATE_WORDS))


def ask_about_clause(
    sentence: SourceSentence, vocabulary: Vocabulary, rewording: Rewording
) -> Iterator[Draft]:
    """Every question that asks for one part of the sentence's main clause.

    A pronoun for its subject is replaced by the subject of the sentence before.
    """
    clause = find_clause(with_antecedent(sentence))
    if clause is None or RE.negated.search(clause.finite[:60]):
        return
    subject = rewording.subject(vocabulary.lower_first(clause.subject))
    read = _Read(
        sentence=sentence, clause=rewording.clause(clause), subject=subject, rewording=rewording
    )
    for ask in _WAYS:
        yield from ask(read)
    yield from _reported(read, vocabulary)


def _when(read: _Read) -> Iterator[Draft]:
    predicate = read.clause.predicate
    found = RE.date.fullmatch(read.clause.opening)
    if not found and (found := RE.date.search(read.part)):
        predicate = predicate[: found.start()] + predicate[found.end() :]
    if found:
        yield read.ask("when", "When", read.shorten(predicate), found["date"])


def _where(read: _Read) -> Iterator[Draft]:
    for found in RE.place.finditer(read.part):
        place, before = found["place"], read.part[: found.start()].strip()
        if RE.date.match(found.group()) or is_person(place, read.sentence.document):
            continue
        if before and not RE.not_where.search(before):
            yield read.ask("where", "Where", read.shorten(before), place)
            return


def _how_many(read: _Read) -> Iterator[Draft]:
    found = RE.counted.search(read.part)
    if found and _is_right_after_verb(read.part[: found.start()].split()):
        wh = f"How many {found['counted']}"
        yield read.ask("how_many", wh, read.around(found), found["number"])


def _is_right_after_verb(words: Sequence[str]) -> bool:
    """Whether nothing but a preposition stands between the verb and what follows."""
    return len(words) == 1 or (2 <= len(words) <= 4 and words[-1] in _STRANDED)


def _how_many_subject(read: _Read) -> Iterator[Draft]:
    subject = read.clause.subject
    found = RE.counted.match(subject[0].lower() + subject[1:])
    if found:
        rest = read.shorten(read.clause.finite)
        counted = subject[found.start("counted") :]
        number = subject[found.start("number") : found.end("number")]
        yield read.draft("how_many", f"How many {counted} {rest}?", number)


def _how_much(read: _Read) -> Iterator[Draft]:
    found = RE.money.search(read.part)
    before = read.part[: found.start()].split() if found else []
    if found and _is_right_after_verb(before):
        wh = "How much money" if before[0] in _MONEY_VERBS else "How much"
        yield read.ask("how_much", wh, read.around(found), found["money"])


def _percentage(read: _Read) -> Iterator[Draft]:
    subject = read.clause.subject
    found = RE.percentage.match(subject)
    if found:
        rest = read.shorten(read.clause.finite)
        whole = subject[found.end() :]
        yield read.draft("percentage", f"What percentage of {whole} {rest}?", found["number"])


def _why(read: _Read) -> Iterator[Draft]:
    found = RE.because.search(read.clause.predicate)
    if found and found.start() > 3:
        yield read.ask("why", "Why", read.shorten(read.clause.predicate[: found.start()]))


def _agent(read: _Read) -> Iterator[Draft]:
    found = RE.agent.search(read.part)
    if found and read.clause.is_passive and is_person(found["agent"], read.sentence.document):
        before = read.shorten(read.part[: found.start()])
        yield read.ask("who", "Who", f"{before} by", found["agent"])


def _subject(read: _Read) -> Iterator[Draft]:
    clause, document = read.clause, read.sentence.document
    rest = read.shorten(clause.finite)
    if is_name(clause.subject) and is_person(clause.subject, document):
        yield read.draft("who", f"Who {rest}?", clause.subject)
    elif RE.thing.search(_head(clause.subject)) and not is_people_noun(_head(clause.subject)):
        yield read.draft("what", f"What {rest}?", _bare(clause.subject))


def _object(read: _Read) -> Iterator[Draft]:
    clause = read.clause
    found = RE.object.match(clause.predicate)
    if not found or clause.auxiliary in {"is", "are", "was", "were", "has", "have", "had"}:
        return
    if found["verb"].split()[0] in _LINKING or is_people_noun(found["object"]):
        return
    after = read.tail(clause.predicate[found.end() :])
    if not clause.predicate[found.end() :].startswith(","):
        yield read.ask("what", "What", f"{found['verb']} {after}", _bare(found["object"]))


def _definition(read: _Read) -> Iterator[Draft]:
    clause = read.clause
    if clause.auxiliary not in {"is", "was", "are", "were"} or not RE.defining.match(
        clause.predicate
    ):
        return
    if is_name(clause.subject) or read.sentence.is_lead or len(stems(clause.subject)) >= 2:
        wh = "Who" if is_person(clause.subject, read.sentence.document) else "What"
        yield read.ask("definition", wh, "")


def _reported(read: _Read, vocabulary: Vocabulary) -> Iterator[Draft]:
    found = RE.reported.match(read.clause.predicate)
    about = topics(found["said"], vocabulary) if found else []
    if found and about:
        verb = "say" if found["verb"] == "tell" else found["verb"]
        yield read.ask("statement", "What", f"{verb} about {about[0]}")


def _event(read: _Read) -> Iterator[Draft]:
    """What happened, without the words for what happened."""
    clause = read.clause
    if clause.auxiliary not in {"did", "was", "were"} or not stems(clause.subject):
        return
    opening = clause.opening[:1].lower() + clause.opening[1:]
    tail = RE.tail.search(read.part)
    when = cut_short(opening or (tail.group().strip() if tail else ""), 6)
    if clause.is_passive:
        yield read.draft("event", f"What happened to {read.subject} {when}?")
    elif clause.auxiliary == "did" and when and clause.predicate.split()[0] not in _LINKING:
        yield read.ask("event", "What", f"do {when}")


def _bare(phrase: str) -> str:
    return re.sub(r"^(?:a|an|the|its|his|her|their)\s", "", phrase, flags=re.IGNORECASE)


def _head(phrase: str) -> str:
    """A noun phrase up to its first preposition: "the size of the wall" -> "the size"."""
    return re.split(r"\s(?:of|from|in|on|at|for|with|to|between|by)\s", phrase)[0]


_WAYS = (
    *(_when, _where, _how_many, _how_many_subject, _how_much, _percentage),
    *(_why, _agent, _subject, _object, _definition, _event),
)
