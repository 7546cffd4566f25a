"""Overview answers (multi-document summary): some sentences from each of several articles.

topic of the question -> hits of many articles -> their sentences by how well they tell of it
-> at most two from one article, none that repeats another
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from index.types import Document, Encoder
from rag.english.openings import tells_nothing
from rag.english.question import DocumentFrequency
from rag.english.words import find_words
from rag.extract.candidates import PASSAGES_READ
from rag.extract.confidence import confidence_of, sure
from rag.extract.features import FEATURES
from rag.extract.numeric_claims import quantity_values
from rag.extract.quoting import is_repeat, to_spans
from rag.extract.ranker import rank_sentences, read_case
from rag.extract.types import Extract, Mode, Ranking, ScoredSentence
from rag.types import Citation, Hit

MOST_FROM_ONE = 2
PASSAGES_OF_ONE = 3

LEAST_COVER = 0.5
"""Share of the topic's weight that a passage and its headline hold, or else ..."""

LEAST_NEARNESS = 0.85
"""... how near it must be in meaning, as a share of the nearest passage's cosine."""

LEAST_COSINE = 0.4
"""A passage less near than this is about something else, however far away the others are."""

LEAD_CHARS = 250
"""Where an article says in brief what it is about."""

LEAST_SCORE = 0.4
"""How well a sentence must tell of the topic, as a share of the best one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """How many articles stand behind an answer, near-duplicates counted once, and how many outlets.

    Articles without a named outlet add none to `outlets`.
    """

    articles: int
    outlets: int


def write_overview(
    topic: str,
    hits: Sequence[Hit],
    documents: Mapping[str, Document],
    *,
    encoder: Encoder | None,
    document_frequency: DocumentFrequency,
    near_duplicates: Mapping[str, Sequence[str]],
    most: int = 8,
    chronological: bool = False,
) -> Extract:
    """Choose the sentences that tell of `topic`, out of as many articles as there are.

    Args:
        topic: see `rag.english.overview_topic`.
        hits: the hits for the topic, best first; sixty of them are not too many.
        documents: the article of each hit by `doc_id`.
        encoder: None when there is none; words alone decide then.
        document_frequency: see `write_extract`.
        near_duplicates: for each article those that tell its story; all of them count as one.
        most: at most so many spans.
        chronological: by the articles' dates, undated ones last; else the best first.

    Returns:
        Spans, at most two from one article; the confidence is that the articles speak of the topic.
    """
    stories = _stories(hits, near_duplicates)
    read = _spread(hits, stories)
    case = read_case(topic, read, documents, encoder=encoder, document_frequency=document_frequency)
    ranking = rank_sentences(case)
    chosen = _choose(ranking, stories, most)
    spans = to_spans(ranking, documents, chosen)
    if chronological:
        when = {name: document.published or date.max for name, document in documents.items()}
        spans.sort(key=lambda span: (when[span.doc_id], span.doc_id, span.start))
    return Extract(spans=tuple(spans), confidence=_confidence(topic, ranking))


def independent_sources(
    citations: Iterable[Citation], near_duplicates: Mapping[str, Sequence[str]] | None = None
) -> Sources:
    """How many articles the citations rest on, those that tell one story counted once.

    A story's outlet is that of its first citation.

    Args:
        citations: of one answer.
        near_duplicates: of the index, where known; else only what `Citation.also_in` tells.
    """
    stories: list[tuple[set[str], str | None]] = []
    for citation in citations:
        linked = (near_duplicates or {}).get(citation.doc_id, ())
        story = {citation.doc_id, *citation.also_in, *linked}
        alike = [other for other in stories if other[0] & story]
        outlet = alike[0][1] if alike else citation.outlet
        stories = [other for other in stories if not other[0] & story]
        stories.append((story.union(*(names for names, _ in alike)), outlet))
    outlets = {outlet.casefold() for _, outlet in stories if outlet}
    return Sources(articles=len(stories), outlets=len(outlets))


def _spread(hits: Sequence[Hit], stories: Mapping[str, str]) -> list[Hit]:
    """The hits that are read, best first: of each story at most `PASSAGES_OF_ONE`."""
    taken: Counter[str] = Counter()
    read: list[Hit] = []
    for hit in hits:
        story = stories[hit.passage.doc_id]
        taken[story] += 1
        if taken[story] <= PASSAGES_OF_ONE:
            read.append(hit)
    return read[:PASSAGES_READ]


def _stories(hits: Sequence[Hit], near_duplicates: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """For each article one name that all articles which tell its story share."""
    found: dict[str, str] = {}
    for hit in hits:
        name = hit.passage.doc_id
        waiting = [] if name in found else [name]
        while waiting:
            doc_id = waiting.pop()
            found[doc_id] = name
            waiting += [other for other in near_duplicates.get(doc_id, ()) if other not in found]
    return found


def _choose(ranking: Ranking, stories: Mapping[str, str], most: int) -> list[ScoredSentence]:
    """The best sentence of each story, best first, and then second ones while there is room."""
    chosen: list[ScoredSentence] = []
    told: Counter[str] = Counter()
    for turn in range(MOST_FROM_ONE):
        for sentence in _telling(ranking):
            hit = ranking.passages[sentence.candidate.hit].hit
            story = stories[hit.passage.doc_id]
            if len(chosen) < most and told[story] == turn and not _is_told(sentence, chosen):
                chosen.append(sentence)
                told[story] += 1
    return chosen


def _telling(ranking: Ranking) -> list[ScoredSentence]:
    """The sentences that are about the topic, those that tell most of it first."""
    column = {name: ranking.features[:, place] for place, name in enumerate(FEATURES)}
    about = column["cover_passage"] >= LEAST_COVER
    if ranking.mode is not Mode.WORDS and len(about):
        nearest = column["dense"].max()
        about |= column["dense"] >= max(LEAST_NEARNESS * nearest, LEAST_COSINE)
    texts = [scored.candidate for scored in ranking.sentences]
    scores = (
        2 * column["cover"]
        + 3 * column["cosine"]
        + column["maxsim_content"]
        + np.array([c.start < LEAD_CHARS for c in texts], np.float32)
        - column["leans"]
        - 0.5 * np.array([c.text.startswith(("“", '"', "„")) for c in texts], np.float32)
        - column["short"]
    )
    least = LEAST_SCORE * scores.max(initial=0.0)
    order = [place for place in np.argsort(-scores, kind="stable") if about[place]]
    found = [ranking.sentences[place] for place in order if scores[place] >= least]
    return [s for s in found if not tells_nothing(s.candidate.text)] or found


def _is_told(sentence: ScoredSentence, chosen: Sequence[ScoredSentence]) -> bool:
    """Whether a chosen sentence says the same; with other figures it does not."""
    return any(
        is_repeat(sentence, other)
        and quantity_values(sentence.candidate.text) <= quantity_values(other.candidate.text)
        for other in chosen
    )


def _confidence(topic: str, ranking: Ranking) -> float:
    """How sure it is that the articles speak of the topic.

    They do where its words stand side by side in a passage; a single word stands in a headline.
    """
    confidence = confidence_of(ranking)
    stems = [word.stem for word in find_words(topic) if word.is_content]
    told = [find_words(p.title) if len(stems) == 1 else p.words for p in ranking.passages]
    texts = [[word.stem for word in words if word.is_content] for words in told]
    mentioned = bool(stems) and any(_holds(text, stems) for text in texts)
    return max(confidence, sure()) if mentioned else confidence


def _holds(text: Sequence[str], stems: Sequence[str]) -> bool:
    """Whether `stems` stand in `text` one behind the other."""
    return any(
        list(text[start : start + len(stems)]) == list(stems)
        for start in range(len(text) - len(stems) + 1)
    )
