"""Tuning articles once more divided: most train the answer finder, the rest fit what uses it."""

from hashlib import sha256


def is_for_fitting(name: str) -> bool:
    """Whether a tuning article is kept from training, so that ranker and confidence may be fitted.

    A fit on what the finder was trained on would trust it too far. True for a quarter: the last
    hex digit but one of its SHA-256 is 1 modulo 4.
    """
    return int(sha256(name.encode("utf-8")).hexdigest()[-2], 16) % 4 == 1
