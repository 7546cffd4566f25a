"""Questions about a folder of articles, proposed without a language model.

`propose_questions` makes them out of the articles' own sentences; `trust_note` says in plain words
how far they can be trusted.
"""

from eval.proposing.propose import propose_questions

__all__ = ["propose_questions"]
