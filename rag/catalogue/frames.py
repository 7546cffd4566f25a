"""Question frames: what a question about the articles themselves looks like, as patterns.

A frame has a task, a pattern, and the noun phrase that it makes of the pattern's groups: "How often
did the Gazette report on the ferry?" counts the "pieces by the Gazette about the ferry". A frame
that names no kind of article makes it "pieces", which must be found to be believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.catalogue.patterns import NOUN, WHO
from rag.catalogue.types import CatalogueTask
from rag.search.filters.rules import PERIOD

_NAMED = {
    "NP": r"(?P<np>.+)",
    "TOPIC": r"(?P<topic>.+)",
    "BY": rf"(?P<by>{WHO})",
    "TIME": rf"(?P<time>(?: {PERIOD})*)",
    "NOUN": NOUN,
    "IS": r"(?: (?:is|was|are|were)|['’]s)",
    "HAS": r"(?:has|have|had|did|does|do)",
    "PUBLISHED": r"(?:published|written|printed|posted|released|reported)",
    "APPEAR": r"(?:appear|appeared|come out|came out|get published|run|go out)",
    "WRITE": r"(?:written|wrote|writes?|reported|reports?|published|publish|covered|cover)"
    r"(?: anything| something| articles| stories)?",
    "ON": r"(?:about|on|regarding)",
    "WRITERS": r"(?:different )?(?:journalists?|reporters?|authors?|writers?|columnists?)",
    "PAPERS": r"(?:different )?(?:(?:news)?papers?|outlets?|magazines?|publications?)",
    "WHICH": r"(?:which|what|list all|list the|name the|who are (?:all )?the|how many)",
    "EXIST": r"(?: (?:are|is) (?:there|in (?:the|this|our) \w+|represented|included)"
    r"| do (?:you|we) have)?",
    "SHOW": r"(?:list|show|give|find|name|display|print|get|see|fetch|enumerate)(?: me| us)?"
    r"(?: (?:a |the )?(?:complete |full )?list of)?",
    "ANYTHING": r"(?:anything|something|everything|all|what)",
    "PERIOD": PERIOD,
    "A_TIMELINE": r"(?:(?:show|give|make|draw up|create|build|write|i want)(?: me| us)? )?"
    r"(?:an? |the )?(?:timeline|chronology) (?:of|for|about|on)",
}
"""What stands in capitals in a frame."""

SAME_AUTHOR = "pieces by the same author"

_FRAMES_AS_WRITTEN = {
    CatalogueTask.COUNT: (
        ("how many NP", "{np}"),
        ("(?:count|(?:whatIS )?the (?:total )?number of) NP", "{np}"),
        (
            "in how many NOUN (?:is|are|was|were|does|do) TOPIC"
            " (?:mentioned|named|quoted|appear|occur)",
            "articles mentioning {topic}",
        ),
        (
            "how (?:often|many times|frequently) HAS BY (?:ever )?WRITE ON TOPIC",
            "pieces by {by} about {topic}",
        ),
        (
            "(?:what|which) (?:period|time(?: ?span| period)?|dates|years) do (?:the|our|your)"
            " articles (?:cover|span)",
            "articles",
        ),
    ),
    CatalogueTask.AUTHORS: (
        ("WHICH WRITERSEXIST", "articles"),
        (
            "(?:who|(?:which|what) WRITERS) (?:writes?|wrote|has written|works?) for BY",
            "articles by {by}",
        ),
        (
            "(?:who|(?:which|what) WRITERS) (?:has |have )?(?:written|wrote|published) (?:the"
            " )?most NP",
            "{np}",
        ),
        ("how many NOUN (?:are there |were written )?(?:by|per|for|from) each WRITERS", "articles"),
    ),
    CatalogueTask.OUTLETS: (
        ("WHICH PAPERSEXIST", "articles"),
        ("(?:which|what) PAPERS (?:has |have )?WRITE ON TOPIC", "pieces about {topic}"),
        ("how many NOUN (?:are there )?(?:by|in|per|for|from) each PAPERS", "articles"),
    ),
    CatalogueTask.SECTIONS: (("WHICH (?:different )?(?:sections|categories)EXIST", "articles"),),
    CatalogueTask.TAGS: (
        ("WHICH (?:different )?(?:tags|keywords|topics|subjects)EXIST", "articles"),
        ("(?:which|what) (?:topics|subjects) do the articles cover", "articles"),
    ),
    CatalogueTask.AUTHOR: (
        ("who (?:wrote|has written|authored|penned) NP", "{np}"),
        ("whoIS the (?:author|writer|journalist|reporter)s? (?:of|behind) NP", "{np}"),
        ("who the (?:author|writer|journalist|reporter)s? (?:of|behind) NPIS", "{np}"),
        ("(?:by whom|who)IS NP (?:PUBLISHED|by)(?: by)?", "{np}"),
        ("(?:by whom|who) NPIS (?:PUBLISHED|by)(?: by)?", "{np}"),
        ("(?:which|what) WRITERS (?:wrote|has written|have written) NP", "{np}"),
        ("whose NOUNIS NP", "{np}"),
        (
            "(?:who|(?:which|what) (?:of (?:our|the) )?WRITERS) (?:has |have )?WRITE ON TOPIC",
            "pieces about {topic}",
        ),
    ),
    CatalogueTask.DATE: (
        ("when did BY (?:publish|print|run|write|carry) NP", "{np} by {by}"),
        ("when did BY last WRITE", "latest piece by {by}"),
        ("when did BY last WRITE ON TOPIC", "latest piece by {by} about {topic}"),
        ("when did BY first WRITE ON TOPIC", "first piece by {by} about {topic}"),
        ("when(?:IS| did| has| have) NP (?:PUBLISHED|APPEAR)", "{np}"),
        ("when NP(?:(?:IS| has been) PUBLISHED| APPEAR)", "{np}"),
        (
            "(?:(?:on|in) )?(?:what|which) (?:day|date|month|year)(?:IS| did) NP"
            " (?:PUBLISHED|APPEAR)",
            "{np}",
        ),
        ("whatIS the (?:publication )?date of (?:publication of )?NP", "{np}"),
        ("how old is NP", "{np}"),
    ),
    CatalogueTask.OUTLET: (
        ("(?:which|what) PAPERS (?:has |have )?(?:published|printed|carried|ran) NP", "{np}"),
        ("(?:in |by )?(?:which|what) PAPERS(?:IS| did) NP (?:PUBLISHED|APPEAR|in|from)", "{np}"),
        ("(?:in|by) (?:which|what) PAPERS NP(?:IS PUBLISHED| APPEAR)", "{np}"),
        ("where(?:IS| did) NP (?:PUBLISHED|APPEAR)", "{np}"),
        ("where NPIS PUBLISHED", "{np}"),
    ),
    CatalogueTask.TELL: (
        ("(?:summari[sz]e|sum up|recap)(?: for me)? NP", "{np}"),
        (
            "(?:(?:give|write|show)(?: me| us)? )?(?:an? |the )?(?:short |brief )?summary of NP",
            "{np}",
        ),
        ("what (?:did|does|do) NP (?:say|report|tell(?: us)?)", "{np}"),
        ("whatIS NP about", "{np}"),
        ("tell (?:me|us) (?:more )?about NP", "{np}"),
        (
            "what (?:happened|was reported|was in the news|made the news|was news)"
            "(?P<time> PERIOD)",
            "pieces{time}",
        ),
        ("(?:tell (?:me|us) |say |go on,? |any)?more(?: about (?:it|that|this))?", "that article"),
    ),
    CatalogueTask.TIMELINE: (
        ("A_TIMELINE NP", "{np}"),
        ("A_TIMELINE TOPIC", "pieces about {topic}"),
    ),
    CatalogueTask.LIST: (
        (
            "what (?:else )?HAS BY (?:ever |already )*WRITE(?: (?:for|in)"
            " (?P<paper>⟦outlet\\d+⟧))?TIME",
            "pieces by {by} {paper}{time}",
        ),
        (
            "what (?:was|were|has been|have been) PUBLISHED(?: (?:by|in) BY)?TIME",
            "pieces by {by}{time}",
        ),
        (
            "what else (?:has|have|did) (?:he|she|they|(?:the|this|that|the same) WRITERS)"
            " (?:write|written)",
            SAME_AUTHOR,
        ),
        ("SHOW ANYTHING (?:that )?(?P<after>(?!about|on|regarding).+)", "pieces {after}"),
        ("SHOW NP", "{np}"),
        ("(?:do (?:you|we) have|are there|is there|have you got|can i see) NP", "{np}"),
        (
            "(?:do (?:you|we) have|is there|have you got) ANYTHING(?: else)? ON TOPIC",
            "pieces about {topic}",
        ),
        ("(?:have|did) we (?:ever )?WRITE ON TOPIC", "pieces about {topic}"),
        ("HAS BY (?:ever )?WRITE ON TOPIC", "pieces by {by} about {topic}"),
        (
            "in (?:which|what) NOUN (?:is|are|was|were|does|do) TOPIC"
            " (?:mentioned|named|quoted|appear|occur)",
            "articles mentioning {topic}",
        ),
        ("whatIS the newest(?: thing| one)? ON TOPIC", "newest piece about {topic}"),
        ("(?:which|what)IS (?:the (?:title|headline|name)s? of )?NP", "{np}"),
        ("(?:which|what) NPIS", "{np}"),
        ("(?:which|what) NP", "{np}"),
        ("(?P<np>(?:all |the )*(?:articles|stories)\\b.+)", "{np}"),
    ),
}  # fmt: skip


def _compiled(frame: str) -> re.Pattern[str]:
    """The pattern, with each word in capitals put in; its inner names only once."""
    names = sorted(_NAMED, key=len, reverse=True)
    whole = re.sub("|".join(names), lambda name: _NAMED[name.group()], frame)
    return re.compile(whole, re.IGNORECASE)


_FRAMES = tuple(
    (task, _compiled(frame), template)
    for task, frames in _FRAMES_AS_WRITTEN.items()
    for frame, template in frames
)


def fitting_frames(question: str) -> Iterator[tuple[CatalogueTask, str]]:
    """The task and noun phrase of each frame that fits `question`, whose names are signs."""
    for task, pattern, template in _FRAMES:
        match = pattern.fullmatch(question)
        if match is not None:
            parts = {name: part or "" for name, part in match.groupdict().items()}
            phrase = template.format_map({"by": "", "time": "", "paper": "", **parts})
            phrase = phrase.replace(" by  ", " ").removesuffix(" by ")
            yield task, phrase
