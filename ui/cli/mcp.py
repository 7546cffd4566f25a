"""`byline mcp`: an MCP server on standard input and output, for desktop assistants and editors."""

import sys
from functools import cache
from pathlib import Path

from index.location import find_index
from rag.answerer import Answerer
from rag.models import configured_model
from rag.settings import ModelSettings


def mcp(index: Path | None = None, quotes_only: bool = False) -> None:
    """Serve until the other side hangs up."""
    from ui.doors.mcp import build_mcp

    @cache
    def answerer() -> Answerer:
        settings = ModelSettings()
        model = None if quotes_only else configured_model(settings)
        return Answerer.open(find_index(index), model=model, settings=settings)

    answerer()  # what is wrong with the index is said now, in the terminal
    print("byline: serving MCP on standard input and output", file=sys.stderr)
    build_mcp(answerer).run("stdio")
