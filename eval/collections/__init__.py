"""Collections: articles with questions whose answers are known, in the field's formats.

`open_collection` recognises which format it is given; the modules read one format each.
"""

from eval.collections.detect import open_collection

__all__ = ["open_collection"]
