"""The ASGI application: Gradio page, API routes, static files, middleware, security guard."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import gradio as gr
from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse

from ui.web.chat.page import build_page
from ui.web.chat.theme import build_theme
from ui.web.context import Context
from ui.web.doors import add_doors, allow_origins
from ui.web.gate import Access
from ui.web.gate.guard import Guard
from ui.web.gate.programs import ProgramAccess
from ui.web.gate.streams import Streams
from ui.web.head import STATIC, address_of, head, served_files
from ui.web.routes import login
from ui.web.routes.api import add_api
from ui.web.routes.replies import Refused

_KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def build_app(
    context: Context,
    *,
    access: Access,
    programs: ProgramAccess,
    hosts: frozenset[str],
    origins: frozenset[str] = frozenset(),
    host: str,
    port: int,
) -> FastAPI:
    """Everything that is served, at `host` and `port`, to whom `access` or `programs` lets in."""
    context = replace(context, shared=context.shared or access.login)
    page = build_page(context.library, context.answering)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_api(app, context)
    app.include_router(login.routes(access))
    app.include_router(_files())
    add_doors(app, context)
    methods = ["GET", "POST", "PATCH", "DELETE"]
    for ours in ("/byline", "/v1", "/api", "/mcp"):
        app.add_api_route(
            f"{ours}/{{rest:path}}", _nothing, methods=methods, include_in_schema=False
        )
    app.add_middleware(Streams, names={at: str(event.api_name) for at, event in page.fns.items()})
    guard = partial(Guard, access=access, programs=programs, hosts=hosts, origins=origins)
    app.add_middleware(guard, head=head().encode())
    allow_origins(app, origins)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        server_name=host,
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
    )
    return app


def _nothing(rest: str) -> None:
    """Else Gradio, which is mounted below all of this, would answer in its own way."""
    raise Refused(404, "There is nothing at this address.")


def _files() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    for suffix in _KINDS:
        for path in served_files(suffix):
            _add_file(router, address_of(path), path)
    _add_file(router, "/favicon.ico", STATIC / "icon.svg")
    return router


def _add_file(router: APIRouter, address: str, path: Path) -> None:
    @router.get(address)
    def file() -> FileResponse:
        return FileResponse(
            path, media_type=_KINDS[path.suffix], headers={"cache-control": "no-cache"}
        )
