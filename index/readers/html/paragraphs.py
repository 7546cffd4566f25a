"""Puts the blocks of a page together: items of a list, entries of live blogs with their times."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.readers.html.blocks import Block

_CLOCK = (
    r"(?:\d{1,2}\s?[:.h]\s?\d{2}|\d{1,2}(?=\s?[ap]\.?m\b))"
    r"(?:\s?[ap]\.?m\b\.?)?(?:\s?[A-Z]{2,4}\b)?"
)


def joined(blocks: Sequence[Block]) -> Iterator[tuple[str, bool]]:
    """The paragraphs of the text: items of one list together, a time with what it belongs to."""
    times = entry_times(blocks)
    before, items = "", None
    for number, block in enumerate(blocks):
        if number in times:
            before = f"{before} {block.text}".strip()
            continue
        text = (
            f"{before}{' ' if block.is_heading else chr(10)}{block.text}" if before else block.text
        )
        before = ""
        if block.item_of is not None and items and items[0] is block.item_of:
            items[1].append(text)
            continue
        if items:
            yield "\n".join(items[1]), False
            items = None
        if block.item_of is not None:
            items = block.item_of, [text]
        else:
            yield text, block.is_heading
    if items:
        yield "\n".join(items[1]), False
    yield before, False


def entry_times(blocks: Sequence[Block]) -> set[int]:
    """The blocks that say when an entry of a live blog was written: times with text between."""
    times = [number for number, block in enumerate(blocks) if is_time(block)]
    apart = [one for one, two in pairwise(times) if two > one + 1]
    return set(times) if apart else set()


def is_time(block: Block) -> bool:
    """Whether a block says when what follows was written: a time alone, or with a name."""
    if block.is_heading or len(block.text) > 80:
        return False
    if block.of_times > 0.8 * len(block.text) or re.fullmatch(_CLOCK, block.text, re.IGNORECASE):
        return True
    return block.of_times > 0 and bool(re.search(_CLOCK, block.text, re.IGNORECASE))
