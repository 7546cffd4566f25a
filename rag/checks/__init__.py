"""Checks on every sentence that a language model writes, made without a language model.

    text as it comes -> `replies.ReplyReader` -> sentences and their markers
                     -> `check.SentenceChecker` -> `rag.types.Sentence` with its verdict

`check.check_reply` does both for a whole reply, `check.ReplyChecker` for one that still grows.
"""
