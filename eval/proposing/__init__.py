"""Question generation: questions about a folder of articles, without a language model.

`propose_questions` makes them out of the articles' own sentences; `trust_note` says in plain words
how far they can be trusted.
"""

from eval.proposing.propose import TRUST_NOTE, mean_overlap, propose_questions, trust_note

__all__ = ["TRUST_NOTE", "mean_overlap", "propose_questions", "trust_note"]
