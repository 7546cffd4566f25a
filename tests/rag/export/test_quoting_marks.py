"""Quotations within quotations, with the marks that articles have."""

from __future__ import annotations

import pytest

from rag.export.quoting_marks import in_quotes


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("It rained.", "“It rained.”"),
        ('"Ask the seahorse," she said.', "“‘Ask the seahorse,’ she said.”"),
        ("“Ask her,” he said. “Now.”", "“‘Ask her,’ he said. ‘Now.’”"),
        ('He called it "a hat, not an oven."', "“He called it ‘a hat, not an oven.’”"),
        ('It reads ("no entry") and "go".', "“It reads (‘no entry’) and ‘go’.”"),
        ('"We lost it. All of it.', "“‘We lost it. All of it.’”"),
        ('Ask me on Monday," she said.', "“‘Ask me on Monday,’ she said.”"),
        ('A 5" pipe burst; "a mess", she said.', '“A 5" pipe burst; ‘a mess’, she said.”'),
        ("It's the boats' quay, ’tis said.", "“It's the boats' quay, ’tis said.”"),
        ("„Nein“ was all.", "“‘Nein’ was all.”"),
    ],
)
def test_in_quotes_makes_inner_marks_single_and_whole(text, quoted):
    assert in_quotes(text) == quoted
