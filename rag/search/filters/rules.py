"""Rules (patterns) that tell when a question speaks of publication, not of what happened.

The rules look at a question in which every name and period that was recognised is one sign:
"What has ⟦author0⟧ written about the wall ⟦within1⟧?" A rule that fits says that the signs in it
are filters, and its words say nothing about the subject.
"""

from __future__ import annotations

import re

AUTHOR = r"⟦author\d+⟧"
OUTLET = r"⟦outlet\d+⟧"
SECTION = r"⟦section\d+⟧"
SIDED = r"⟦sided\d+⟧"
PERIOD = r"⟦(?:sided|within|of)\d+⟧"
TIME = r"⟦(?:sided|within)\d+⟧"
SIGN = re.compile(r"⟦(?:author|outlet|section|sided|within|of)(\d+)⟧")


def _list_of(sign: str) -> str:
    return rf"{sign}(?:(?:, and|, or|,| and| or| &) {sign})*"


_AUTHORS, _OUTLETS = _list_of(AUTHOR), _list_of(OUTLET)
_WHO = rf"(?:{_AUTHORS}|{_OUTLETS})"
_ARTICLES = (
    r"(?:(?:news |newspaper |press |our |any |all |the )*(?:articles?|stories|pieces|coverage"
    r"|reporting|columns?|editorials?|write-ups?|posts|news reports?|(?-i:news)))"
)
_DO = r"(?:has|have|had|did|does|do)"
_OFTEN = r"(?:(?:ever|also|already|recently|just|so far|else) )*"
_WRITE = r"(?:written|write|wrote|writes|published|publish|printed|print|reported|report)"
_TELL = (
    rf"(?:{_WRITE}|covered|cover|say|said|tell|told|give|gave|given|put|quote|quoted|mention"
    r"|mentioned|describe|described|estimate|estimated|claim|claimed|call|called|name|named)"
)
_WRITTEN = r"(?:written|published|printed|reported|posted)"
_TELL_OF = rf"{_TELL}(?: (?:about|on|of|regarding|concerning)\b)?"
_ABOUT = r"(?:about|on|regarding|concerning)"
_ANYTHING = r"(?:anything|something|everything|nothing|what)"

_LEAD = r"(?:(?:in|according to|(?:what )?(?:do|does|did|have|has)) )?"

_RULES_AS_WRITTEN = (
    # "Gazette articles from February 2024", "articles by Ann Lee in the Gazette since May"
    rf"{_LEAD}(?:the )?(?:{_WHO}(?:['’]s?)? )?{_ARTICLES}"
    rf"(?: (?:that|which) (?:were|was|are|is))?(?: (?:{_WRITTEN}|dated|appearing))?"
    rf"(?: (?:by|in|from|of) {_WHO})*(?: {PERIOD})+(?: {_TELL_OF}\b)?",
    # "articles by Ann Lee", "stories in the Gazette"
    rf"{_LEAD}(?:{_ARTICLES}|{_ANYTHING})"
    rf"(?: (?:that|which) (?:were|was|are|is))?(?: {_WRITTEN})?(?: (?:by|in|from|of) {_WHO})+"
    rf"(?: (?:{_TELL_OF}\b|about\b))?",
    # "Ann Lee's articles", "the Gazette's coverage", "Gazette stories"
    rf"{_LEAD}{_AUTHORS}['’]s? (?:\w+ )?{_ARTICLES}"
    rf"(?: (?:{_TELL_OF}\b|about\b|of\b|on\b))?",
    rf"{_LEAD}{_OUTLETS}(?:['’]s?)? (?:\w+ )?{_ARTICLES}"
    rf"(?: (?:{_TELL_OF}\b|about\b|of\b|on\b))?",
    # "last week's articles", "the March 2024 articles"
    rf"{_LEAD}(?:the )?⟦within\d+⟧(?:['’]s?)? {_ARTICLES}"
    rf"(?: (?:{_TELL_OF}\b|about\b))?",
    # "In June 2025, what did the Gazette say about", "What did the Gazette publish in June"
    rf"^{PERIOD},? (?:what|which|who) {_DO} {_WHO} {_OFTEN}{_TELL_OF}\b",
    rf"(?:{_ANYTHING} (?:else )?)?{_DO} {_WHO} {_OFTEN}{_TELL} {PERIOD}(?: {_ABOUT}\b)?",
    # "What did the Review publish about musicians in June 2025": the verb is about publishing
    rf"(?:{_ANYTHING} (?:else )?)?{_DO} {_WHO} {_OFTEN}"
    rf"(?:publish(?:ed)?|print(?:ed)?|written|write)(?: {_ABOUT}\b)?"
    rf"(?P<subject>[^⟦]*? )(?P<trailing>{TIME})",
    # "What has Ann Lee written about", "What price did the Gazette give"
    rf"(?:{_ANYTHING} (?:else )?)?{_DO} {_AUTHORS} {_OFTEN}{_WRITE}(?: {_ABOUT}\b)?",
    rf"(?:{_ANYTHING} (?:else )?)?{_DO} {_OUTLETS} {_OFTEN}{_TELL_OF}\b",
    rf"{_OUTLETS} (?:reported|reports|wrote|writes|said|says|published)\b(?: that\b| on\b)?",
    rf"{_AUTHORS} (?:wrote|writes|has written)\b(?: that\b| about\b)?",
    # "according to the Gazette", "in the Gazette", "written by Ann Lee"
    rf"(?:according to|as reported (?:in|by)) (?:{_OUTLETS})",
    rf"(?<!interest )(?<!invest )(?<!invested )(?<!stake )(?<!shares )(?<!work )(?<!worked )"
    rf"(?:{_WRITTEN} )?\b(?:in|by) {_OUTLETS}(?!['’])(?: {PERIOD})?",
    rf"{_WRITTEN} by {_AUTHORS}",
    rf"(?:in|on|from|of) {SECTION}",
    # "What was published before April 2024 about the losses"
    rf"^{_ANYTHING} (?:\w+ )?(?:is|was|were|has been|have been) {_WRITTEN} {PERIOD} {_ABOUT}\b",
    rf"^{_ANYTHING} (?:\w+ )?(?:is|was|were|has been|have been) {_WRITTEN} {_ABOUT}\b"
    rf"(?P<subject>[^⟦]*? )(?P<trailing>{TIME})",
    rf"(?:has|have) (?P<subject>[^⟦]*? )?been (?:{_WRITTEN}|said) (?:about |on )?"
    rf"(?P<rest>[^⟦]*? )?(?P<trailing>{SIDED})",
    rf"^{SIDED},? {_ANYTHING} (?:has|have) been (?:{_WRITTEN}|said) {_ABOUT}\b",
    # "What do our articles say about the wall since 2023"
    rf"{_DO} {_ARTICLES} {_TELL_OF}\b(?P<subject>[^⟦]*? )(?P<trailing>{SIDED})",
)
_RULES = tuple(re.compile(rule, re.IGNORECASE) for rule in _RULES_AS_WRITTEN)
_NEGATED = re.compile(
    r"(?:\b(?:not|except|without|outside|other than|apart from|besides|but)\s+(?:\w+\s+){0,2})$",
    re.IGNORECASE,
)


def read_rules(question: str) -> tuple[list[int], str]:
    """The numbers of the signs that are filters, and the question without what tells them.

    What stands between a rule's parts (its groups "subject" and "rest") is kept. Signs behind
    "not" or "except" are left: there is no filter for that.
    """
    numbers: list[int] = []
    left = question
    for rule in _RULES:
        match = rule.search(left)
        while match is not None and not _NEGATED.search(left[: match.start()]):
            kept = [match.groupdict().get(name) or "" for name in ("subject", "rest")]
            cut = match.group()
            for part in filter(None, kept):
                cut = cut.replace(part, " ", 1)
            numbers += [int(number) for number in SIGN.findall(cut)]
            left = f"{left[: match.start()]} {' '.join(kept)} {left[match.end() :]}"
            match = rule.search(left)
    return numbers, left
