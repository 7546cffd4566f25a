"""Checks (groundedness, fact checks) on every sentence that a language model writes.

    text as it comes -> `replies.ReplyReader` -> sentences and their markers
                     -> `check.SentenceChecker` -> `rag.types.Sentence` with its verdict

`check.ReplyChecker` does both for a reply that still grows.
"""
