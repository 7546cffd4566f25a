"""`byline ask`: an answer on the terminal: sentences with markers, then a footnote for each."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from index.location import find_index
from index.text.characters import one_line
from index.types import Filters
from rag.answerer import Answerer
from rag.export.quoting_marks import in_quotes
from rag.export.stored import read_export
from rag.export.wording import (
    around_focus,
    differing,
    filter_words,
    headline,
    is_borne_out,
    nearest,
    on_page,
    warning,
)
from rag.export.write import check_export_path, write_export
from rag.extract.overview import independent_sources
from rag.models import configured_model
from rag.prompt import Prompt
from rag.settings import ModelSettings
from rag.types import Answer, AnswerStatus, AskOptions, Citation, Sentence, SupportLevel
from ui.cli.options import FilterOptions
from ui.cli.terminal import console, described, error_console, print_json, wrapped
from ui.web.source.blocks import without_signs
from ui.web.text import excerpt

if TYPE_CHECKING:
    from rich.text import Text

MANY_SENTENCES = 4
"""What answers to one question have at most: with more, several articles are told of."""

SEARCHED_CHARS = 100
NEAREST = 3
NEAREST_CHARS = 160
_INDENT = "    "
_BAR = "  | "


def ask(
    question: list[str],
    only: FilterOptions,
    index: Path | None = None,
    json: bool = False,
    show_prompt: bool = False,
    quotes_only: bool = False,
    no_filters: bool = False,
    chronological: bool = False,
    export: Path | None = None,
    earlier: Path | None = None,
) -> None:
    """Ask, print, and write the conversation, which `earlier` begins, to `export`."""
    filters = only.filters
    asked = _read_question() if question == ["-"] else " ".join(question)
    if export:
        check_export_path(export)
    before = read_export(earlier) if earlier else ()
    options = AskOptions(
        filters=filters,
        history=[answer.turn for answer in before],
        reads_filters=not no_filters,
        chronological=chronological,
    )
    settings = ModelSettings()
    model = None if quotes_only else configured_model(settings)
    answerer = Answerer.open(find_index(index), model=model, settings=settings)
    if show_prompt:
        _print_prompt(answerer.prompt(asked, **options), json)
        return
    answer = answerer.answer(asked, **options)
    if export:  # before anything is printed: whoever reads the output may stop early
        write_export(export, [*before, answer])
    if json:
        plain: dict[str, object] = TypeAdapter(Answer).dump_python(answer, mode="json")
        print_json({**plain, "text": answer.text, "citations": list(answer.citations)})
    else:
        print_answer(answer)
    if export:
        error_console().print(f"Written to {one_line(str(export))}", soft_wrap=True)


def _print_prompt(prompt: Prompt, as_json: bool) -> None:
    if as_json:
        print_json({"messages": list(prompt.messages), "tokens": prompt.tokens})
        return
    for message in prompt.messages:
        console().print(f"{message['role']}:\n{message['content']}\n", soft_wrap=True)
    dropped = f", {prompt.dropped} passages left out" if prompt.dropped else ""
    error_console().print(f"{prompt.tokens} tokens{dropped}")


def _read_question() -> str:
    return sys.stdin.read() if sys.stdin is not None else ""


def print_answer(answer: Answer) -> None:
    """The answer as a reporter reads it."""
    out = console()
    for notice in (*_understood(answer), *answer.notices):
        error_console().print(wrapped(f"note: {one_line(notice)}"))
    if answer.status is AnswerStatus.NOT_IN_ARTICLES:
        _print_refusal(answer)
        return
    if answer.status is AnswerStatus.UNSURE:
        out.print(wrapped(nearest(answer)), style="bold")
    if warned := warning(answer):
        out.print(f"{warned}\n", style="bold yellow")
    for sentence in answer.sentences:
        _print_sentence(sentence)
    _print_sources(answer)
    for marker, group in _by_marker(answer):
        first = group[0]
        out.print()
        out.print(wrapped(f"[{marker}] {_source_line(first)}"), style="bold")
        out.print(wrapped(_place_line(group), _INDENT), style="dim")
        for citation in group:
            out.print(wrapped(in_quotes(without_signs(citation.quote)), _INDENT))


def _print_sentence(sentence: Sentence) -> None:
    """The sentence, and what a reader must know before believing it; a bar sets it apart."""
    out = console()
    apart = not is_borne_out(sentence)
    if apart:
        out.print(wrapped(str(_marked(sentence)).replace("\n", " "), _BAR), style="dim")
    else:
        out.print(_marked(sentence))
    if sentence.support.level is not SupportLevel.SUPPORTED:
        verdict = f"{sentence.support.level.value}: {'; '.join(sentence.support.reasons)}"
        out.print(wrapped(verdict, _BAR if apart else _INDENT), style="yellow")


def _marked(sentence: Sentence) -> Text:
    """A sentence and its markers; the words that answer are bold."""
    from rich.text import Text

    before, focus, _ = around_focus(sentence, without_signs)
    markers = "".join(f"[{c.marker}]" for c in sentence.citations)
    lines = Text(wrapped(f"{without_signs(sentence.text)} {markers}".rstrip()))
    # Wrapping puts one line feed where one space was: offsets stay.
    lines.stylize("bold", len(before), len(before) + len(focus))
    return lines


def _understood(answer: Answer) -> tuple[str, ...]:
    """What was searched for and which filters the question set; empty for a plain question."""
    told = []
    if answer.searched:
        queries = [excerpt(query, SEARCHED_CHARS) for query in answer.searched]
        told.append(f"searched for: {' / '.join(queries)}")
    if answer.understood:
        told.append(f"understood: {answer.understood} (--no-filters asks what they say)")
    if answer.read_filters:
        told.append(
            f"only, as the question says: {', '.join(filter_words(answer.read_filters, Filters()))}"
        )
    return tuple(told)


def _print_sources(answer: Answer) -> None:
    """Where articles differ, and how many of them there are behind several sentences."""
    out = console()
    if answer.disagreements:
        out.print("\nThe articles differ:", style="yellow")
    for figure, citation in differing(answer):
        out.print(
            wrapped(f"{_INDENT}{figure} [{citation.marker}]{_dated(citation)}"), style="yellow"
        )
    if len(answer.sentences) > MANY_SENTENCES:
        sources = independent_sources(answer.citations)
        outlets = f" of {sources.outlets} outlets" if sources.outlets > 1 else ""
        out.print(f"\n{sources.articles} independent articles{outlets}.")


def _dated(citation: Citation) -> str:
    return f" ({citation.published.isoformat()})" if citation.published else ""


def _by_marker(answer: Answer) -> list[tuple[int, list[Citation]]]:
    """The citations of each passage together, in the order of their numbers."""
    groups: dict[int, list[Citation]] = {}
    for citation in answer.citations:
        groups.setdefault(citation.marker, []).append(citation)
    return sorted(groups.items())


def _source_line(citation: Citation) -> str:
    """Headline, byline, outlet, date."""
    return described(
        headline(citation),
        ", ".join(citation.authors),
        citation.outlet,
        citation.published.isoformat() if citation.published else None,
    )


def _place_line(citations: Sequence[Citation]) -> str:
    """Path, page and link."""
    citation, page = citations[0], on_page(citations)
    also = f"also in {', '.join(citation.also_in)}" if citation.also_in else None
    return described(citation.doc_id, page, citation.uri, also)


def _print_refusal(answer: Answer) -> None:
    out = console()
    out.print("The articles do not say.", style="bold")
    if answer.hits:
        out.print("\nNearest passages, which do not answer the question:")
    for hit in answer.hits[:NEAREST]:
        out.print(f"  - {one_line(hit.passage.doc_id)}", style="dim", soft_wrap=True)
        out.print(wrapped(excerpt(without_signs(hit.passage.text), NEAREST_CHARS), _INDENT))
