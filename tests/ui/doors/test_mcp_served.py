"""The MCP server over HTTP, asked by the SDK's own client."""

from __future__ import annotations

import asyncio
from typing import Any

from mcp import Client

from ui.doors.shapes import to_answer_shape
from ui.web.context import Context

QUESTION = "What will mending the wall cost?"


async def _asked(address: str) -> tuple[Any, Any, Any]:
    async with Client(address) as client:
        listed = await client.list_tools()
        found = await client.call_tool("answer", {"question": QUESTION})
        read = await client.read_resource("article://news/wall.md")
    return listed, found, read


def test_answers_over_http_as_over_standard_input(context: Context, home: str) -> None:
    listed, found, read = asyncio.run(_asked(f"{home}mcp"))
    assert "search_articles" in {tool.name for tool in listed.tools}
    told = to_answer_shape(context.library.answerer().answer(QUESTION))
    assert found.structured_content == told.model_dump(mode="json")
    assert "£5 million" in read.contents[0].text
