"""Programs' doors, served without the page, about two articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.index import Index
from tests.support.browsing import served
from ui.web.context import Context

WALL = """---
title: Storm breaks the wall
author: Ann Lee
date: 2024-03-05
outlet: The Gazette
url: https://gazette.example/wall
---
The harbour wall broke on Friday night 🌊. Mending it will cost £5 million, the mayor said.
"""
FERRY = """---
title: New ferry
author: Bo Hay
date: 2025-01-02
---
The new ferry carries 300 passengers to Great Orra.
"""


@pytest.fixture
def indexed(empty_index: Index, write_articles: Callable[[dict[str, str]], Path]) -> Index:
    empty_index.sync(write_articles({"news/wall.md": WALL, "ferry.md": FERRY}))
    return empty_index


@pytest.fixture
def context(indexed: Index, make_context: Callable[..., Context]) -> Context:
    return make_context(indexed)


@pytest.fixture
def home(context: Context) -> Iterator[str]:
    """On this machine alone: no token is needed."""
    with served(context, page=False) as address:
        yield address


@pytest.fixture
def shared_home(context: Context) -> Iterator[str]:
    """Where others come, too."""
    with served(replace(context, shared=True), page=False) as address:
        yield address
