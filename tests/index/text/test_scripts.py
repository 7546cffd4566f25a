"""Scripts without spaces are cut into pairs; a text knows its script."""

from __future__ import annotations

import pytest

from index.text.scripts import holds_script, script_of, segmented, unspaced_runs


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the ferry", "the ferry"),
        ("café 渡轮票价 5", "café 渡轮 轮票 票价 5"),
        ("王", "王"),
        ("東京タワー", "東京 京タ タワ ワー"),
        ("เรือ", "เร รื ือ"),
    ],
)
def test_segmented_puts_spaces_between_pairs(text, words):
    assert segmented(text).split() == words.split()


def test_runs_give_the_text_back():
    assert "".join(unspaced_runs("在2024年AB")) == "在2024年AB"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("The ferry", "LATIN"), ("Où est-ce ?", "LATIN"), ("渡轮 (ferry)？", "LATIN"),
        ("渡轮成人票价", "CJK"), ("さくら", "CJK"), ("الجسر", "ARABIC"), ("паром", "CYRILLIC"),
        ("£ 12.50", ""), ("12", ""),
    ],
)  # fmt: skip
def test_script_of_most_letters(text, script):
    assert script_of(text) == script
    assert holds_script(text, script)


def test_holds_script_is_false_for_another_one():
    assert not holds_script("الجسر", "CJK")
    assert holds_script("الجسر", "")
