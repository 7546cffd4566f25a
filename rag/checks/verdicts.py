"""The verdict on one sentence: fact checks first, the support score where they leave it open."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from index.types import Document, Encoder
from rag.checks.additions import find_added
from rag.checks.evidence import Aligned, Meanings, read_evidence
from rag.checks.inference import LIKELY, EntailmentModel
from rag.checks.particulars import Particulars
from rag.checks.support import Claim, align, encode_claim, load_weights, measure, read_claim
from rag.types import Hit, Support, SupportLevel

MOST_TRIED = 3
"""So many passages are looked at closely for a sentence that needs another citation."""

FEWEST_WORDS = 2
"""A sentence with fewer words of its own meaning fits too many passages to be given one."""

Weighed = tuple[SupportLevel, tuple[str, ...], list[Aligned]]


class Passages:
    """What was sent to the model; read, and encoded where not remembered, when first needed."""

    def __init__(
        self,
        hits: Sequence[Hit],
        documents: Mapping[str, Document],
        *,
        encoder: Encoder | None = None,
        entailment: EntailmentModel | None = None,
    ) -> None:
        """For a prompt whose passage number n is `hits[n - 1]`.

        Args:
            hits: the passages that were sent, in the order of their numbers.
            documents: the article of each hit by `doc_id`.
            encoder: compares meanings; without it the words alone decide.
            entailment: a model for inference, if the user named one.
        """
        self.hits = hits
        self.evidence = read_evidence(hits, documents)
        self.documents = documents
        self.encoder = encoder
        self.entailment = entailment

    @cached_property
    def meanings(self) -> Meanings:
        assert self.encoder is not None
        return Meanings(self.hits, self.evidence, self.documents, self.encoder)


class Weighing:
    """One sentence held against the passages."""

    def __init__(self, text: str, passages: Passages) -> None:
        self._passages = passages
        self._particulars = Particulars(text)
        self._by_words = read_claim(text, self._particulars.counted)

    def verdict(self, cited: Sequence[int]) -> tuple[Support, list[Aligned]]:
        """Whether the passages at these places, from 0, together bear the sentence out."""
        if not cited:
            return Support(level=SupportLevel.UNSUPPORTED, reasons=("it cites no passage",)), []
        level, reasons, aligned = self._weigh(cited, clearly=False)
        faults = self._particulars.faults(aligned)
        doubts = self._doubts(aligned)
        if not self._by_words.stems and not self._particulars.counted:
            doubts.append("it says too little to be checked")
        if faults:
            level = SupportLevel.UNSUPPORTED
        elif doubts and level is SupportLevel.SUPPORTED:
            level = SupportLevel.PARTIAL
        every = tuple(dict.fromkeys([*faults, *doubts, *reasons]))
        return Support(level=level, reasons=every), aligned

    def find_better(self, cited: Sequence[int]) -> Aligned | None:
        """The passage that clearly bears the sentence out by itself; the best where several do."""
        if len(self._by_words.stems) < FEWEST_WORDS:
            return None
        others = [place for place in range(len(self._passages.evidence)) if [place] != list(cited)]
        found = sorted(self._align(self._by_words, others), key=lambda one: -one.worth)
        for place in [one.number for one in found[:MOST_TRIED]]:
            level, _, aligned = self._weigh([place], clearly=True)
            if level is SupportLevel.SUPPORTED and not (
                self._particulars.faults(aligned, strictly=True) or self._doubts(aligned)
            ):
                return aligned[0]
        return None

    @cached_property
    def _by_meaning(self) -> Claim:
        assert self._passages.encoder is not None
        return encode_claim(self._by_words, self._passages.encoder, self._passages.meanings)

    def _doubts(self, aligned: Sequence[Aligned]) -> list[str]:
        """Signs that it says the contrary, and what it adds."""
        vectors = meanings = None
        if self._passages.encoder is not None and (tokens := self._by_meaning.tokens):
            vectors, meanings = (tokens.vectors, tokens.offsets), self._passages.meanings
        added = find_added(
            self._particulars.text, self._particulars.checked, aligned, vectors, meanings
        )
        return [*self._particulars.doubts(aligned), *added]

    def _align(self, claim: Claim, places: Sequence[int]) -> list[Aligned]:
        return [align(claim, self._passages.evidence[place], place) for place in places]

    def _weigh(self, places: Sequence[int], *, clearly: bool) -> Weighed:
        """By words and meaning, and by the inference model where there is one."""
        aligned = self._align(self._by_words, places)
        if self._passages.entailment is not None:
            verdict = self._infer(self._passages.entailment, aligned)
            if verdict is not None:
                return verdict
        weights = load_weights()["words"]
        features = measure(self._by_words, aligned)
        likely = weights.probability(features)
        if likely < weights.clear and self._passages.encoder is not None:
            weights = load_weights()["full"]
            self._passages.meanings.read(places)
            aligned = self._align(self._by_meaning, places)
            features = measure(self._by_meaning, aligned)
            likely = weights.probability(features)
        if likely >= (weights.clear if clearly else weights.supported):
            return SupportLevel.SUPPORTED, (), aligned
        share = f"{features[0]:.0%} of its words are in the cited sentences"
        if likely >= weights.partial:
            return SupportLevel.PARTIAL, (share,), aligned
        return SupportLevel.UNSUPPORTED, (share,), aligned

    def _infer(self, entailment: EntailmentModel, aligned: list[Aligned]) -> Weighed | None:
        """What the inference model says of the best spans; None when it is not sure."""
        spans = [one.evidence.document.text[slice(*one.place)] for one in aligned]
        found = entailment.infer(spans, self._by_words.text)
        if max(one.entailed for one in found) >= LIKELY:
            return SupportLevel.SUPPORTED, (), aligned
        if max(one.contradicted for one in found) >= LIKELY:
            reason = "the checking model says that the passage denies it"
            return SupportLevel.UNSUPPORTED, (reason,), aligned
        return None
