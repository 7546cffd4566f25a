"""A summary opens with the first sentence, and tells no word's story twice."""

from __future__ import annotations

from index.types import Document
from rag.extract.summary import summarise

TEXT = (
    "The council closed the bridge on Monday. The bridge has a crack, and the council fears more. "
    "It is raining. The council meets about the bridge again on Friday. "
    "A detour over Baxter costs hauliers 61 pounds a trip."
)
ARTICLE = Document(doc_id="a.md", version="1", text=TEXT, title="Bridge closed")


def told(most, known=""):
    return [TEXT[start:end] for start, end in summarise(ARTICLE, most, known)]


def test_summary_opens_with_the_first_sentence_and_keeps_the_order():
    assert told(1) == ["The council closed the bridge on Monday."]
    assert told(9) == sorted(told(9), key=TEXT.index)


def test_summary_leaves_out_what_leans_and_what_is_known():
    assert not any(sentence.startswith("It is") for sentence in told(9))
    assert "The council closed the bridge on Monday." not in told(9, known=TEXT[:60])
