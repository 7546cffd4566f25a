"""Stop words of English: without meaning of their own, they join the others."""

import re

FUNCTION_WORDS = frozenset(
    re.findall(
        r"\S+",
        """
        's a about after all also an and any are as at be because been before being both but by
        can could did do does doing done during each either else ever few for from get gets got
        had has have having he her hers him his how however i if in into is it its itself just
        least less let like many may me might more most much must my near no nor not of off on one
        only or other our out over own per same shall she should since so some such than that the
        their them then there these they this those through to too under until up upon us very was
        we were what when where which while who whom whose why will with within without would you
        your
        """,
    )
)
"""The one list of them."""
