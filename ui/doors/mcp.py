"""MCP server (Model Context Protocol): tools that search, answer and read; articles as resources.

What fails by the caller's fault or the index's is a `ToolError`, whose message the client sees; of
any other exception it would see nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Annotated, ParamSpec, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field

from index.errors import BylineError
from index.search.snapshot import Snapshot
from index.types import Document, Filters
from rag.answerer import Answerer
from rag.export.plain import to_plain
from ui.doors.reading import MOST_FOUND, MOST_LISTED, cut, listed, search
from ui.doors.shapes import AnswerShape, Articles, Hits, Part, Shape, to_answer_shape

AROUND_CHARS = 2000
"""What is read on each side of a place in an article."""
MOST_CHARS = 50_000
"""What is read of an article at once."""

INSTRUCTIONS = (
    "Answers questions from a folder of articles. Every sentence of an answer carries its source;"
    " quote it with its marker and source. Status `not_in_articles` means that the articles do not"
    " say, `unsure` that they may not: say so, and do not fill in."
)

READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

Given = ParamSpec("Given")
Result = TypeVar("Result")
Day = Annotated[date | None, Field(description="YYYY-MM-DD, inclusive")]
Names = Annotated[list[str], Field(description="any of these")]


def build_mcp(open_answerer: Callable[[], Answerer]) -> MCPServer:
    """The server; `open_answerer` gives what answers, each time that somebody asks."""
    server = MCPServer("byline", title="Byline", instructions=INSTRUCTIONS, log_level="ERROR")
    _add_search(server, open_answerer)
    _add_articles(server, open_answerer)
    return server


def _add_search(server: MCPServer, open_answerer: Callable[[], Answerer]) -> None:
    @server.tool(annotations=READS)
    @_told
    def answer(
        question: str,
        from_: Annotated[Day, Field(alias="from")] = None,
        to: Day = None,
        authors: Names = [],  # noqa: B006
        outlets: Names = [],  # noqa: B006
    ) -> Annotated[CallToolResult, AnswerShape]:
        """Answer a question from the articles, each sentence with its source."""
        filters = _filters(from_, to, authors, outlets)
        found = open_answerer().answer(question, filters=filters)
        return _result(to_plain(found), to_answer_shape(found))

    @server.tool(annotations=READS)
    @_told
    def search_articles(
        query: str,
        from_: Annotated[Day, Field(alias="from")] = None,
        to: Day = None,
        authors: Names = [],  # noqa: B006
        outlets: Names = [],  # noqa: B006
        section: str = "",
        tags: Names = [],  # noqa: B006
        limit: Annotated[int, Field(ge=1, le=MOST_FOUND)] = 10,
    ) -> Annotated[CallToolResult, Hits]:
        """Find passages by meaning and words, best first."""
        filters = _filters(from_, to, authors, outlets, section, tags)
        found = search(open_answerer(), query, filters, limit)
        lines = [f"{hit.title} ({hit.passage_id}): {hit.text}" for hit in found.hits]
        return _result("\n\n".join(lines) or "No passage found.", found)


def _add_articles(server: MCPServer, open_answerer: Callable[[], Answerer]) -> None:
    @server.tool(annotations=READS)
    @_told
    def list_articles(
        author: str = "",
        outlet: str = "",
        limit: Annotated[int, Field(ge=1, le=MOST_LISTED)] = 50,
        offset: Annotated[int, Field(ge=0)] = 0,
    ) -> Annotated[CallToolResult, Articles]:
        """List articles, newest first, with who wrote them, where and when."""
        about = open_answerer().index.snapshot().about.values()
        kept = (d for d in about if _is_by(d, author) and _is_in(d, outlet))
        found = listed(kept, limit, offset)
        lines = [f"{a.published or 'undated'}: {a.title} ({a.doc_id})" for a in found.articles]
        return _result("\n".join([f"{found.total} articles", *lines]), found)

    @server.tool(annotations=READS)
    @_told
    def read_article(
        doc_id: str, around: Annotated[int | None, Field(ge=0)] = None
    ) -> Annotated[CallToolResult, Part]:
        """Read an article: its beginning, or the text around a character offset of a citation."""
        document = _document(open_answerer().index.snapshot(), doc_id)
        start = max((around or 0) - AROUND_CHARS, 0)
        part = cut(document, start, MOST_CHARS if around is None else around + AROUND_CHARS)
        return _result(part.text, part)

    @server.resource("article://{+doc_id}", mime_type="text/plain")
    def article(doc_id: str) -> str:
        """The text of one article."""
        try:
            return _document(open_answerer().index.snapshot(), doc_id).text
        except (BylineError, ToolError) as error:
            raise ResourceNotFoundError(str(error)) from error


def _told(tool: Callable[Given, Result]) -> Callable[Given, Result]:
    """The tool, whose expected errors reach the client in their own words.

    The SDK hands an aliased argument over by its alias: `from` becomes `from_` here.
    """

    @wraps(tool)
    def call(*given: Given.args, **named: Given.kwargs) -> Result:
        if "from" in named:
            named["from_"] = named.pop("from")
        try:
            return tool(*given, **named)
        except BylineError as error:
            raise ToolError(str(error)) from error

    return call


def _result(text: str, shape: Shape) -> CallToolResult:
    """A text that is short for the model to read, and all of it for the program."""
    content = [TextContent(type="text", text=text)]
    return CallToolResult(content=list(content), structured_content=shape.model_dump(mode="json"))


def _filters(
    first: date | None,
    last: date | None,
    authors: list[str],
    outlets: list[str],
    section: str = "",
    tags: list[str] | None = None,
) -> Filters:
    return Filters(
        published_from=first,
        published_to=last,
        authors=tuple(authors),
        outlets=tuple(outlets),
        sections=(section,) if section else (),
        tags=tuple(tags or ()),
    )


def _document(snapshot: Snapshot, doc_id: str) -> Document:
    found = snapshot.document(doc_id)
    if found is None:
        raise ToolError(f"no such article: {doc_id}; list_articles names them all")
    return found


def _is_by(document: Document, author: str) -> bool:
    return not author or any(author.casefold() in name.casefold() for name in document.authors)


def _is_in(document: Document, outlet: str) -> bool:
    return outlet.casefold() in (document.outlet or "").casefold()
