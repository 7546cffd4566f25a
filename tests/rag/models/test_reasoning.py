"""Reasoning is left out however the reply is cut into pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.models.reasoning import without_reasoning


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("It cost £3. [1]", "It cost £3. [1]"),
        ("<think>Hm. [1]?</think>It cost £3. [1]", "It cost £3. [1]"),
        ("One <think>a</think>two<think>b</think>", "One two"),
        ("3 < 4 and <thin", "3 < 4 and <thin"),
        ("<think>and so on", ""),
        ("Hm. It was £9.\n</think>\n\nIt cost £3. [1]", "\n\nIt cost £3. [1]"),
        ("<thinking>Hm.</thinking>It cost £3.", "It cost £3."),
        ("<THINK>Hm.</THINK>It cost £3.", "It cost £3."),
        ("<thought>\nHm.\n</thought>\nIt cost £3.", "\nIt cost £3."),
        ("<reasoning effort='high'>Hm.</reasoning>It cost £3.", "It cost £3."),
        ("<seed:think>Hm.</seed:think>It cost £3.", "It cost £3."),
        ("[THINK]Hm.[/THINK]It cost £3. [1]", "It cost £3. [1]"),
        ("◁think▷Hm.◁/think▷It cost £3.", "It cost £3."),
        ("<think>a<think>b</think>c</think>It cost £3.", "It cost £3."),
        (
            "<|begin_of_thought|>Hm.<|end_of_thought|><|begin_of_solution|>£3.<|end_of_solution|>",
            "£3.",
        ),
        ("<|START_THINKING|>Hm.<|END_THINKING|><|START_RESPONSE|>£3.<|END_RESPONSE|>", "£3."),
        ('<details type="reasoning">Hm.</details>£3.', "£3."),
        ("Let me see.\n<answer>£3. [1]</answer>", "£3. [1]"),
        (
            "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>£3.<|return|>",
            "£3.",
        ),
        ("<|channel|>commentary<|message|>Hm.<|end|><|start|>assistant<|message|>£3.", "£3."),
        ("analysisThe user asks.assistantfinalIt cost £3.", "It cost £3."),
        ("<|channel>thought\nHm.<channel|>It cost £3.", "It cost £3."),
        ("It cost £3. [1]<|im_end|>", "It cost £3. [1]"),
        ("It cost £3. [1]</s>", "It cost £3. [1]"),
        ("<|im_start|>assistant\nIt cost £3.<|im_end|>\n<|im_start|>user\nWhy?", "It cost £3."),
        ("<|start_header_id|>assistant<|end_header_id|>\n\n£3.<|eot_id|>", "\n\n£3."),
        ("£3.<｜end▁of▁sentence｜>", "£3."),
        ("£3.<end_of_turn>\n<start_of_turn>user\nWhy?", "£3."),
        ("£3<sup>1</sup> < £4 > £2 [INST", "£3<sup>1</sup> < £4 > £2 [INST"),
    ],
)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_without_reasoning_leaves_the_answer_whatever_the_pieces(reply, answer, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(reply)))) | {0, len(reply)})
    pieces = [reply[a:b] for a, b in pairwise(cuts)]
    shown = ""
    for piece in without_reasoning(pieces):
        shown = "" if piece is None else shown + piece
    assert shown == answer
