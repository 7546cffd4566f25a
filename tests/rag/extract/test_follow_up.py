"""What a follow-up question is answered with."""

from __future__ import annotations

from rag.extract.confidence import status_of
from rag.extract.follow_up import merge_extracts
from rag.extract.types import Extract, QuotedSpan
from rag.types import AnswerStatus, Turn

TOLD = "The clinic opened in March."
HISTORY = [Turn(question="When did the clinic open?", answer=TOLD)]


def extract(*texts: str, confidence: float = 0.1) -> Extract:
    spans = [
        QuotedSpan(
            doc_id=f"{number}.md", passage_id=f"{number}.md#0", start=0, end=len(text), text=text,
            score=1.0, sentence_start=0,
        )
        for number, text in enumerate(texts)
    ]  # fmt: skip
    return Extract(spans=tuple(spans), confidence=confidence)


def test_merge_puts_the_cited_article_first_and_what_was_told_last():
    asked = extract(TOLD, "A museum pays for it.", "The county pays for it.")
    merged = merge_extracts(asked, extract(), HISTORY, ["2.md"])
    assert [span.doc_id for span in merged.spans] == ["2.md", "1.md", "0.md"]


def test_merge_is_unsure_and_no_refusal_when_the_cited_article_is_nearest():
    asked = extract("The county pays for it.")
    found = [merge_extracts(asked, extract(), HISTORY, cited) for cited in (["0.md"], [])]
    statuses = [status_of(merged.confidence) for merged in found]
    assert statuses == [AnswerStatus.UNSURE, AnswerStatus.NOT_IN_ARTICLES]


def test_merge_takes_the_higher_confidence_and_the_other_spans_when_one_has_none():
    merged = merge_extracts(extract(), extract("It opened.", confidence=0.9), HISTORY)
    assert (merged.confidence, merged.spans[0].text) == (0.9, "It opened.")
