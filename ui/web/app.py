"""The page: a header, the conversation, a box to ask in; and the server application around it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import FileResponse, JSONResponse, Response

from index.errors import BylineError
from index.types import Document
from rag.types import Turn
from ui.web.examples import example_questions
from ui.web.guard import Guard
from ui.web.library import Library
from ui.web.render import render_answer, render_pending, render_problem, render_question
from ui.web.theme import build_theme
from ui.web.welcome import render_header, render_welcome

ANSWERS_AT_ONCE = 2
LONGEST_QUEUE = 16
HISTORY_TURNS = 6

UNEXPECTED = "something went wrong inside Byline; the terminal in which it runs says what"

_logger = logging.getLogger(__name__)
_STATIC = Path(__file__).parent / "static"
_HEAD = (
    '<link rel="stylesheet" href="/byline/page.css"><script src="/byline/page.js" defer></script>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One question of a conversation, as shown and as the next question sees it."""

    question: str
    shown: str
    turn: Turn | None = None  # None: it was not answered


def build_app(library: Library, *, port: int, model_name: str = "") -> FastAPI:
    """Everything that is served: the page, the sources, and the guard before both."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    _add_routes(app, library)
    app.add_middleware(Guard)
    gr.mount_gradio_app(
        app,
        build_page(library, model_name),
        path="/",
        server_name="127.0.0.1",
        server_port=port,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        show_error=False,
        pwa=False,
        mcp_server=False,
        max_file_size="1kb",
        theme=build_theme(),
        head=_HEAD,
    )
    return app


def build_page(library: Library, model_name: str = "") -> gr.Blocks:
    """The Gradio page; `model_name` is "" when answers are quotations."""
    page: gr.Blocks = gr.Blocks(title="Byline", analytics_enabled=False, fill_height=True)
    with page:
        with gr.Row(elem_id="byline-header"):
            header = gr.Markdown(
                "", elem_id="byline-masthead", latex_delimiters=[], sanitize_html=True
            )
            fresh = gr.Button("New conversation", elem_id="byline-fresh", size="sm", scale=0)
        chat = _chat()
        box = gr.Textbox(
            placeholder="Ask the articles a question",
            label="Your question",
            show_label=False,
            max_lines=6,
            submit_btn="Ask",
            autofocus=True,
            elem_id="byline-ask",
        )
        exchanges = gr.State((), time_to_live=24 * 3600)
        _wire(page, library, model_name, (header, fresh, chat, box, exchanges))
    page.queue(max_size=LONGEST_QUEUE, default_concurrency_limit=ANSWERS_AT_ONCE, api_open=False)
    return page


def _chat() -> gr.Chatbot:
    return gr.Chatbot(
        label="Conversation",
        show_label=False,
        elem_id="byline-chat",
        layout="panel",
        height="12rem",  # at least; it grows with the window
        buttons=[],
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        group_consecutive_messages=False,
        autoscroll=False,  # the page's script puts the newest question at the top instead
        scale=1,
    )


def _wire(
    page: gr.Blocks, library: Library, model_name: str, parts: tuple[Any, Any, Any, Any, Any]
) -> None:
    header, fresh, chat, box, exchanges = parts

    def opened() -> tuple[str, Any, Any]:
        return _opened(library, model_name)

    def ask(question: str, past: Sequence[Exchange]) -> Iterator[tuple[Any, Any, Any]]:
        yield from _ask(library, question, past)

    def example(past: Sequence[Exchange], event: gr.SelectData) -> Iterator[tuple[Any, Any, Any]]:
        yield from _ask(library, str(event.value["text"]), past)

    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    asking: dict[str, Any] = {
        "api_visibility": "private",
        "show_progress": "minimal",
        "show_progress_on": chat,
        "concurrency_id": "answers",
        "concurrency_limit": ANSWERS_AT_ONCE,
    }
    page.load(opened, None, [header, chat, box], queue=False, **quiet)
    box.submit(ask, [box, exchanges], [chat, box, exchanges], **asking)
    chat.example_select(example, [exchanges], [chat, box, exchanges], **asking)
    fresh.click(lambda: ([], "", ()), None, [chat, box, exchanges], queue=False, **quiet)


def _opened(library: Library, model_name: str) -> tuple[str, Any, Any]:
    """Header, conversation and box as they are when the page is opened."""
    documents: Sequence[Document] = ()
    problem = ""
    try:
        documents = library.documents()
    except BylineError as error:
        problem = str(error)
    chat = gr.Chatbot(
        placeholder=render_welcome(library.path, documents, problem),
        examples=[{"text": question} for question in example_questions(documents)] or None,
    )
    box = gr.Textbox(interactive=bool(documents))
    return render_header(documents, model_name), chat, box


def _ask(
    library: Library, question: str, past: Sequence[Exchange]
) -> Iterator[tuple[Any, Any, Any]]:
    """First the question with a placeholder, then the answer in its place."""
    if not question.strip():
        yield gr.skip(), gr.skip(), gr.skip()
        return
    waiting = Exchange(question=question, shown=render_pending())
    yield to_messages((*past, waiting)), "", gr.skip()
    done = (*past, _answered(library, question, past))
    yield to_messages(done), gr.skip(), done


def _answered(library: Library, question: str, past: Sequence[Exchange]) -> Exchange:
    history = [exchange.turn for exchange in past if exchange.turn][-HISTORY_TURNS:]
    try:
        key, answer, documents = library.ask(question, history)
    except BylineError as error:
        return Exchange(question=question, shown=render_problem(str(error)))
    except Exception:
        # The page must not wait for ever for an answer that will not come.
        _logger.exception("a question could not be answered")
        return Exchange(question=question, shown=render_problem(UNEXPECTED))
    return Exchange(
        question=question,
        shown=render_answer(answer, key, documents),
        turn=answer.turn,
    )


def to_messages(exchanges: Sequence[Exchange]) -> list[dict[str, str]]:
    """The conversation as the chat component takes it."""
    return [
        message
        for exchange in exchanges
        for message in (
            {"role": "user", "content": render_question(exchange.question)},
            {"role": "assistant", "content": exchange.shown},
        )
    ]


def _add_routes(app: FastAPI, library: Library) -> None:
    def source(key: str, place: str) -> Response:
        try:
            found = library.source(key, place)
        except BylineError as error:
            return JSONResponse({"problem": str(error)}, status_code=503)
        if found is None:
            return JSONResponse(
                {
                    "problem": "The source of this answer is no longer at hand."
                    " Ask the question again to see it."
                },
                status_code=404,
            )
        return JSONResponse(dict(found), headers={"cache-control": "no-store"})

    app.get("/byline/source/{key}/{place}")(source)
    for address, name, kind in (
        ("/byline/page.js", "page.js", "text/javascript"),
        ("/byline/page.css", "page.css", "text/css"),
        ("/favicon.ico", "icon.svg", "image/svg+xml"),
    ):
        app.get(address)(_file_route(_STATIC / name, kind))


def _file_route(path: Path, kind: str) -> Any:
    def file() -> FileResponse:
        return FileResponse(path, media_type=kind, headers={"cache-control": "no-cache"})

    return file
