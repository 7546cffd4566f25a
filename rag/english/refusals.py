"""Refusal detection in a language model's words: "The passages do not mention the cost"."""

from __future__ import annotations

import re

_SOURCES = (
    r"(?:articles?|passages?|excerpts?|snippets?|sources?|contexts?|texts?|documents?|materials?"
    r"|information|details?|data|content|coverage|reporting|search results?|results?)"
)
_GIVEN = rf"(?:(?:provided|given|supplied|available|above|these|numbered)\s+)*{_SOURCES}"
_NOT = (
    r"(?:(?:do|does|did|can|could|would|is|are|was|were|has|have)\s+not|cannot|never"
    r"|(?:do|does|did|ca|could|would|is|are|was|were|has|have)n['’]t)"
)
_TELL = (
    r"(?:say|said|state|mention|contain|provide|specif|includ|give|gave|address|answer|discuss"
    r"|cover|disclos|reveal|indicat|describ|report|offer|detail|explain|list|name|identif|show"
    r"|tell|refer|speak|touch|note|have|hold|suppl|clarif|make|record|quote|cite)\w*"
)
_GAP = r"[^.!?;]{0,60}?"
_PATTERNS = (
    rf"\b{_SOURCES}\b{_GAP}\b{_NOT}\s+(?:\w+\s+){{0,3}}?{_TELL}",
    rf"\b{_SOURCES}\b{_GAP}\b(?:{_TELL}|has)\s+(?:no\b|nothing|little|insufficient|not enough)",
    rf"\b{_SOURCES}\b{_GAP}\b(?:silent|lacks?\b|lacking|fails? to\b|only\s+{_TELL}|insufficient)",
    rf"(?:\b(?:no|none|neither|nothing|nowhere|not|unclear)|n['’]t)\b(?:\s+\w+){{0,3}}?\s+(?:of|in|from|by)\s+"
    rf"(?:the|any|these|those|my)\s+{_GIVEN}\b",
    rf"^(?:no|none of the|neither)\s+(?:\w+\s+)?{_GIVEN}\b",
    r"\bthere\b.{0,12}?(?:\b(?:no|nothing|not)|n['’]t|\binsufficient)\b(?:\s+\w+){0,3}?\s+"
    r"(?:information|mention|details?|data|indication|answer|reference)\b",
    rf"(?:\b(?:not|never|nowhere)|n['’]t)\s+(?:\w+\s+){{0,2}}?(?:{_TELL}|given|found|known|available"
    rf"|clear|answerable)\b{_GAP}\b(?:in|by|from|within|on|with|based)\b{_GAP}\b{_GIVEN}\b",
    r"^(?:this|that|it|the (?:answer|question|information))\b[^.!?;]{0,30}?(?:\bnot|n['’]t)\s+"
    r"(?:\w+\s+)?(?:stated|mentioned|specified|provided|included|covered|addressed|discussed|there"
    r"|given|available|answer\w*)\b",
    r"\b(?:i|we)(?:\s+am|['’]m|\s+are|['’]re|\s+was|\s+were)?\s+(?:sorry|unable|not\s+(?:able|sure)"
    r"|afraid|apologi[sz]e)\b",
    rf"\b(?:i|we)\s+{_NOT}",
    r"\b(?:impossible|not possible|unable|insufficient|not enough)\b(?:\s+\w+){0,3}?\s+"
    r"(?:to\s+(?:answer|determine|say|tell|establish|know)|information|context|details?|data)\b",
    r"\b(?:cannot|can['’]?t|can not|could not|couldn['’]t)\s+be\s+(?:\w+\s+)?(?:answered|determined"
    r"|established|inferred|deduced|concluded|found|derived)\b",
    r"^(?:unfortunately|sorry|apologies)\b.{0,80}(?:\b(?:no|not|cannot|unable|only)|n['’]t)\b",
    r"^(?:n/?a|none|unknown|unclear|unanswerable|no (?:answer|information|mention|data)\b.*"
    r"|not (?:stated|mentioned|specified|known|available|found|given|provided|enough)\b.*"
    r"|insufficient\b.*)$",
    # Other languages, whose readers ask English articles: sources, and a negation.
    r"\b(?:artikeln?|passagen?|textstellen|les articles|los art[ií]culos|gli articoli|os artigos"
    r"|de artikelen|les passages|los pasajes|i passaggi|textos?|quellen)\b.{0,80}?\b(?:nichts?"
    r"|kein\w*|ne|n['’]\w+|pas|no|non|não|niet|geen|nada)\b",
)  # fmt: skip
_REFUSES = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”»]")
_ADDS = re.compile(r"\b(?:but|although|though|however|except|apart from|only that|yet)\b", re.I)


def refuses(text: str) -> bool:
    """Whether a sentence says that there is no answer, be it with something else after it."""
    return _find(text) is not None


def adds_more(text: str) -> bool:
    """Whether more is said after the refusal: "they do not say who, but when"."""
    found = _find(text)
    return bool(found and _ADDS.search(text, found.end()))


def _find(text: str) -> re.Match[str] | None:
    """Where it does, outside quotation marks."""
    bare = _QUOTED.sub(lambda match: " " * len(match[0]), text).strip(" \n\t\"'“”*.")
    return _REFUSES.search(bare)
