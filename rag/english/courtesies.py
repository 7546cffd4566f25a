"""Courtesy phrases: a question without greetings, thanks and "could you please tell me"."""

from __future__ import annotations

import re

from rag.english.words import find_words

_OPENING = re.compile(
    r"^(?:(?:hi|hello|hey|greetings|dear \w+|good (?:morning|afternoon|evening|day))"
    r"(?: (?:there|again|all|everyone|byline|team))?\s*[,!.:;–-]+\s*"
    r"|(?:ok(?:ay)?|so|well|now then|right)\s*,\s+"
    r"|(?:please|kindly)[, ]\s*"
    r"|(?:sorry|excuse me|apologies|pardon|(?:a )?quick question|just a quick one"
    r"|one (?:more )?question)\b[^.!?:,]*[.!?:,]\s*(?:but\s+)?"
    r"|i (?:hope|trust)\b[^.!?]*[.!]\s*"
    r"|(?:many )?(?:thanks|thank you)\b[^.!?]*[.!]\s*)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:^|[\s,;–-]+)(?:"
    r"(?:many |best )?(?:thanks|thank you|cheers|ta|regards|much appreciated)\b[^.!?]{0,40}"
    r"|please|if (?:you|that) (?:please|can|could|may|don['’]t mind)|pretty please)\s*[.!]*$"
    r"|(?<=[.!?])\s+i(?:['’]d| would| really)?(?: really| be)? (?:appreciate|grateful)"
    r"[^.!?]*[.!]?$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",?\s*\b(?:if (?:it|that)(?:['’]s| is) (?:not (?:too|so) much|no|not any) (?:trouble|bother)"
    r"|if (?:at all )?possible|if you (?:would|could|can|please|don['’]t mind|happen to know)"
    r"|by any chance|(?:please|kindly)(?=\s*(?:[,?.!]|$)))\b\s*(?=,|[?.!]|\s)(?:,\s*)?",
    re.IGNORECASE,
)
_YOU = r"(?:you|anyone|anybody|someone|somebody|one of you|byline)(?: please| kindly|, please,)?"
_ASKING = re.compile(
    rf"""^(?:
      (?:can|could|would|will|might)\ {_YOU}
        \ (?:possibly\ |perhaps\ |be\ so\ kind\ as\ to\ |be\ able\ to\ )?
    | (?:i(?:['’]d|\ would)\ (?:like|love|want|need)|i\ (?:want|need|wish|have)|i['’]m\ trying
        |i\ am\ trying|we\ (?:want|need))\ (?:{_YOU}\ )?to\ (?:ask\ (?:you\ )?)?
    | would\ {_YOU}\ mind\ | let['’]?s\ | help\ me\ (?:to\ )?
    )?
    (?:
      (?:tell(?:ing)?|inform(?:ing)?|remind(?:ing)?|show|explain(?:ing)?\ to|let)\ (?:me|us)
        (?:\ (?:know|again))?
    | (?:know|find\ out|learn|look\ up|check|work\ out|figure\ out|understand|say|see|ask)
        (?:\ for\ (?:me|us))?
    | (?:i(?:['’]m|\ am|\ was|['’]ve\ been|\ have\ been)\ )(?:just\ )?
        (?:wondering|curious(?:\ to\ know)?|asking\ myself)
    | i\ wonder | (?:do|does|did)\ {_YOU}\ (?:happen\ to\ )?know | do\ we\ know | any\ (?:idea|clue)
    | what\ i(?:['’]d\ like|\ want)\ to\ know\ is
    )[,:]?\ (?=(?:(?:in|on|at|by|for|to|from|of|with)\ )?
      (?:who|whom|whose|what|which|when|where|why|how|whether)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_BIDDING = re.compile(
    rf"^(?:can|could|would|will) {_YOU} (?:possibly |perhaps )?"
    r"(?=(?:list|show|give|name|find|count|summari[sz]e|sum|compare|explain|describe|tell)\b)"
    r"|^i(?:['’]d| would) like (?:to see |to have )?"
    r"(?=(?:a|an|the|all) (?:list|timeline|summary|overview)\b)",
    re.IGNORECASE,
)


def without_courtesies(question: str) -> str:
    """`question` without what is only polite; as it was where nothing else would be left.

    "Hi! Could you tell me what it cost, please?" gives "what it cost?".
    """
    left = " ".join(question.split())
    before = ""
    while left != before:
        before = left
        for pattern in (_OPENING, _CLOSING, _ASKING, _BIDDING):
            left = pattern.sub("", left, count=1).strip()
    left = _ASIDE.sub(" ", left)
    left = _ASKING.sub("", re.sub(r"\s+(?=[?.!,])", "", " ".join(left.split())).strip(" ,"))
    changed = re.sub(r"\s", "", left) != re.sub(r"\s", "", question)
    return left if changed and any(word.is_content for word in find_words(left)) else question
