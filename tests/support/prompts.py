"""What a prompt sends to the models of the benchmarks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_BLOCK = re.compile(r"<passage-\w+ (\d+)>\n([^\n]*)\n(.*?)\n</passage-\w+>", re.DOTALL)


def sent_passages(messages: Sequence[Mapping[str, str]]) -> list[tuple[str, str, str]]:
    """The passages of a prompt: number, what is said about the article, text."""
    return _BLOCK.findall(messages[-1]["content"])
