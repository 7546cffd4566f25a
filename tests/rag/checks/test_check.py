"""Verdicts, repairs and the policy on what no article bears out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.types import Document, Passage
from rag.checks.check import ReplyChecker
from rag.checks.inference import Inference
from rag.checks.verdicts import Passages
from rag.types import CheckedReply, Hit, OnUnsupported, SupportLevel

STORM = (
    "The storm on Friday took 12 boats and hurt 85 % of the sails. Repairs will cost about £3.2"
    ' million, the harbour master, Dr. Lucian Pym, said. "We do not know when the wall will open,"'
    " he added. The council rejected the first plan in November 2023."
)
FERRY = (
    "The Kittiwake, an electric ferry, entered service on 9 February 2024 with 1,240 passengers a"
    " day. Ann Lee designed it. It replaces a diesel ferry built in 1971."
)


def _document(doc_id, text, title):
    return Document(
        doc_id=doc_id, version="v", text=text, title=title, authors=("Mara Quill",),
        published=date(2024, 2, 11), outlet="The Gazette",
    )  # fmt: skip


DOCUMENTS = {
    "storm.md": _document("storm.md", STORM, "Storm breaks the wall"),
    "ferry.md": _document("ferry.md", FERRY, "Electric ferry sails"),
}
HITS = [
    Hit(
        passage=Passage(
            passage_id=doc_id, doc_id=doc_id, start=0, end=len(document.text), text=document.text
        ),
        score=1,
        rank=rank,
    )
    for rank, (doc_id, document) in enumerate(DOCUMENTS.items(), start=1)
]


def check(reply, on_unsupported=OnUnsupported.FLAG, **models):
    checker = ReplyChecker(Passages(HITS, DOCUMENTS, **models), on_unsupported)
    checker.feed(reply)
    checker.end()
    return checker.result()


@pytest.mark.parametrize(
    "claim",
    [
        "The storm of 9 February 2024 took twelve boats [1].",
        "Repairs will cost £3,200,000, Pym said [1].",
        "“We do not know when the wall will open,” Dr. Pym added [1].",
        "The first plan was rejected by the council in Nov. 2023 [1].",
        "The ferry carries more than 1,200 passengers a day [2].",
        "According to The Gazette, the electric ferry entered service in February [2].",
        "Mara Quill wrote that Ann Lee designed the electric ferry [2].",
    ],
)
def test_check_supports_what_is_said_in_other_words(claim):
    (sentence,) = check(claim).sentences
    assert sentence.support.level is SupportLevel.SUPPORTED, sentence.support.reasons
    assert not sentence.repaired


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("The storm hurt 87 % of the sails [1].", "says 87 %; the passage says 85 %"),
        ("The storm took 15 boats [1].", "says 15; the passage says 12"),
        ("Repairs will cost $3.2 million [1].", "$3.2 million is not in the cited passage"),
        (
            "The council rejected the first plan in October 2023 [1].",
            "says October 2023; the passage says November 2023",
        ),
        (
            "Harbour master Julian Pym said the wall will open [1].",
            "says Julian Pym; the passage says Dr. Lucian Pym",
        ),
        ("Rachel Green designed the ferry [2].", "Rachel Green is not in the cited passage"),
        (
            'Pym said the wall "will open soon" [1].',
            "“will open soon” is not word for word in the cited article",
        ),
        ("The moon is made of cheese [1].", "0% of its words are in the cited sentences"),
        ("Ministers praised nobody.", "it cites no passage"),
    ],
)
def test_check_flags_and_says_why(claim, reason):
    (sentence,) = check(claim).sentences
    assert sentence.support.level is SupportLevel.UNSUPPORTED
    assert reason in sentence.support.reasons


@pytest.mark.parametrize(
    "reply",
    [
        'The storm took 12 boats [1]. "We do know when the wall will open," Pym said [1].',
        "The storm took 12 boats. [1] “We do not know if the wall will open,” Pym said. [1]",
        "The storm took 12 boats [1]. 'We do not know when the pier will open,' he said [1].",
        "The storm took 12 boats [1]. „We know when the wall will open“, he said [1].",
        "The storm took 12 boats [1]. «We know when the wall will open», he said [1].",
        'Pym said [1]: "We do not know. The wall will open."',
        'Pym said: "We do not know when\n\n"the wall may open [1].',
    ],
)
def test_check_flags_an_altered_quotation_that_opens_a_sentence(reply):
    *_, last = check(reply).sentences
    assert last.support.level is SupportLevel.UNSUPPORTED
    assert "is not word for word" in last.support.reasons[0]


def test_check_doubts_the_contrary():
    (sentence,) = check("The council accepted the first plan in November 2023 [1].").sentences
    assert sentence.support.level is SupportLevel.PARTIAL
    assert sentence.support.reasons == ("says “accepted”; the passage says “rejected”",)


def test_check_does_not_vouch_for_a_sentence_that_says_nothing():
    (sentence,) = check("No [1].").sentences
    assert sentence.support.level is SupportLevel.PARTIAL


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_check_survives_any_reply(reply):
    for sentence in check(reply + " [1]").sentences:
        for citation in sentence.citations:
            text = DOCUMENTS[citation.doc_id].text
            assert text[citation.start : citation.end] == citation.quote


def test_check_repairs_a_missing_and_a_wrong_citation():
    checked = check("Ann Lee designed the ferry. It replaced a diesel ferry built in 1971 [1].")
    assert [s.repaired for s in checked.sentences] == [True, True]
    assert [c.doc_id for s in checked.sentences for c in s.citations] == ["ferry.md", "ferry.md"]
    assert all(s.support.level is SupportLevel.SUPPORTED for s in checked.sentences)
    assert checked.repaired == 2
    assert "2 sentences" in checked.notices[0]


def test_check_does_not_repair_with_a_passage_that_says_otherwise():
    (sentence,) = check("Ann Lee designed the ferry in 1999.").sentences
    assert not sentence.repaired
    assert sentence.citations == ()


def test_check_counts_unknown_markers():
    checked = check("The storm took 12 boats [1][8]. Repairs will cost £3.2 million [0][1].")
    assert checked.unknown_markers == 2
    assert "2 passages" in checked.notices[0]


def test_check_drops_what_nothing_bears_out_when_told_to():
    reply = "The storm took 12 boats [1]. The moon is made of cheese [1]."
    checked = check(reply, on_unsupported=OnUnsupported.DROP)
    assert [s.text for s in checked.sentences] == ["The storm took 12 boats."]
    assert checked.dropped == 1
    assert len(check(reply).sentences) == 2


def test_check_gives_no_sentence_when_all_are_dropped():
    checked = check("The moon is made of cheese [1].", on_unsupported=OnUnsupported.DROP)
    assert checked.sentences == ()
    assert checked.dropped == 1


def test_check_of_an_empty_reply_is_empty():
    assert check("") == CheckedReply(sentences=())


def test_reply_checker_gives_what_the_whole_reply_gives():
    reply = "The storm took 12 boats [1]. Ann Lee designed the ferry. [2] The moon is cheese [9]."
    checker = ReplyChecker(Passages(HITS, DOCUMENTS))
    given = [s for character in reply for s in checker.feed(character)]
    assert len(given) == 2
    given += checker.end()
    assert tuple(given) == check(reply).sentences
    assert checker.result() == check(reply)


def test_citations_quote_the_stored_text():
    (sentence,) = check("Ann Lee designed it and it replaces a ferry of 1971 [2].").sentences
    (citation,) = sentence.citations
    assert FERRY[citation.start : citation.end] == citation.quote
    assert "Ann Lee designed it." in citation.quote


class FixedEntailment:
    """Says the same of every passage."""

    def __init__(self, inference):
        self._inference = inference

    def infer(self, passages, sentence):
        return [self._inference for _ in passages]


def test_a_judge_that_sees_a_contradiction_is_believed():
    entailment = FixedEntailment(Inference(entailed=0.1, contradicted=0.8))
    (sentence,) = check("The storm took 12 boats [1].", entailment=entailment).sentences
    assert sentence.support.level is SupportLevel.UNSUPPORTED


def test_a_judge_does_not_excuse_a_wrong_number():
    entailment = FixedEntailment(Inference(entailed=0.9, contradicted=0.0))
    (sentence,) = check("The storm took 15 boats [1].", entailment=entailment).sentences
    assert sentence.support.level is SupportLevel.UNSUPPORTED
