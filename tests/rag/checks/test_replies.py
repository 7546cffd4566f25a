"""Sentences of a growing reply, and the passages that their markers name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.checks.replies import ReplyReader

PASSAGE = "She wrote that the wall [2] fell [sic] at noon."


def read(pieces, passages=3, texts=(PASSAGE,)):
    reader = ReplyReader(passages, texts)
    found = [sentence for piece in pieces for sentence in reader.feed(piece)]
    return [(s.text, list(s.numbers), s.unknown) for s in found + reader.end()]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("It is so [1]. And so [2].", [("It is so.", [1], 0), ("And so.", [2], 0)]),
        ("It is so. [1] And so. [2]", [("It is so.", [1], 0), ("And so.", [2], 0)]),
        ("It is so.[1][2] And so.[2]", [("It is so.", [1, 2], 0), ("And so.", [2], 0)]),
        ("Both [1][2].", [("Both.", [1, 2], 0)]),
        ("Both [1, 2].", [("Both.", [1, 2], 0)]),
        ("All [1-3].", [("All.", [1, 2, 3], 0)]),
        ("Some [2–9].", [("Some.", [2, 3], 6)]),
        ("Twice [1][1].", [("Twice.", [1], 0)]),
        ("None [0] or [7].", [("None or.", [], 2)]),
        ("Wide 【1】 and ［２］.", [("Wide.", [1, 2], 0)]),
        ("Raised¹ and² high.³", [("Raised and high.", [1, 2, 3], 0)]),
        ("Together¹².", [("Together.", [], 1)]),
        ("Apart¹,².", [("Apart.", [1, 2], 0)]),
        ("It is 5 km² wide [1].", [("It is 5 km² wide.", [1], 0)]),
        ("Named [passage 2] so.", [("Named so.", [2], 0)]),
        ("As noted【1:0†source】.", [("As noted.", [1], 0)]),
        ("It fell in March [2023] [1].", [("It fell in March [2023].", [1], 0)]),
        ("It [sic] fell [1].", [("It [sic] fell.", [1], 0)]),
        ('"The wall [2] fell" [1].', [('"The wall [2] fell".', [1], 0)]),
        ('"The tower fell [2]" [1].', [('"The tower fell".', [2, 1], 0)]),
        ("[1] One.\n[2] Two.", [("One.", [1], 0), ("Two.", [2], 0)]),
        ("- **One** [1].\n- Two [2].", [("One.", [1], 0), ("Two.", [2], 0)]),
        ("Mr. Pym left at 5 p.m. Monday [1].", [("Mr. Pym left at 5 p.m. Monday.", [1], 0)]),
        ("1. One [1].\n2. Two [2].", [("One.", [1], 0), ("Two.", [2], 0)]),
        ("1) One [1].\n2) Two [2].", [("One.", [1], 0), ("Two.", [2], 0)]),
        ("(1) One [1].\n(2) Two [2].", [("One.", [1], 0), ("Two.", [2], 0)]),
        ("a) One [1].\nb) Two [2].", [("One.", [1], 0), ("Two.", [2], 0)]),
        ("### Cost\nIt is £3 [1].", [("It is £3.", [1], 0)]),
        ("Step 1: One [1].\nStep 2: Two [2].", [("One.", [1], 0), ("Two.", [2], 0)]),
        ("12. [1]", [("12.", [1], 0)]),
        ("Ways: (1) by sea, (2) by air [1].", [("Ways: (1) by sea, (2) by air.", [1], 0)]),
        ("Ann (58) fell (3).", [("Ann (58) fell.", [3], 0)]),
        ("So is Ann (58).", [("So is Ann (58).", [], 0)]),
        ("It is 10<sup>6</sup> or 5 m<sup>2</sup> [1].", [("It is 10⁶ or 5 m².", [1], 0)]),
        ("In [1] and [2].", [("In.", [1, 2], 0)]),
        ("According to passage 2, it is so.", [("It is so.", [2], 0)]),
        ("According to [2], it is so.", [("It is so.", [2], 0)]),
        ("Passage 1 says that it is so.", [("It is so.", [1], 0)]),
        ("**Answer:** It is so [1].", [("It is so.", [1], 0)]),
        ("It is so [1].\n\nReferences:\n[1] Storm, Courier", [("It is so.", [1], 0)]),
        ("It is so [1].\nSource: [1]", [("It is so.", [1], 0)]),
        ("It is so[^1].\n\n[^1]: Courier, 3 May", [("It is so.", [1], 0)]),
        ('So. "It fell," he said [1].', [("So.", [], 0), ('"It fell," he said.', [1], 0)]),
        ('So [1]. "It fell," he said.', [("So.", [1], 0), ('"It fell," he said.', [], 0)]),
        ("So. [1] “It fell,” he said [2].", [("So.", [1], 0), ("“It fell,” he said.", [2], 0)]),
        ("So. 'It fell,' he said [1].", [("So.", [], 0), ("'It fell,' he said.", [1], 0)]),
        ("So. „It fell“, he said [1].", [("So.", [], 0), ("„It fell“, he said.", [1], 0)]),
        ("So. «It fell», he said [1].", [("So.", [], 0), ("«It fell», he said.", [1], 0)]),
        ('He said: "It fell. All fell." [1]', [('He said: "It fell. All fell."', [1], 0)]),
        ('It is 12" wide [1]. So [2].', [('It is 12" wide.', [1], 0), ("So.", [2], 0)]),
        ('He said "it fell [1]. So [2].', [('He said "it fell.', [1], 0), ("So.", [2], 0)]),
        ("", []),
        ("[1]", []),
    ],
)
def test_reader_reads_markers(reply, expected):
    assert read([reply]) == expected


STYLES = (
    "(1) | [Source: 1] | [1](https://a.b/c) | [[1]](https://a.b) | <sup>1</sup> | <sup>[1]</sup>"
    " | ^1^ | ^1 | [^1] | (passage 1) | (Source: 1) | [[1]] | \\[1\\] | **[1]** | *[1]* | `[1]`"
    " | ([1]) | (see [1]) | {1} | {{1}} | [doc1] | [doc 1] | [citation:1] | [cite: 1] | [P1]"
    " | [Source 1: The storm] | [ref. 1] | ① | ⑴ | <cite>1</cite> | <ref>1</ref> | <1>"
    " | [passage-1a2b3c4d 1] | <passage-1a2b3c4d 1> | [1†L3-L7] | _(Source: [1])_"
    ' | <a href="#n1">[1]</a>'
)


@pytest.mark.parametrize("marker", STYLES.split(" | "))
def test_reader_reads_every_usual_style(marker):
    expected = [("It is so.", [1], 0), ("He left.", [], 0)]
    assert read([f"It is so {marker}. He left."]) == expected
    assert read([f"It is so{marker}. He left."]) == expected
    assert read([f"It is so. {marker} He left."]) == expected


def test_feed_gives_a_sentence_when_the_next_has_begun():
    reader = ReplyReader(2)
    assert reader.feed("It is so. [1]") == []
    assert reader.feed(" And") == []
    (sentence,) = reader.feed(" then")
    assert (sentence.text, sentence.numbers) == ("It is so.", (1,))
    assert [s.text for s in reader.end()] == ["And then"]
    assert reader.end() == []


WORDS = st.sampled_from(
    [
        "Dr. ", "Pym ", "left. ", "He ", "U.S. ", "[1] ", "[2]", "¹ ", "4.5 ", '"Why?" ', "\n",
        "so.[1] ", "(see ", "passage 2) ", "[Source: 1]. ", "<sup>1</sup>", "(1) ", "2. ",
        "**[1]**. ", '"', "“It ", "fell.” ", "'So,' ", "Sources:", "# ", "^1^ ", "[1](u) ", "[",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(words=st.lists(WORDS, max_size=25), cuts=st.lists(st.integers(1, 9), min_size=1))
def test_reader_is_the_same_however_the_reply_is_cut(words, cuts):
    reply = "".join(words)
    pieces, at, turn = [], 0, 0
    while at < len(reply):
        width = cuts[turn % len(cuts)]
        pieces.append(reply[at : at + width])
        at, turn = at + width, turn + 1
    assert read(pieces) == read([reply])


@given(st.text(max_size=200), st.integers(0, 5))
def test_numbers_are_those_of_passages_that_were_sent(reply, passages):
    for _, numbers, _ in read([reply], passages=passages):
        assert all(1 <= number <= passages for number in numbers)
