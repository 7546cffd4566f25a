"""From a model's reply to sentences with citations and verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from index.types import Document, Encoder
from rag.checks.inference import LIKELY, Judge
from rag.checks.particulars import Particulars
from rag.checks.replies import ReplyReader, WrittenSentence
from rag.checks.sources import Source, read_sources
from rag.checks.support import Aligned, Claim, align, load_weights, measure, probability, read_claim
from rag.citations import Citer
from rag.types import Citation, Hit, Sentence, Support, SupportLevel

MOST_TRIED = 3
"""So many passages are looked at closely for a sentence that needs another citation."""


class OnUnsupported(StrEnum):
    """What becomes of a sentence that no passage bears out."""

    FLAG = "flag"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedReply:
    """A reply's sentences, and what was done to it.

    `sentences` is empty when nothing was written or all of it was dropped: the articles then
    do not answer as far as the model could show.
    """

    sentences: tuple[Sentence, ...]
    notices: tuple[str, ...] = ()
    unknown_markers: int = 0
    repaired: int = 0
    dropped: int = 0


def check_reply(
    reply: str,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    *,
    encoder: Encoder | None = None,
    judge: Judge | None = None,
    on_unsupported: OnUnsupported = OnUnsupported.FLAG,
) -> CheckedReply:
    """The sentences of a whole reply, checked; see `ReplyChecker`."""
    checker = ReplyChecker(
        hits, documents, encoder=encoder, judge=judge, on_unsupported=on_unsupported
    )
    checker.feed(reply)
    checker.end()
    return checker.result()


class ReplyChecker:
    """Is fed a reply piece by piece and gives out its sentences once complete and checked.

    Sentences that were given out stay as they are. Not thread-safe: one for each reply.
    """

    def __init__(
        self,
        hits: Sequence[Hit],
        documents: Mapping[str, Document],
        *,
        encoder: Encoder | None = None,
        judge: Judge | None = None,
        on_unsupported: OnUnsupported = OnUnsupported.FLAG,
    ) -> None:
        """For a prompt whose passage number n is `hits[n - 1]`.

        Args:
            hits: the passages that were sent, in the order of their numbers.
            documents: the article of each hit by `doc_id`.
            encoder: compares meanings; without it the words alone decide.
            judge: a model for inference, if the user named one.
            on_unsupported: whether sentences without support are kept, flagged, or dropped.
        """
        self._reader = ReplyReader(len(hits), [hit.passage.text for hit in hits])
        self._checker = SentenceChecker(hits, documents, encoder=encoder, judge=judge)
        self._drop = on_unsupported is OnUnsupported.DROP
        self._kept: list[Sentence] = []
        self._unknown = self._dropped = 0

    def feed(self, piece: str) -> list[Sentence]:
        """Read on; returns the sentences that became complete and are kept."""
        return self._check(self._reader.feed(piece))

    def end(self) -> list[Sentence]:
        """The reply is over: the sentences that are left."""
        return self._check(self._reader.end())

    def result(self) -> CheckedReply:
        """All that was given out so far, with notices for the reader."""
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

    def __init__(
        self,
        hits: Sequence[Hit],
        documents: Mapping[str, Document],
        *,
        encoder: Encoder | None = None,
        judge: Judge | None = None,
    ) -> None:
        """The passages are read, and encoded where not remembered, when first needed."""
        self._hits, self._documents = hits, documents
        self._encoder = encoder
        self._judge = judge
        self._citer = Citer(documents)

    def check_sentence(self, written: WrittenSentence) -> Sentence:
        """The sentence with its citations and verdict.

        When its own citations do not bear it out and another passage that was sent clearly
        does, that passage is cited in their place.
        """
        claim = read_claim(written.text, self._encoder)
        particulars = Particulars(written.text)
        cited = [align(claim, self._sources[number - 1]) for number in written.numbers]
        support = self._verdict(claim, particulars, cited)
        if support.level is not SupportLevel.SUPPORTED:
            better = self._find_better(claim, particulars, written.numbers)
            if better is not None:
                return self._sentence(written, [better], Support(level=SupportLevel.SUPPORTED), True)
        return self._sentence(written, cited, support, False)

    @cached_property
    def _sources(self) -> list[Source]:
        return read_sources(self._hits, self._documents, self._encoder)

    def _verdict(
        self,
        claim: Claim,
        particulars: Particulars,
        aligned: Sequence[Aligned],
        *,
        clearly: bool = False,
    ) -> Support:
        if not aligned:
            return Support(level=SupportLevel.UNSUPPORTED, reasons=("it cites no passage",))
        faults = particulars.faults(aligned)
        doubts = particulars.doubts(aligned)
        level, reasons = self._level(claim, aligned, clearly=clearly)
        if faults:
            level = SupportLevel.UNSUPPORTED
        elif doubts and level is SupportLevel.SUPPORTED:
            level = SupportLevel.PARTIAL
        return Support(level=level, reasons=tuple(dict.fromkeys([*faults, *doubts, *reasons])))

    def _level(
        self, claim: Claim, aligned: Sequence[Aligned], *, clearly: bool
    ) -> tuple[SupportLevel, list[str]]:
        """By words and meaning, and by the inference model where there is one."""
        weights = load_weights()["words" if self._encoder is None else "full"]
        features = measure(claim, aligned)
        likely = probability(features, with_encoder=self._encoder is not None)
        if self._judge is not None and (verdict := self._infer(claim, aligned)) is not None:
            return verdict
        if likely >= (weights.clear if clearly else weights.supported):
            return SupportLevel.SUPPORTED, []
        reason = f"{features[0]:.0%} of its words are in the cited sentences"
        if likely >= weights.partial:
            return SupportLevel.PARTIAL, [reason]
        return SupportLevel.UNSUPPORTED, [reason, "the cited passage seems to be about other things"]

    def _infer(
        self, claim: Claim, aligned: Sequence[Aligned]
    ) -> tuple[SupportLevel, list[str]] | None:
        """What the inference model says; None when it is not sure."""
        assert self._judge is not None
        spans = [one.source.document.text[slice(*one.place)] for one in aligned]
        found = self._judge.judge(spans, claim.text)
        if max(one.entailed for one in found) >= LIKELY:
            return SupportLevel.SUPPORTED, []
        if max(one.contradicted for one in found) >= LIKELY:
            return SupportLevel.UNSUPPORTED, ["the checking model says that the passage denies it"]
        return None

    def _find_better(
        self, claim: Claim, particulars: Particulars, cited: Sequence[int]
    ) -> Aligned | None:
        """The passage that clearly bears the sentence out by itself; the best where several do."""
        others = [s for n, s in enumerate(self._sources, start=1) if (n,) != tuple(cited)]
        aligned = sorted((align(claim, source) for source in others), key=lambda one: -one.worth)
        for one in aligned[:MOST_TRIED]:
            verdict = self._verdict(claim, particulars, [one], clearly=True)
            if verdict.level is SupportLevel.SUPPORTED:
                return one
        return None

    def _sentence(
        self, written: WrittenSentence, cited: Sequence[Aligned], support: Support, repaired: bool
    ) -> Sentence:
        citations = tuple(self._cite(one) for one in cited)
        return Sentence(
            text=written.text, citations=citations, support=support, repaired=repaired
        )

    def _cite(self, aligned: Aligned) -> Citation:
        hit = aligned.source.hit
        start, end = aligned.place
        return self._citer.cite(hit, start, end, aligned.source.document.text[start:end])


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
