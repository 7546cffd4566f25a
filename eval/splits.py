"""Dev/test split of queries by hash: which half tunes and which reports."""

from hashlib import sha256


def is_tuning(name: str) -> bool:
    """Whether `name` (an article's title, a question's id) belongs to the tuning half.

    True when the last hex digit of its SHA-256 is even.
    """
    return int(sha256(name.encode("utf-8")).hexdigest()[-1], 16) % 2 == 0
