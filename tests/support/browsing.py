"""A page that is served by this process."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.index import Index
from rag.types import LanguageModel
from ui.cli.serve import build_server, listen

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from ui.web.context import Context
    from ui.web.gate import Access

PATIENCE_MS = 60_000


def page_parts(
    index: Path,
    kept: Path,
    runs: Path,
    models: Mapping[str, LanguageModel] | None = None,
    opened: Index | None = None,
) -> Context:
    """The parts behind a page about the index at `index`, `opened` or to be opened."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    from ui.web.chat.answering import Answering
    from ui.web.context import Context
    from ui.web.conversations.store import Conversations
    from ui.web.library.library import Library

    def open_index(path: Path) -> Index:
        return opened or Index.open(path)

    library = Library(index, open_index, models=models)
    conversations = Conversations.open(kept)
    return Context(
        library=library,
        conversations=conversations,
        answering=Answering(library, conversations),
        kept=kept,
        runs=runs,
    )


@contextmanager
def served(
    context: Context, access: Access | None = None, *, page: bool = True, **programs: Any
) -> Iterator[str]:
    """Serves the page, or programs alone, on a free port of this machine; gives its address."""
    from ui.web.gate import BrowserAccess
    from ui.web.gate.programs import ProgramAccess

    tokens = context.kept / "tokens.json"
    programs.setdefault("required", context.shared or bool(access and access.login))

    with listen(0) as listener:
        port = listener.getsockname()[1]
        server = build_server(
            context,
            access or BrowserAccess(),
            port=port,
            programs=ProgramAccess(tokens, **programs),
            page=page,
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


BOX = "#byline-ask textarea"
ENDS = ".byline-actions, .byline-problem"
"""What an answer ends with."""


def open_page(page: Page, address: str) -> None:
    """Open the page and wait until a question can be asked."""
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    when_ready(page)


def when_ready(page: Page) -> None:
    """Wait until a question can be asked."""
    page.locator(f"{BOX}:enabled").wait_for()
    until(page, "document.querySelector('#byline-settings textarea')?.value")


def send(page: Page, question: str) -> None:
    """Ask and wait until the question stands there, and the address names its conversation."""
    before = page.locator(".byline-question").count()
    page.locator(BOX).fill(question)
    page.locator(BOX).press("Enter")
    page.locator(".byline-question").nth(before).wait_for()
    until(page, "location.hash.startsWith('#chat/')")


def ask(page: Page, question: str) -> Locator:
    """The answer, once it is whole."""
    before = page.locator(ENDS).count()
    send(page, question)
    page.locator(ENDS).nth(before).wait_for()
    return page.locator("#byline-chat .byline-answer").last


def reload(page: Page) -> None:
    """Load the page again and wait until all its answers are there again."""
    before = page.locator(ENDS).count()
    page.reload()
    when_ready(page)
    page.locator(ENDS).nth(before - 1).wait_for()


def until(page: Page, expression: str) -> None:
    """Wait until a JavaScript expression is true.

    Asked from here each time: a page that forbids `eval` stops a loop of Playwright's in it.
    """
    last = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < last, f"never true: {expression}"
        page.wait_for_timeout(50)


def new_conversation(page: Page) -> None:
    """An empty conversation, unless it is one already."""
    if not page.locator("#byline-chat .byline-question").count():
        return
    page.get_by_role("button", name="New conversation").click()
    page.locator("#byline-chat .byline-question").wait_for(state="detached")


def choose_model(page: Page, name: str) -> None:
    """Have the next answers written by `name`."""
    page.get_by_label("Answers by").select_option(value=name)
