"""`byline show`: one article as it is indexed, a passage highlighted."""

import re
import shlex
from pathlib import Path

from index.errors import UsageError
from index.index import Index
from index.location import find_index
from index.scan import to_doc_id
from index.search.snapshot import Snapshot
from index.text.characters import one_line
from index.types import Document
from ui.cli.terminal import console, described, print_json
from ui.web.text import many

LONGEST_WRAPPED_CHARS = 500_000
_PASSAGE_ID = re.compile(r"(.+)#(\d+-\d+)", re.DOTALL)


def show(
    document: str,
    index: Path | None = None,
    json: bool = False,
    passage: str | None = None,
    removed: bool = False,
) -> None:
    """Print the article, or the lines that cleaning left out of it."""
    snapshot = Index.open(find_index(index)).snapshot()
    doc_id = to_doc_id(document)
    name, place = doc_id, ""
    # A passage id names its document, too; so does that of an article inside a file.
    if snapshot.document(doc_id) is None and (named := _PASSAGE_ID.fullmatch(doc_id)):
        name, place = named.groups()
    found = _find(snapshot, name)
    span = _span(found, passage or place or None)
    if json:
        print_json(found)
    elif removed:
        _print_removed(found)
    else:
        _print_document(found, span)


def _find(snapshot: Snapshot, doc_id: str) -> Document:
    document = snapshot.document(doc_id)
    if document is not None:
        return document
    names = sorted(document.doc_id for document in snapshot.about.values())
    near = [name for name in names if doc_id.casefold() in name.casefold()]
    if len(near) == 1:
        return _find(snapshot, near[0])
    hint = f"did you mean {', '.join(near[:5])}?" if near else "`byline search` finds its path"
    raise UsageError(f"{doc_id}: no such article in the index; {hint}")


def _span(document: Document, passage: str | None) -> tuple[int, int] | None:
    if passage is None:
        return None
    start, _, end = passage.rpartition("#")[2].partition("-")
    if not (start.isdigit() and end.isdigit() and int(start) < int(end) <= len(document.text)):
        raise UsageError(
            f"{passage}: no place in {document.doc_id}; give START-END,"
            f" within 0-{len(document.text)}"
        )
    return int(start), int(end)


def _print_document(document: Document, span: tuple[int, int] | None) -> None:
    from rich.text import Text

    out = console()
    title = (
        f"{document.title} … (no headline of its own)" if document.title_derived else document.title
    )
    out.print(title, style="bold")
    about = described(
        ", ".join(document.authors),
        document.outlet,
        document.published.isoformat() if document.published else None,
        document.section,
        ", ".join(document.tags),
        document.uri,
    )
    out.print(about, style="dim")
    for warning in document.warnings:
        out.print(f"warning: {one_line(warning)}", style="yellow")
    out.print()
    text = Text(document.text)
    if span:
        text.stylize("reverse", *span)
    # Wrapping a very long line takes minutes; what is piped is wrapped by whoever shows it.
    out.print(text, soft_wrap=not out.is_terminal or len(document.text) > LONGEST_WRAPPED_CHARS)
    if document.removed:
        out.print(
            f"\n{many(len(document.removed), 'place')} left out:"
            f" `byline show {shlex.quote(one_line(document.doc_id))} --removed`",
            style="dim",
        )


def _print_removed(document: Document) -> None:
    out = console()
    if not document.removed:
        out.print("Nothing was left out.")
    for line in document.removed:
        out.print(f"{line.line or '':>5}  {line.reason}: {line.text}")
