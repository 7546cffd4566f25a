"""Wording of exports: headline, verdict, filters, date and origin of an answer."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from index.text.calendar import MONTHS
from index.text.scanned import SURE
from index.types import Document, Filters
from rag.export.quoting_marks import in_quotes, nested
from rag.types import Answer, AnswerStatus, Citation, Sentence, SupportLevel

REFUSAL = "The articles do not say."
_LEVELS = {SupportLevel.PARTIAL: "partly supported", SupportLevel.UNSUPPORTED: "not supported"}


def to_day(day: date | None) -> str:
    """17 March 2025, in English whatever the machine's language is; "" when unknown."""
    if day is None:
        return ""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def headline(article: Citation | Document) -> str:
    """The headline, or the article's first words with dots when it has none of its own."""
    return f"{article.title} …" if article.title_derived else article.title


def verdict(sentence: Sentence) -> str:
    """What a reader must know before believing the sentence; "" when it is supported."""
    said = _LEVELS.get(sentence.support.level, "")
    if said and sentence.support.reasons:
        said = f"{said}: {'; '.join(sentence.support.reasons)}"
    repaired = "the source was found by Byline, not named by the model"
    return "; ".join(filter(None, [said, repaired if sentence.repaired else ""]))


def on_page(citations: Sequence[Citation]) -> str:
    """The pages that are cited, and that they were read from a scan; "" without pages."""
    sure = [c.scan_confidence for c in citations if c.scan_confidence is not None]
    return page_words(
        {citation.page for citation in citations if citation.page},
        scanned=any(citation.scanned for citation in citations),
        confidence=min(sure, default=None),
    )


def page_words(pages: Collection[int], *, scanned: bool, confidence: int | None) -> str:
    """Pages, and how they were read where that is worth knowing; "" without pages."""
    if not pages:
        return ""
    is_hard = confidence is not None and confidence < SURE
    hard = f" (hard to read here: {confidence} %)" if is_hard else ""
    return (
        f"{'read from a scan, ' if scanned else ''}page {', '.join(map(str, sorted(pages)))}{hard}"
    )


def differing(answer: Answer) -> tuple[tuple[str, Citation], ...]:
    """The figures that contradict one another, each with its source once, as rows of one table."""
    sides = (zip(d.figures, d.citations, strict=True) for d in answer.disagreements)
    return tuple(dict.fromkeys(side for pair in sides for side in pair))


def around_focus(
    sentence: Sentence, show: Callable[[str], str], *, quoted: bool = False
) -> tuple[str, str, str]:
    """What `show` makes of the sentence: before the words that answer, these, and after them.

    All of it stands before where nothing is marked, or `show` writes the words otherwise by
    themselves. With `quoted` it stands in quotation marks.
    """
    text, (start, end) = sentence.text, sentence.focus or (0, 0)
    nest = nested if quoted else str
    shown = show(in_quotes(text) if quoted else text)
    wanted, before = show(nest(text[start:end])), show(nest(text[:start]))
    parts = shown.split(wanted) if wanted else [shown]
    place = before.count(wanted) + 1 if wanted else 1
    if place >= len(parts):
        return shown, "", ""
    return wanted.join(parts[:place]), wanted, wanted.join(parts[place:])


def is_borne_out(sentence: Sentence) -> bool:
    """Whether it may stand among the others; else it is set apart, with the reason beside it."""
    return sentence.support.level is not SupportLevel.UNSUPPORTED


def warning(answer: Answer) -> str:
    """How many sentences are set apart, to be told above the answer; "" for none."""
    apart = sum(not is_borne_out(sentence) for sentence in answer.sentences)
    if not apart:
        return ""
    verb = "is" if apart == 1 else "are"
    return f"{apart} of {len(answer.sentences)} sentences {verb} not borne out by the articles."


def nearest(answer: Answer) -> str:
    """What stands above sentences that may not answer."""
    why = f": none of these sentences gives {answer.lacks}" if answer.lacks else ""
    return f"The articles may not say{why}. The nearest they come:"


def completed(answer: Answer) -> tuple[str, ...]:
    """The follow-up in words that stand alone; empty for a question that does so itself."""
    asked, _, topic = answer.standalone_question.partition(" (")
    if len(answer.searched) < 2 or not topic:
        rewritten = answer.standalone_question in answer.searched[1:]
        return (answer.standalone_question,) if rewritten else ()
    about = topic.rstrip(")").replace(", ", " and ")
    return (f"{asked.rstrip(' ?.!')}, about {about}?",)


def filter_words(filters: Filters, read: Filters) -> tuple[str, ...]:
    """Each filter in words; those of `read` stood in the question."""
    rows = []
    for name, label in (
        ("published_from", "published from"),
        ("published_to", "published until"),
        ("authors", "author"),
        ("outlets", "outlet"),
        ("sections", "section"),
        ("tags", "tag"),
        ("doc_ids", "only"),
        ("excluded_doc_ids", "without"),
    ):
        value = getattr(filters, name)
        if value:
            shown = to_day(value) if isinstance(value, date) else " or ".join(value)
            origin = " (read in the question)" if getattr(read, name) == value else ""
            rows.append(f"{label} {shown}{origin}")
    return tuple(rows)


def remarks(answer: Answer) -> tuple[str, ...]:
    """How the question was understood, its filters, and what the reader is told besides."""
    return (
        *(f"Understood as: {text}" for text in completed(answer)),
        *([f"Understood: {answer.understood}"] if answer.understood else []),
        *(f"Only articles: {text}" for text in filter_words(answer.filters, answer.read_filters)),
        *(f"Note: {text}" for text in answer.notices),
    )


def origin(answer: Answer) -> str:
    """Who wrote the sentences, or that they may not answer."""
    if answer.status is AnswerStatus.UNSURE:
        return nearest(answer)
    if answer.understood and not answer.is_quoted:
        return "From the list of articles."
    if answer.model is None:
        return "In the articles’ own words."
    written = f"Written by {answer.model}, each sentence checked against the articles."
    return f"{written} {warning(answer)}".rstrip()
