"""The doors of programs in the application: `/v1`, `/api` and `/mcp`, beside the page or alone."""

from functools import partial

from fastapi import APIRouter, FastAPI
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route

from ui.doors.mcp import build_mcp
from ui.web.context import Context
from ui.web.gate import BrowserAccess
from ui.web.gate.guard import Guard
from ui.web.gate.programs import NamedOrigins, ProgramAccess
from ui.web.library.library import Library
from ui.web.routes import completions, programs, responses
from ui.web.routes.articles import as_long_as_byline
from ui.web.routes.replies import add_error_replies


def build_doors(
    context: Context, *, access: ProgramAccess, hosts: frozenset[str], origins: frozenset[str]
) -> FastAPI:
    """An application of the doors alone."""
    lifespan = partial(as_long_as_byline, context)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    add_doors(app, context)
    app.add_middleware(Guard, access=BrowserAccess(), programs=access, hosts=hosts, origins=origins)
    allow_origins(app, origins)
    return app


def add_doors(app: FastAPI, context: Context) -> None:
    """Have `app` serve programs."""
    app.include_router(completions.routes(context.library))
    app.include_router(responses.routes(context.library))
    app.include_router(programs.routes(context))
    app.include_router(_mcp(context.library))
    add_error_replies(app)


def allow_origins(app: FastAPI, origins: frozenset[str]) -> None:
    """Let pages of these origins read what the doors reply; to be called last."""
    if origins:
        app.add_middleware(
            NamedOrigins,
            allow_origins=sorted(origins),
            allow_methods=["GET", "POST"],
            allow_headers=["*"],
            expose_headers=["x-request-id", "retry-after"],
        )


def _mcp(library: Library) -> APIRouter:
    """`/mcp`: each request stands for itself, so that nothing is kept of who asked before."""
    server = build_mcp(lambda: completions.answerer_of(library, completions.MODEL))
    unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)  # by the guard
    app = server.streamable_http_app(
        stateless_http=True, json_response=True, transport_security=unchecked
    )
    (route,) = (one for one in app.routes if isinstance(one, Route))
    asked = Route("/mcp", route.endpoint, methods=["POST"])  # there is nothing to listen for
    return APIRouter(routes=[asked], lifespan=app.router.lifespan_context)
