"""Byline's question file: JSON Lines, one question a line, with the sentences that answer it.

A question needs all of its `facts`. A fact is found when any one of its `sentences` is found; a
sentence that also stands in a near-duplicate, or is said twice, is listed there as an alternative.
Offsets are half-open characters of `Document.text`. They may be left out while a file is being
written; `fill` finds them:

    python -m eval.questions fill FILE FOLDER      finds the sentences and writes their offsets
    python -m eval.questions check FILE FOLDER     says whether every sentence is where FILE says
    python -m eval.questions overlap FILE          how many words questions share with sentences

What cannot be read or is malformed is a `UsageError` that names the file and the line or question.
"""
