"""The MCP server, asked by the SDK's own client."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError

from index.index import Index
from rag import Answerer
from tests.ui.doors.conftest import WALL
from ui.doors.mcp import build_mcp
from ui.doors.shapes import to_answer_shape

ROOT = Path(__file__).parents[3]
QUESTION = "What will mending the wall cost?"


@pytest.fixture
def answerer(indexed: Index) -> Answerer:
    return Answerer(indexed)


def asked(server: Any, ask: Callable[[Client], Any]) -> Any:
    async def run() -> Any:
        async with Client(server) as client:
            return await ask(client)

    return asyncio.run(run())


def call(answerer: Answerer, tool: str, **given: Any) -> Any:
    return asked(build_mcp(lambda: answerer), lambda client: client.call_tool(tool, given))


def test_answers_with_sources_as_the_answerer_does(answerer: Answerer) -> None:
    found = call(answerer, "answer", question=QUESTION)
    told = to_answer_shape(answerer.answer(QUESTION))
    assert found.structured_content == told.model_dump(mode="json")
    (source,) = found.structured_content["sources"]
    assert source["quote"].startswith("Mending it will cost")
    (content,) = found.content
    assert "[1] Storm breaks the wall · Ann Lee · The Gazette · 5 March 2024" in content.text


def test_refuses_in_words_what_the_articles_do_not_say(answerer: Answerer) -> None:
    found = call(answerer, "answer", question="Who won the chess congress in Lisbon?")
    assert found.structured_content["status"] == "not_in_articles"
    assert "The articles do not say." in found.content[0].text


def test_searches_within_filters(answerer: Answerer) -> None:
    found = call(answerer, "search_articles", query="the wall and the ferry", limit=5)
    assert {hit["doc_id"] for hit in found.structured_content["hits"]} == {
        "news/wall.md", "ferry.md",
    }  # fmt: skip
    late = {"from": "2025-01-01", "authors": ["bo hay"]}
    found = call(answerer, "search_articles", query="the wall and the ferry", **late)
    assert [hit["doc_id"] for hit in found.structured_content["hits"]] == ["ferry.md"]


def test_lists_and_reads_articles(answerer: Answerer) -> None:
    listed = call(answerer, "list_articles", author="lee").structured_content
    assert [article["doc_id"] for article in listed["articles"]] == ["news/wall.md"]
    assert listed["total"] == 1
    newest = call(answerer, "list_articles", limit=1).structured_content
    assert [article["title"] for article in newest["articles"]] == ["New ferry"]
    part = call(answerer, "read_article", doc_id="news/wall.md", around=10).structured_content
    assert part["text"].startswith("The harbour wall broke")


def test_an_article_is_a_resource(answerer: Answerer) -> None:
    server = build_mcp(lambda: answerer)
    read = asked(server, lambda client: client.read_resource("article://news/wall.md"))
    assert "£5 million" in read.contents[0].text
    assert "no such article" in asked(server, refused)


async def refused(client: Client) -> str:
    with pytest.raises(MCPError) as caught:
        await client.read_resource("article://news/none.md")
    return str(caught.value)


@pytest.mark.parametrize(
    ("tool", "given", "told"),
    [
        ("answer", {"question": " "}, "the question is empty"),
        ("answer", {}, "question"),
        ("answer", {"question": "Who?", "from": "May"}, "date"),
        ("read_article", {"doc_id": "x.md"}, "no such article: x.md"),
        ("search_articles", {"query": "wall", "limit": 1000}, "limit"),
    ],
)
def test_a_wrong_call_is_told_in_words(
    answerer: Answerer, tool: str, given: dict[str, Any], told: str
) -> None:
    found = call(answerer, tool, **given)
    assert found.is_error
    assert told in found.content[0].text


def test_tools_only_read(answerer: Answerer) -> None:
    listed = asked(build_mcp(lambda: answerer), lambda client: client.list_tools())
    assert {tool.name for tool in listed.tools} == {
        "answer", "search_articles", "list_articles", "read_article",
    }  # fmt: skip
    assert all(tool.annotations.read_only_hint and tool.output_schema for tool in listed.tools)


@pytest.mark.slow
def test_serves_on_standard_input_and_output(
    write_articles: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    index = str(tmp_path / "index")
    program = ["-c", "from ui.main import main; main()"]
    folder = str(write_articles({"wall.md": WALL}))
    subprocess.run(
        [sys.executable, *program, "sync", folder, "--index", index], cwd=ROOT, check=True
    )
    given = [*program, "mcp", "--index", index, "--quotes-only"]
    server = StdioServerParameters(command=sys.executable, args=given, cwd=ROOT)
    found = asked(server, lambda client: client.call_tool("answer", {"question": QUESTION}))
    assert found.structured_content["status"] == "answered"
    assert found.structured_content["sources"][0]["doc_id"] == "wall.md"
