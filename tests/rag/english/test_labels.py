"""Identifiers: a sentence about another one of the kind is no answer."""

import pytest

from rag.english.labels import find_labels, names_another


@pytest.mark.parametrize(
    ("question", "text", "missed"),
    [
        ("What did wall number 2044-3 cost?", "Wall number 2044-2 cost £5m.", "2044-3"),
        ("What did wall 2044-3 cost?", "Walls 2044-3 and 2044-2 cost £5m.", ""),
        ("How many votes did Bill 144 get?", "Bill 145 got 30 votes.", "Bill 144"),
        ("When does route 9 open?", "Route 12 opens in June.", "route 9"),
        ("Who won Euro 2024?", "Euro 2020 was won by Italy.", "Euro 2024"),
        ("How many were on MH370?", "MH117 had 298 people aboard.", "MH370"),
        ("What is Regulation 2021/1119?", "Regulation 2018/1999 governs it.", "2021/1119"),
        ("What became of the 2019–20 season?", "The 2018-19 season was poor.", "2019-20"),
        ("Where is No. 5?", "Number 6 is on the quay.", "number 5"),
        ("Is Route 9 longer than Route 12?", "Route 12 has 40 km.", ""),
        ("Who spoke on May 5?", "It was cancelled on May 6.", ""),
        ("What happened in 2024?", "In 2023 sales fell.", ""),
        ("Who won 3-1?", "They had won 2-0 before.", ""),
        ("Which of the 120 seats went?", "About 130 seats went.", ""),
        ("When does Platform 9 open?", "The station opens in June.", ""),
        ("Did it cost £5-6?", "It cost £7-8.", ""),
    ],
)
def test_names_what_the_question_asks_about_where_the_text_has_another(question, text, missed):
    assert names_another(question, text) == missed


def test_finds_each_identifier_under_its_kind():
    text = "Flight BA2044 left Gate 12 for Ward 7 on Monday 5 March, 3 hours late."
    assert find_labels(text) == {"BA0": {"BA2044"}, "gate": {"12"}, "ward": {"7"}}
