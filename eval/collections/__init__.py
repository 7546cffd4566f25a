"""Collections: articles with questions whose answers are known, in the field's formats.

`open_collection` recognises which format it is given; the modules read one format each.
What cannot be read, is malformed or comes twice is a `UsageError` that names the file and the line.
"""

from eval.collections.detect import open_collection

__all__ = ["open_collection"]
