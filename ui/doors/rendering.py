"""An answer as text with a `url_citation` for each marker, whole or as it grows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from index.errors import BylineError
from rag.export.plain import to_pieces
from rag.types import Answer

TAKEN_BACK = "\n\n(The above is taken back.)\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A marker at `start_index` to `end_index` of the text, in code points, and what it cites."""

    start_index: int
    end_index: int
    url: str
    title: str


def rendered(answer: Answer) -> tuple[str, list[Mark]]:
    """The text and its marks. Who wrote it, and notices, are said when it is complete."""
    cited = {citation.marker: citation for citation in answer.citations}
    pieces = list(to_pieces(answer))
    if not answer.complete:
        ends = [n for n, (_, marker) in enumerate(pieces, start=1) if marker]
        pieces = pieces[: ends[-1]] if ends else []
    text, marks = "", []
    for piece, marker in pieces:
        start, text = len(text), text + piece
        if marker:
            url, title = address(cited[marker].uri, cited[marker].doc_id), cited[marker].title
            marks.append(Mark(start_index=start, end_index=len(text), url=url, title=title))
    return text, marks


class Growing:
    """The text that was sent so far, with the marks in it."""

    def __init__(self) -> None:
        self.text = ""
        self.marks: list[Mark] = []

    def add(self, answer: Answer) -> str:
        """What is new. What was sent and is then taken back is said to be, at the end."""
        text, marks = rendered(answer)
        if not text.startswith(self.text):
            if not answer.complete:
                return ""
            before = self.text + TAKEN_BACK
            text, marks = before + text, [_moved(mark, len(before)) for mark in marks]
        new = text[len(self.text) :]
        self.text, self.marks = text, marks
        return new


def event(name: str, data: str) -> str:
    """A server-sent event; `data` is one line of JSON."""
    return f"event: {name}\ndata: {data}\n\n"


def told_of(events: Iterator[str], tell: Callable[[str], str]) -> Iterator[str]:
    """The events, and where they break off, what `tell` makes of the reason."""
    try:
        yield from events
    except BylineError as error:
        yield tell(str(error))


def address(uri: str | None, doc_id: str) -> str:
    """Where the article is on the web, else a name for it."""
    return uri or f"article:///{quote(doc_id)}"


def _moved(mark: Mark, chars: int) -> Mark:
    return replace(mark, start_index=mark.start_index + chars, end_index=mark.end_index + chars)
