"""What a model writes is only as good as the passages it cites."""

from __future__ import annotations

from index.types import Document, Passage
from rag.generate import is_refusal, read_reply
from rag.types import Hit, SupportLevel

TEXT = "The storm took 12 boats. Repairs cost four million pounds."
DOCUMENT = Document(doc_id="a.md", version="v", text=TEXT, title="Storm")
PASSAGE = Passage(passage_id="a.md#0-58", doc_id="a.md", start=0, end=len(TEXT), text=TEXT)
HIT = Hit(passage=PASSAGE, score=1, rank=1)


def read(reply):
    return read_reply(reply, [HIT], {"a.md": DOCUMENT})


def test_read_reply_supports_what_the_passage_says():
    (sentence,) = read("The storm took 12 boats [1].")
    assert sentence.support.level is SupportLevel.SUPPORTED
    (citation,) = sentence.citations
    assert citation.quote == "The storm took 12 boats."
    assert TEXT[citation.start : citation.end] == citation.quote


def test_read_reply_flags_a_number_that_is_not_there():
    (sentence,) = read("The storm took 15 boats [1].")
    assert sentence.support.level is SupportLevel.UNSUPPORTED
    assert sentence.support.reasons[0] == "says 15; the passage says 12"


def test_is_refusal_knows_the_agreed_words():
    assert is_refusal("The articles do not say.")
    assert is_refusal("the articles do not say [1]")
    assert is_refusal("“The articles do not say.”")
    assert not is_refusal("The articles do not say who, but when [1].")
