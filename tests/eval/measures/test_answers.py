"""What an answer says and cites, against what it should."""

from __future__ import annotations

import pytest

from eval.measures.answers import answer_values, quoted_pieces
from eval.measures.registry import ANSWERS, parse_measures
from eval.measures.short_answers import exact_match, word_f1
from eval.types import (
    AnsweredSentence,
    AnswerOutcome,
    CitedSpan,
    DocumentSpan,
    GoldFact,
    Outcome,
)


def cited(doc_id, start, end, exact=True):
    return CitedSpan(doc_id=doc_id, start=start, end=end, marker=1, exact=exact)


def said(text, *citations, support="supported"):
    return AnsweredSentence(text=text, citations=citations, support=support)


def quoted(text, doc_id, start):
    return said(text, cited(doc_id, start, start + len(text)))


def fact(*places, answers=()):
    spans = tuple(DocumentSpan(doc_id=d, start=s, end=e) for d, s, e in places)
    return GoldFact(places=spans, quotes=("",) * len(spans), answers=answers)


def answered(*sentences, refused=False, model=None, answerable=True, **known):
    answer = AnswerOutcome(sentences=sentences, confidence=0.5, refused=refused, model=model)
    return Outcome(query_id="q", text="?", answerable=answerable, answer=answer, **known)


def values(outcome):
    return answer_values(outcome, parse_measures(list(ANSWERS)))


def test_answer_values_are_as_by_hand_when_one_of_two_sentences_is_gold():
    outcome = answered(
        quoted("It rained.", "a", 0),
        quoted("The ferry left at 18:00.", "a", 100),
        gold=(fact(("a", 100, 124), answers=("18:00",)), fact(("b", 0, 30), answers=("Ann",))),
    )
    assert values(outcome) == {
        "ContainsAnswer": 0.5,
        "EM": 0.0,
        # it rained ferry left at 1800: 1 of 6 words, all of one answer
        "F1": pytest.approx(2 / 7),
        "FirstSentence": 0.0,
        "SentencePrecision": 0.5,
        "SentenceRecall": 0.5,
        "SentenceF1": 0.5,
        "CitationExact": 1.0,
        "CitationPrecision": 0.5,
        "CitationRecall": 0.5,
    }


def test_answer_values_are_all_one_when_the_answer_is_the_gold_sentence():
    outcome = answered(quoted("Ann.", "a", 7), gold=(fact(("a", 7, 11), answers=("ann",)),))
    assert set(values(outcome).values()) == {1.0}


def test_answer_values_are_zero_but_citation_exact_when_an_answerable_is_refused():
    outcome = answered(
        quoted("Ann.", "a", 7), refused=True, gold=(fact(("a", 7, 11), answers=("Ann",)),)
    )
    found = values(outcome)
    assert found.pop("CitationExact") == 1.0
    assert set(found.values()) == {0.0}
    assert len(found) == 9


@pytest.mark.parametrize("refused", [True, False])
def test_answer_values_reward_refusal_when_unanswerable(refused):
    outcome = answered(quoted("Ann.", "a", 7), refused=refused, answerable=False)
    assert values(outcome) == {"EM": refused, "F1": refused, "CitationExact": 1.0}


def test_answer_values_judge_short_answers_alone_when_no_fact_is_known():
    outcome = answered(quoted("The Kittiwake!", "a", 0), answers=("Gannet", "a kittiwake"))
    assert values(outcome) == {"ContainsAnswer": 0.0, "EM": 1.0, "F1": 1.0, "CitationExact": 1.0}


def test_answer_values_leave_out_blank_answers_when_there_is_nothing_else():
    assert values(answered(said("It rained."), answers=("", " "))) == {}


def test_contains_answer_wants_whole_words_when_numbers_are_alike():
    for text, expected in (("In 1890.", 0.0), ("In\n18 days.", 1.0)):
        assert values(answered(said(text), answers=("18",)))["ContainsAnswer"] == expected


def test_answer_values_are_empty_when_no_answer_was_asked_for():
    assert values(Outcome(query_id="q", text="?", answerable=True, answers=("x",))) == {}


def test_sentence_precision_tells_sentences_apart_when_one_citation_quotes_two():
    text = "It rained all day. The ferry left."
    assert quoted_pieces([quoted(text, "a", 50)]) == [("a", 50, 68), ("a", 69, 84)]
    outcome = answered(quoted(text, "a", 50), gold=(fact(("a", 69, 84)),))
    found = values(outcome)
    assert (found["SentencePrecision"], found["CitationPrecision"]) == (0.5, 1.0)
    assert (found["SentenceRecall"], found["FirstSentence"]) == (1.0, 1.0)


def test_quoted_pieces_are_the_citations_when_a_model_wrote_the_sentence():
    sentence = said("He left. Soon.", cited("a", 0, 30), cited("b", 0, 14))
    assert quoted_pieces([sentence, sentence]) == [("a", 0, 30), ("b", 0, 14)]


def test_citation_recall_needs_half_of_the_sentence_when_precision_needs_a_character():
    outcome = answered(said("x", cited("a", 0, 14)), gold=(fact(("a", 10, 20)),))
    found = values(outcome)
    assert (found["CitationPrecision"], found["CitationRecall"]) == (1.0, 0.0)


def test_citation_exact_sees_a_wrong_quote_when_one_of_two_differs():
    outcome = answered(said("x", cited("a", 0, 9), cited("a", 9, 12, exact=False)))
    assert values(outcome) == {"CitationExact": 0.5}


def test_support_rate_is_there_only_when_a_model_wrote_what_was_shown():
    sentences = (said("x"), said("y", support="partial"))
    assert values(answered(*sentences)) == {}
    assert values(answered(*sentences, model="m", refused=True)) == {}
    assert values(answered(*sentences, model="m")) == {"SupportRate": 0.5}


def test_repeated_mistake_counts_wrong_sentences_when_they_are_cited_again():
    wrong = (DocumentSpan(doc_id="a", start=0, end=10), DocumentSpan(doc_id="a", start=40, end=50))
    sentence = said("x", cited("a", 0, 6))
    assert values(answered(sentence, wrong=wrong))["RepeatedMistake"] == 0.5
    assert values(answered(sentence, wrong=wrong, refused=True))["RepeatedMistake"] == 0.0


@pytest.mark.parametrize(
    ("text", "answers", "match", "f1"),
    [
        ("The Old Harbour.", ["old harbour"], 1.0, 1.0),
        ("the harbour wall", ["harbour", "a wall of stone"], 0.0, 2 / 3),
        ("the the", ["an"], 1.0, 1.0),  # nothing is left of either: equal, as in the script
        ("rain", ["the"], 0.0, 0.0),
        ("red red rose", ["red red red"], 0.0, 2 / 3),
    ],
)
def test_squad_scores_are_as_by_hand_when_normalised(text, answers, match, f1):
    assert exact_match(text, answers) == match
    assert word_f1(text, answers) == pytest.approx(f1)
