"""Question generation: questions about a folder of articles, without a language model.

`propose_questions` makes them out of the articles' own sentences; `trust_note` says in plain words
how far they can be trusted.
"""

from eval.proposing.propose import propose_questions
from eval.proposing.trust import TRUST_NOTE, mean_overlap, trust_note

__all__ = ["TRUST_NOTE", "mean_overlap", "propose_questions", "trust_note"]
