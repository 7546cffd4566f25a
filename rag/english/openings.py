"""Sentence openings: anaphora, connectives, boilerplate, fragments, questions."""

from __future__ import annotations

import re

from index.text.scripts import segmented

_ANAPHOR = re.compile(
    r"^[\"“‘'(]*(?:"
    r"(?:he|she|they|it|his|her|hers|their|theirs|its|him|them|himself|herself|itself|themselves)\b"
    r"|(?:this|that|these|those|such)\b"
    r"|(?:both|neither|either|each|others|another|the (?:former|latter|other|same|two|three))\b"
    r"|(?:here|there)\b(?! (?:is|are|was|were|has|have|had)\b)"
    r")",
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(
    r"^[\"“‘'(]*(?:however|but|and|or|so|yet|nor|also|thus|therefore|hence|moreover|furthermore|"
    r"nevertheless|nonetheless|meanwhile|instead|otherwise|then|similarly|likewise|consequently|"
    r"accordingly|besides|still|conversely|additionally|in addition|in contrast|in turn|in fact|"
    r"as a result|as such|for example|for instance|for this reason|because of this|on the contrary|"
    r"on the other hand|at the same time|after that|after this|despite this|later|afterwards|"
    r"by contrast|that is|in other words)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\w+")
SHORTEST_WORDS = 3


def depends_on_previous(sentence: str) -> bool:
    """Whether a reader needs the sentence before: "He ...", "However, ...", "This ..."."""
    return bool(_ANAPHOR.match(sentence) or _CONNECTIVE.match(sentence))


_SELF_CONTAINED = re.compile(
    r"^(?:each|both) (?!of\b|is\b|was\b|were\b|are\b|has\b|have\b|had\b)\w"
    r"|^it (?:is|was|will be|has been|had been) (?:only |also )?"
    r"(?:the (?:first|second|third|fourth|fifth|last|only|\w+est|most)\b"
    r"|(?:thought|believed|expected|likely|unlikely|unclear|possible|not clear|understood|feared"
    r"|hoped|said|estimated|reported)\b)"
    r"|^it (?:turns|turned) out\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"^(?:he|she|they|it|this|that|these|those)\b(?! (?:\w+ ){0,2}of\b)", re.IGNORECASE
)
_AGENCY = r"\((?:[A-Z][\w.&’' /-]{1,40})\)"
_DATELINE = re.compile(
    r"(?:(?=[^a-z]*[A-Z]{4})[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+)*(?:,? [A-Z][\w.]*| \d{1,2}){0,3}"
    rf"(?: ?{_AGENCY})?|(?:[A-Z][\w., ]{{0,40}})?{_AGENCY}) ?(?:--|[-–—]) (?=[\"“]?[A-Z])"
)
_CREDIT_LINE = re.compile(
    r"(?:(?:photo(?:graph)?|picture|image|illustration|graphic)s?(?: credit)?(?: by\b|:)|credit:)"
    r"[^\n.!?]{0,80}\n\s*(?=\S)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_SPEAKER = re.compile(
    r"^\W*(?:(?:\w+ly|then|also) )?(?:(?:he|she|they|it)\b|\w+ (?:he|she|they)\b"
    r"|(?:his|her|their|its) \w+)",
    re.IGNORECASE,
)


def needs_previous(sentence: str) -> bool:
    """Whether it cannot be quoted alone: it depends on another, or "she" said it.

    Narrower than `depends_on_previous`: "It was the third fault in five years" may stand alone.
    """
    if sentence.startswith(('"', "“")) and _QUOTED.match(sentence):
        return bool(_SPEAKER.match(_QUOTED.sub(" ", sentence)))
    return depends_on_previous(sentence) and not _SELF_CONTAINED.match(sentence)


def opens_with_pronoun(sentence: str) -> bool:
    """Whether it begins with a bare "he" or "this", and so names nobody."""
    return bool(_PRONOUN.match(sentence)) and not _SELF_CONTAINED.match(sentence)


def lead_in_chars(text: str) -> int:
    """How much stands in front of the first sentence: a dateline, or a line of credit."""
    match = _DATELINE.match(text) or _CREDIT_LINE.match(text)
    return match.end() if match else 0


def is_fragment(sentence: str) -> bool:
    """Whether the text is no sentence: too few words, or a heading without a stop."""
    words = _WORDS.findall(segmented(sentence))
    if len(words) < SHORTEST_WORDS:
        return True
    return len(words) < 10 and sentence.rstrip("\"'”’)]」』 ")[-1:] not in ".!?…:;。！？؟۔।"


_BOILERPLATE = re.compile(
    r"^\W*(?:please\s+)?(?:"
    r"(?:get|download|install|try|open) (?:the|our) (?:[\w’'-]+ ){0,4}(?:app|newsletter)\b"
    r"|(?:sign|log) (?:up|in)\b|subscribe\b|register (?:now|today|here|for)\b"
    r"|click\b|tap (?:here|the|to)\b|read (?:more|next|also|on)\b|see also\b|share this\b"
    r"|follow (?:us|me)\b|like us\b|join our\b|support our\b|accept (?:all )?cookies\b"
    r"|(?:photo(?:graph)?|picture|image|illustration|graphic)s?(?: credits?)?(?: by\b|\s*:)"
    r"|credits?:|(?:related|watch|listen|recommended|most read|more on this story)\b\W*:"
    r"|you (?:may|might) also (?:like|be interested)\b|more (?:stories )?from (?:the|this)\b"
    r"|(?:enjoyed|liked) this (?:article|story)\b"
    r"|(?:all rights reserved|copyright|advertisement|sponsored)\b"
    r")",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(
    r"\b(?:(?:did|do|does|would|could)(?: not|n['’]t) (?:answer|reply|respond|comment)"
    r"|(?:declined|refused) to (?:answer|reply|respond|comment)"
    r"|(?:could not|couldn't|couldn’t) be reached"
    r"|(?:was|were|been) asked (?:whether|if|about|what|why|how|who|when|where))\b",
    re.IGNORECASE,
)
LONGEST_BOILERPLATE_WORDS = 25
LONGEST_REFUSAL_WORDS = 12


def is_boilerplate(sentence: str) -> bool:
    """Whether the line bids the reader do something: "Get the app", "Subscribe", "Read more"."""
    sentence = sentence[lead_in_chars(sentence) :]
    return bool(_BOILERPLATE.match(sentence)) and (
        len(_WORDS.findall(sentence)) <= LONGEST_BOILERPLATE_WORDS
    )


def tells_nothing(sentence: str) -> bool:
    """Whether the sentence asks, or only says that someone gave no answer."""
    if is_question(sentence):
        return True
    words = len(_WORDS.findall(sentence))
    return words <= LONGEST_REFUSAL_WORDS and bool(_NO_ANSWER.search(sentence))


def is_question(sentence: str) -> bool:
    """Whether the sentence asks instead of telling."""
    return sentence.rstrip("\"'”’)]」』 ").endswith(("?", "？", "؟"))
