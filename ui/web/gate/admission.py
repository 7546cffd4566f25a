"""Request checks: Host header, cross-site requests (CSRF), own addresses, body size.

Gradio serves more than the page needs: a file route that fetches remote addresses for whoever
asks, a proxy, uploads, monitoring, API descriptions. What is not on the list here is not there.

Whether a request comes from another site's page is what Sec-Fetch-Site says, and for writes also
Origin. A write with neither passes: every browser sends one of them, so it is a program, and a
program that can send anything gains nothing from leaving one out.
"""

import ipaddress
import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from ui.web.gate.programs import is_door

LARGEST_BODY_BYTES = 1_000_000
LARGEST_UPLOAD_BYTES = 200_000_000
HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
"""The names by which a browser on this machine may ask for the page."""

_READ = re.compile(
    r"/|/login|/config/?|/theme\.css|/favicon\.ico"
    r"|/(?:assets|static|byline)/[\w./-]+"
    r"|/gradio_api/(?:queue/data|app_id/?|heartbeat/\w+)"
    r"|/v1/models|/api/(?:search|sync|articles|openapi\.json|docs)|/mcp"
)
_ARTICLE = re.compile(r"/api/articles/.+", re.DOTALL)
"""Looked up in the index, never opened: its name may hold anything."""
_POST = re.compile(
    r"/login|/logout|/byline/api/[\w./-]+|/gradio_api/(?:queue/join|run/predict|cancel|reset)/?"
    r"|/v1/(?:chat/completions|responses)|/api/(?:answer|sync|feedback)|/mcp"
)
_CHANGE = re.compile(r"/byline/api/[\w./-]+")
_SERVED = {"GET": _READ, "HEAD": _READ, "POST": _POST, "PATCH": _CHANGE, "DELETE": _CHANGE}
_FILES = "/byline/api/articles/files"


def refusal(
    scope: Scope, hosts: frozenset[str] = HOSTS, origins: frozenset[str] = frozenset()
) -> tuple[int, str] | None:
    """Status and reason when a request is not served; None when it is.

    Pages of `origins` may ask at the doors of programs.
    """
    headers = Headers(scope=scope)
    host = _host(headers.get("host", ""))
    if host not in hosts and not _is_own_address(scope, host):
        return 421, _unknown_name(host)
    method, path = scope["method"], scope["path"]
    served = _SERVED.get(method)
    article = method == "GET" and _ARTICLE.fullmatch(path)
    if not article and (".." in path or served is None or not served.fullmatch(path)):
        return 404, "There is nothing at this address."
    named = is_door(path) and headers.get("origin") in origins
    if not named and is_foreign(scope):
        return 403, "This was asked for by another page than Byline's. Open Byline itself."
    length = headers.get("content-length") or "0"
    if not length.isdecimal() or int(length) > largest_body(path):
        return 413, too_large(path)
    return None


def is_foreign(scope: Scope) -> bool:
    """Whether another site's page sent the request; links to the page itself are welcome."""
    method, path, headers = scope["method"], scope["path"], Headers(scope=scope)
    if fetch_site(scope) in ("cross-site", "same-site"):
        visits = headers.get("sec-fetch-mode") == "navigate" and path in ("/", "/login")
        return not (visits and method == "GET")
    origin = headers.get("origin")
    if method in ("GET", "HEAD") or origin is None:
        return False
    try:
        return urlsplit(origin).netloc.lower() != headers.get("host", "").strip().lower()
    except ValueError:
        return True


def largest_body(path: str) -> int:
    """The most bytes that a request may bring."""
    return LARGEST_UPLOAD_BYTES + LARGEST_BODY_BYTES if path == _FILES else LARGEST_BODY_BYTES


def too_large(path: str) -> str:
    """What is said of a body that is beyond `largest_body`."""
    return "That file is too large." if path == _FILES else "That is too much at once."


def fetch_site(scope: Scope) -> str:
    """Where the page stands that asks, as its browser says; "" when it says nothing."""
    return Headers(scope=scope).get("sec-fetch-site", "")


def _host(text: str) -> str:
    """A Host header without port, brackets and the dot at its end, in small letters."""
    name = re.sub(r":\d+$", "", text.strip().lower()).removeprefix("[").removesuffix("]")
    return name.removesuffix(".")


def _is_own_address(scope: Scope, host: str) -> bool:
    """Whether the name is the very address, in digits, at which the request arrived."""
    arrived = str((scope.get("server") or [""])[0]).removeprefix("::ffff:")
    try:
        return ipaddress.ip_address(host) == ipaddress.ip_address(arrived)
    except ValueError:
        return False


def _unknown_name(host: str) -> str:
    if not re.fullmatch(r"[\w.:-]{1,253}", host):
        return "Byline does not answer to this name."
    return (
        f"Byline does not answer to {host}. Whoever runs it can allow the name with"
        f" --allow-host {host}."
    )
