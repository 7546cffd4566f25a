"""Plain text: what an assistant or a program reads."""

from datetime import date

from rag.export.plain import to_pieces, to_plain
from rag.types import Answer, AnswerStatus, Citation, Filters, Sentence, Support, SupportLevel

CITATION = Citation(
    marker=1, doc_id="wall.md", version="v", passage_id="wall.md#0-20", start=0, end=20,
    quote="The wall cost £5m.", title="Wall", authors=("Ann Lee",), published=date(2024, 3, 5),
)  # fmt: skip


def answer(*sentences, **fields):
    given = {"status": AnswerStatus.ANSWERED, "confidence": 0.8, "hits": (), "filters": Filters()}
    return Answer(
        question="Q?", standalone_question="Q?", sentences=sentences, **{**given, **fields}
    )


def said(text, level=SupportLevel.SUPPORTED, *reasons):
    return Sentence(text=text, citations=(CITATION,), support=Support(level=level, reasons=reasons))


def test_quotation_then_its_source():
    assert to_plain(answer(said("The wall cost £5m."))) == (
        "“The wall cost £5m.” [1]\n\nIn the articles’ own words.\n\n"
        "[1] Wall · Ann Lee · 5 March 2024 · wall.md: “The wall cost £5m.”"
    )


def test_a_model_s_sentences_with_what_is_not_borne_out_apart():
    sentences = [said("It cost £5m."), said("Aliens paid.", SupportLevel.UNSUPPORTED, "no aliens")]
    text = to_plain(answer(*sentences, model="m"))
    assert "It cost £5m. [1]\n\nAliens paid. [1] (not supported: no aliens)\n\nWritten by m" in text
    assert "1 of 2 sentences is not borne out" in text


def test_no_answer_is_said_first():
    unsure = answer(said("The wall cost £5m."), status=AnswerStatus.UNSURE)
    assert to_plain(unsure).startswith("The articles may not say. The nearest they come:\n\n“The")
    refused = answer(status=AnswerStatus.NOT_IN_ARTICLES, notices=("No article passes.",))
    assert to_plain(refused) == "The articles do not say.\n\nNote: No article passes."


def test_an_answer_is_shown_so_when_it_is_printed_or_stands_in_a_notebook():
    found = answer(said("The wall cost £5m."))
    assert str(found) == to_plain(found)
    assert found._repr_markdown_().startswith(
        "# Q?\n\n*In the articles’ own words.*\n\n> “The wall"
    )


def test_markers_are_pieces_of_their_own():
    pieces = list(to_pieces(answer(said("A [1] stands here."))))
    assert [text for text, marker in pieces if marker] == ["[1]"]
