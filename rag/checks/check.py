"""Checks a model's reply: sentences with citations, support scores and verdicts."""

from collections.abc import Sequence

from rag.checks.evidence import Aligned
from rag.checks.replies import ReplyReader, WrittenSentence
from rag.checks.verdicts import Passages, Weighing
from rag.citations import Citer
from rag.types import CheckedReply, Citation, OnUnsupported, Sentence, Support, SupportLevel


class ReplyChecker:
    """A `Checker` that gives out the sentences of a reply once they are complete and checked.

    Sentences that were given out stay as they are. Not thread-safe: one for each reply.
    """

    def __init__(self, sent: Passages, on_unsupported: OnUnsupported = OnUnsupported.FLAG) -> None:
        """`on_unsupported`: whether sentences without support are kept, flagged, or dropped."""
        self._reader = ReplyReader(len(sent.hits), [hit.passage.text for hit in sent.hits])
        self._checker = SentenceChecker(sent)
        self._drop = on_unsupported is OnUnsupported.DROP
        self._kept: list[Sentence] = []
        self._unknown = self._dropped = 0

    def feed(self, piece: str) -> list[Sentence]:
        return self._check(self._reader.feed(piece))

    def end(self) -> list[Sentence]:
        return self._check(self._reader.end())

    def result(self) -> CheckedReply:
        repaired = sum(sentence.repaired for sentence in self._kept)
        return CheckedReply(
            sentences=tuple(self._kept),
            notices=_notices(self._unknown, repaired, self._dropped),
            unknown_markers=self._unknown,
            repaired=repaired,
            dropped=self._dropped,
        )

    def _check(self, written: Sequence[WrittenSentence]) -> list[Sentence]:
        given = []
        for one in written:
            self._unknown += one.unknown
            sentence = self._checker.check_sentence(one)
            if self._drop and sentence.support.level is SupportLevel.UNSUPPORTED:
                self._dropped += 1
            else:
                given.append(sentence)
        self._kept += given
        return given


class SentenceChecker:
    """Checks sentences against the passages that were sent."""

    def __init__(self, sent: Passages) -> None:
        self._passages = sent
        self._citer = Citer(sent.documents)

    def check_sentence(self, written: WrittenSentence) -> Sentence:
        """The sentence with its citations and verdict.

        When its own citations do not bear it out and another passage that was sent clearly
        does, that passage is cited in their place.
        """
        weighing = Weighing(written.text, self._passages)
        cited = [number - 1 for number in written.numbers]
        support, aligned = weighing.verdict(cited)
        better = None
        if support.level is not SupportLevel.SUPPORTED:
            better = weighing.find_better(cited)
        if better is not None:
            support, aligned = Support(level=SupportLevel.SUPPORTED), [better]
        return Sentence(
            text=written.text,
            citations=tuple(self._cite(one) for one in aligned),
            support=support,
            repaired=better is not None,
        )

    def _cite(self, aligned: Aligned) -> Citation:
        hit = self._passages.hits[aligned.number]
        start, end = aligned.place
        return self._citer.cite(hit, start, end, aligned.evidence.document.text[start:end])


def _notices(unknown: int, repaired: int, dropped: int) -> tuple[str, ...]:
    notices = []
    if unknown:
        notices.append(
            f"The model cited {_count(unknown, 'passage')} that it was not given;"
            " the numbers were removed."
        )
    if repaired:
        notices.append(
            f"The model cited nothing, or another passage, for {_count(repaired, 'sentence')};"
            " Byline cited the passage that says it."
        )
    if dropped:
        notices.append(f"Left out {_count(dropped, 'sentence')} that the articles do not bear out.")
    return tuple(notices)


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
