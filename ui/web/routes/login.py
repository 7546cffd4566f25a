"""Routes of login and logout: `GET /login`, `POST /login`, `POST /logout`."""

from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from ui.web.gate import Access, AccountAccess, LoginRefused
from ui.web.gate.cookies import write_cookie
from ui.web.gate.pages import STYLES, local_path, render_login
from ui.web.gate.sessions import LASTS_S

LOGINS_AT_ONCE = 2  # each takes 64 MiB and a tenth of a second, and anyone may ask for one
_MOST_FIELDS = 10


def routes(access: Access) -> APIRouter:
    """The routes; without login they lead to the page."""
    router = APIRouter(include_in_schema=False)
    if isinstance(access, AccountAccess):
        _add_login(router, access)
    else:
        router.add_api_route("/login", _go_home, methods=["GET", "POST"])
        router.add_api_route("/logout", _go_home, methods=["POST"])
    return router


def _add_login(router: APIRouter, access: AccountAccess) -> None:
    limiter = CapacityLimiter(LOGINS_AT_ONCE)

    async def login_page(request: Request) -> Response:
        next_path = local_path(request.query_params.get("next", "/"))
        if access.admit(request.scope).user is not None:
            return RedirectResponse(next_path, status_code=303)
        return _page(render_login(next_path=next_path))

    async def log_in(request: Request) -> Response:
        form = _fields(await request.body())
        name, next_path = form.get("name", ""), local_path(form.get("next", "/"))
        address = request.client.host if request.client else "unknown"
        try:
            token = await to_thread.run_sync(
                access.log_in, name, form.get("password", ""), address, limiter=limiter
            )
        except LoginRefused as refused:
            return _page(render_login(next_path=next_path, name=name, problem=str(refused)), 403)
        reply = RedirectResponse(next_path, status_code=303)
        cookie = write_cookie(request.scope, access.cookie, token, LASTS_S)
        reply.headers.append("set-cookie", cookie)
        return reply

    async def log_out(request: Request) -> Response:
        reply = RedirectResponse("/login", status_code=303)
        cookie = await to_thread.run_sync(access.log_out, request.scope)
        reply.headers.append("set-cookie", cookie)
        return reply

    router.add_api_route("/byline/login.css", _styles, methods=["GET"])
    router.add_api_route("/login", login_page, methods=["GET"])
    router.add_api_route("/login", log_in, methods=["POST"])
    router.add_api_route("/logout", log_out, methods=["POST"])


async def _styles() -> Response:
    return FileResponse(STYLES, media_type="text/css", headers={"cache-control": "no-cache"})


async def _go_home() -> Response:
    return RedirectResponse("/", status_code=303)


def _fields(body: bytes) -> dict[str, str]:
    try:
        found = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except (ValueError, UnicodeDecodeError):
        return {}
    return {name: values[-1] for name, values in found.items()}


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status_code=status, headers={"cache-control": "no-store"})
