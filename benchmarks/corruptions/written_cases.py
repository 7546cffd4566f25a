"""Invented reports with sentences written about them by hand: true in other words, or made false.

`written/true.jsonl` was written before its author had seen the checks; `written/false.jsonl` names
for each sentence what is wrong with it. The `later_` files were written after the checks had been
fitted, and nothing was fitted on them. A sentence is checked as a model's whole reply, beside four
reports. Two controls must fail: a checker that accepts all, and one that wants every word as it is.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from importlib import resources

from benchmarks.corruptions.cases import TRUE, Case
from benchmarks.corruptions.deeds import exchange_verbs
from benchmarks.shared.scratch_index import with_progress
from eval.splits import is_tuning
from index.types import Document, Encoder, Passage
from rag.checks.check import ReplyChecker
from rag.checks.verdicts import Passages
from rag.english.words import find_words
from rag.types import Hit, Sentence, SupportLevel

DEED = "deed"
SENT = 4
"""So many reports are sent, the sentence's own first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCase:
    """One reply about the report with this title."""

    kind: str
    title: str
    reply: str


Check = Callable[[WrittenCase], bool]
"""Whether the last sentence of the reply is flagged."""


def read_written(
    *, tuning: bool, later: bool = False
) -> tuple[dict[str, Document], list[WrittenCase]]:
    """All reports by title, and the cases of one half: halved by report. The later ones: all."""
    first = "later_" if later else ""
    reports = {str(row["title"]): row for row in _rows(f"{first}true")}
    documents = {title: _document(title, str(row["passage"])) for title, row in reports.items()}
    cases = [
        WrittenCase(kind=kind, title=str(row["title"]), reply=_cited(text))
        for row in (*reports.values(), *_rows(f"{first}false"))
        if later or is_tuning(str(row["title"])) == tuning
        for kind, texts in row.items()
        if isinstance(texts, list)
        for text in texts
    ]
    true = [case for case in cases if case.kind == TRUE]
    exchanged = exchange_verbs([case.reply for case in true])
    cases += [replace(true[number], kind=DEED, reply=reply) for number, reply in exchanged]
    return documents, cases


def written_as_cases(*, tuning: bool) -> tuple[dict[str, Document], list[Case]]:
    """The true sentences of one half and the reports by `doc_id`, as calibration takes them."""
    documents, written = read_written(tuning=tuning)
    cases = [
        Case(
            kind=TRUE,
            text=case.reply.removesuffix(" [1]"),
            hits=tuple(_hits(_sent(documents, case.title))),
            cited=(1,),
            home=frozenset((1,)),
            question_id=case.title,
        )
        for case in written
        if case.kind == TRUE
    ]
    return {document.doc_id: document for document in documents.values()}, cases


def measure_written(
    encoder: Encoder | None, *, tuning: bool = False, later: bool = False
) -> dict[str, float]:
    """The share of each kind that is flagged; of the true ones, and what the controls flag."""
    documents, cases = read_written(tuning=tuning, later=later)
    shares = flagged_shares(cases, partial(is_flagged, documents, encoder))
    strict = flagged_shares(cases, partial(_has_other_words, documents))
    values = {f"written_{kind}": share for kind, share in shares.items() if kind != TRUE}
    return {
        **values,
        "written_false_flags": shares[TRUE],
        "control_written_false_flags": strict[TRUE],
        "control_accepts_all": max(flagged_shares(cases, lambda _: False).values()),
    }


def flagged_shares(cases: list[WrittenCase], check: Check) -> dict[str, float]:
    """The share of each kind's cases that `check` flags."""
    found: dict[str, list[bool]] = {}
    for case in with_progress(cases, "written sentences"):
        found.setdefault(case.kind, []).append(check(case))
    return {kind: sum(flags) / len(flags) for kind, flags in found.items()}


def is_flagged(documents: dict[str, Document], encoder: Encoder | None, case: WrittenCase) -> bool:
    """Whether the checks doubt the last sentence of the reply, read as a reply is."""
    return last_sentence(documents, encoder, case).support.level is not SupportLevel.SUPPORTED


def last_sentence(
    documents: dict[str, Document], encoder: Encoder | None, case: WrittenCase
) -> Sentence:
    """The reply's last sentence as a reader would see it."""
    sent = _sent(documents, case.title)
    checker = ReplyChecker(Passages(_hits(sent), {d.doc_id: d for d in sent}, encoder=encoder))
    checker.feed(case.reply)
    checker.end()
    return checker.result().sentences[-1]


def _sent(documents: dict[str, Document], title: str) -> list[Document]:
    titles = list(documents)
    first = titles.index(title)
    return [documents[titles[(first + n) % len(titles)]] for n in range(SENT)]


def _has_other_words(documents: dict[str, Document], case: WrittenCase) -> bool:
    held = {word.text.lower() for word in find_words(documents[case.title].text)}
    return not all(word.text.lower() in held for word in find_words(case.reply.replace("[1]", "")))


def _rows(name: str) -> Iterator[dict[str, object]]:
    file = resources.files("benchmarks.corruptions").joinpath("written", f"{name}.jsonl")
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _cited(text: str) -> str:
    """The reply with a marker after each sentence; only a quotation follows another sentence."""
    return text.replace('. "', '. [1] "') + " [1]"


def _document(title: str, text: str) -> Document:
    return Document(doc_id=f"{title}.md", version=title, text=text, title=title)


def _hits(documents: list[Document]) -> list[Hit]:
    return [
        Hit(
            passage=Passage(
                passage_id=d.doc_id, doc_id=d.doc_id, start=0, end=len(d.text), text=d.text
            ),
            score=1.0,
            rank=rank,
        )
        for rank, d in enumerate(documents, start=1)
    ]
