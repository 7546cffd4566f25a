#!/bin/bash
# mcp 2.3.0: an argument with an alias is validated under it and then handed over by it, to a function that has no such name.
# Guess:   Annotated[date, Field(alias="from")] on a parameter from_ is how a tool takes the argument "from".
# Happens: the tool's schema says "from" and refuses what is no date, but the function is called with from=..., which it
#          does not have, also where the argument is left out and its default is meant. Every call fails; the client
#          reads "Error executing tool search" and nothing of why.
# Matters: "from" and "to" are how searches over news are narrowed, and "from" is a keyword in Python.
# Avoid:   take **named in a wrapper (functools.wraps) and rename there, or call the argument otherwise.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mcp==2.3.0
cat > check.py <<'PY'
import asyncio
import logging
from datetime import date
from importlib.metadata import version
from typing import Annotated

from mcp import Client
from mcp.server import MCPServer
from pydantic import Field

logging.disable(logging.CRITICAL)
server = MCPServer("news", log_level="CRITICAL")


@server.tool()
def search(word: str, from_: Annotated[date | None, Field(alias="from")] = None) -> str:
    return f"{word} since {from_}"


async def main() -> None:
    print("mcp", version("mcp"))
    async with Client(server) as client:
        (tool,) = (await client.list_tools()).tools
        print("arguments:", sorted(tool.input_schema["properties"]))
        assert "from" in tool.input_schema["properties"]
        for given in ({}, {"from": "2024-03-05"}, {"from_": "2024-03-05"}):
            said = await client.call_tool("search", {"word": "wall", **given})
            print(given, "->", said.is_error, said.content[0].text)
            assert said.is_error and said.content[0].text == "Error executing tool search"


asyncio.run(main())
PY
venv/bin/python check.py
