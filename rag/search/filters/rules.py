"""Rules (patterns) that tell when a question speaks of publication, not of what happened.

The rules look at a question in which every name and period that was recognised is one sign:
"What has ⟦author0⟧ written about the wall ⟦within1⟧?" A rule that fits says that the signs in it
are filters, and its words say nothing about the subject.
"""

import re

from rag.english.grammar import Grammar

_RE = Grammar("rag.search", "rules")
PERIOD = _RE.source("period")
OUTLET = _RE.source("outlet")
SECTION = _RE.source("section")
AUTHOR = _RE.source("author")
SIGN = re.compile(r"⟦(?:author|outlet|section|sided|within|of)(\d+)⟧")


_RULES = _RE.patterns("rules")


def read_rules(question: str) -> tuple[list[int], str]:
    """The numbers of the signs that are filters, and the question without what tells them.

    What stands between a rule's parts (its groups "subject" and "rest") is kept. Signs behind
    "not" or "except" are left: there is no filter for that.
    """
    numbers: list[int] = []
    left = question
    for rule in _RULES:
        match = rule.search(left)
        while match is not None and not _RE.negated.search(left[: match.start()]):
            kept = [match.groupdict().get(name) or "" for name in ("subject", "rest")]
            cut = match.group()
            for part in filter(None, kept):
                cut = cut.replace(part, " ", 1)
            numbers += [int(number) for number in SIGN.findall(cut)]
            left = f"{left[: match.start()]} {' '.join(kept)} {left[match.end() :]}"
            match = rule.search(left)
    return numbers, left
