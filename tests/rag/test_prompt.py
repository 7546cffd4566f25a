"""The prompt: numbers assigned once, inside the budget, weakest passages dropped."""

from __future__ import annotations

import pytest

from index.types import Document, Passage
from rag.prompt import build_prompt, count_tokens
from rag.types import Hit

TEXT = "The storm took twelve boats from the harbour on Friday night."


def make_hit(number: int) -> Hit:
    passage = Passage(
        passage_id=f"{number}.md#0-{len(TEXT)}",
        doc_id=f"{number}.md",
        start=0,
        end=len(TEXT),
        text=TEXT,
    )
    return Hit(passage=passage, score=1 / number, rank=number)


HITS = [make_hit(number) for number in range(1, 6)]
DOCUMENTS = {
    hit.passage.doc_id: Document(
        doc_id=hit.passage.doc_id, version="v", text=TEXT, title=f"Title {hit.rank}"
    )
    for hit in HITS
}


def test_build_prompt_numbers_the_passages_from_one():
    prompt = build_prompt("What did it take?", HITS, DOCUMENTS)
    content = prompt.messages[1]["content"]
    assert "[1] Title 1\n" in content
    assert "[5] Title 5\n" in content
    assert prompt.dropped == 0
    assert content.endswith("Question: What did it take?")


@pytest.mark.parametrize("budget", [150, 200, 250, 300, 1000])
def test_build_prompt_stays_inside_the_budget_and_drops_the_weakest(budget):
    prompt = build_prompt("What did it take?", HITS, DOCUMENTS, budget_tokens=budget)
    sent = sum(count_tokens(message["content"]) for message in prompt.messages)
    assert sent <= prompt.tokens + 1
    assert prompt.hits == tuple(HITS[: len(prompt.hits)])
    assert len(prompt.hits) + prompt.dropped == len(HITS)
    if prompt.hits:
        assert prompt.tokens <= budget


def test_build_prompt_sends_no_passage_when_none_fits():
    assert build_prompt("What?", HITS, DOCUMENTS, budget_tokens=10).hits == ()


def test_count_tokens_takes_special_tokens_for_text():
    assert count_tokens("<|endoftext|>") > 1
