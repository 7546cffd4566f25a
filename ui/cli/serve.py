"""`byline serve`: the web server: address and port, login, proxies, uvicorn settings, warnings."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import UsageError
from index.location import find_index
from ui.cli.serve_names import check_origins, hosts_of, trusted_proxies

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

    from ui.web.context import Context
    from ui.web.gate import Access
    from ui.web.gate.programs import ProgramAccess

HOST = "127.0.0.1"
ANY = {"0.0.0.0": HOST, "::": "::1"}
"""Addresses that stand for all of this machine's, and the one to try first."""

VARIABLE = "BYLINE_CHATS"
PROXY_KEY = "BYLINE_PROXY_KEY"
BACKLOG = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """What the command line asks for."""

    index: Path | None = None
    host: str = HOST
    port: int = 7860
    auth: bool = False
    users: Path | None = None
    without_login: bool = False
    behind_proxy: bool = False
    proxy_addresses: list[str] | None = None
    allow_hosts: list[str] | None = None
    kept: Path | None = None
    runs: Path | None = None
    open_page: bool = False
    page: bool = True
    allow_origins: list[str] | None = None

    @property
    def login(self) -> bool:
        """Whether nobody comes in without a password: a users file asks for it, too."""
        return self.auth or self.users is not None

    @property
    def proxied(self) -> bool:
        """Whether a proxy stands in front."""
        return self.behind_proxy or bool(self.proxy_addresses)

    @property
    def public(self) -> bool:
        """Whether others than whoever sits at this machine can reach the page."""
        return self.proxied or not is_loopback(self.host)


def serve(options: ServeOptions) -> None:
    """Serve the page until Ctrl+C.

    Raises:
        UsageError: an address, name or port cannot be used, or others would get in without a login.
    """
    started = time.monotonic()
    check_names(options)
    check_login(options)
    listener = listen(options.port, options.host)  # before the slow imports: said at once
    with listener:
        _keep_quiet()
        from ui.web.gate.programs import ProgramAccess
        from ui.web.gate.tokens import find_tokens

        context = _gather(options)
        server = build_server(
            context,
            _open_access(options, context.kept),
            port=options.port,
            host=options.host,
            allow_hosts=options.allow_hosts or (),
            proxies=trusted_proxies(options.proxy_addresses or ()) if options.proxied else (),
            proxy_key=os.environ.get(PROXY_KEY, ""),
            programs=ProgramAccess(find_tokens(options.users), required=context.shared),
            origins=frozenset(options.allow_origins or ()),
            page=options.page,
        )
        warn(options)
        address = address_of(options.host, options.port)
        others = ", and at this machine's other addresses" if options.host in ANY else ""
        ready_s = time.monotonic() - started
        at = address if options.page else f"{address}/v1, /api and /mcp"
        print(f"Byline is at {at}{others} (ready in {ready_s:.1f} s) - press Ctrl+C to stop")
        sys.stdout.flush()
        if options.open_page:
            import webbrowser

            webbrowser.open(address)
        server.run(sockets=[listener])


def check_names(options: ServeOptions) -> None:
    """Raise `UsageError` when no browser or proxy could be meant by a name or an address."""
    hosts_of(options.host, options.allow_hosts or ())
    check_origins(options.allow_origins or ())
    trusted_proxies(options.proxy_addresses or ())


def check_login(options: ServeOptions) -> None:
    """Raise `UsageError` when the wrong people would get in, or nobody would."""
    if options.login and options.without_login:
        raise UsageError("--without-login cannot go with --auth or --users: choose one of them")
    if not options.page:
        if options.login or options.public:
            _check_tokens(options.users)
    elif options.login:
        _check_users(options.users)
    elif options.public and not options.without_login:
        where = "behind a proxy" if is_loopback(options.host) else f"at {options.host}"
        raise UsageError(
            f"others could use Byline {where} without a login: add --auth, or --without-login if"
            f" you mean that"
        )


def listen(port: int, host: str = HOST) -> socket.socket:
    """A listening socket; raises `UsageError` when address or port cannot be had."""
    family, place = _resolve(host, port)
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(place)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise UsageError(
            f"port {port} cannot be used at {host} ({error.strerror}): stop what uses it,"
            f" or choose another with --port"
        ) from error
    return listener


def build_server(
    context: Context,
    access: Access,
    *,
    port: int,
    host: str = HOST,
    allow_hosts: Sequence[str] = (),
    proxies: tuple[str, ...] = (),
    proxy_key: str = "",
    programs: ProgramAccess,
    origins: frozenset[str] = frozenset(),
    page: bool = True,
) -> uvicorn.Server:
    """The server, not yet running; `proxies` are believed (see `trusted_proxies`).

    Without `page` it serves programs alone, and Gradio is not imported.
    """
    from ui.web.server import Server

    hosts = hosts_of(host, allow_hosts)
    if page:
        from ui.web.app import build_app

        app = build_app(
            context,
            access=access,
            programs=programs,
            hosts=hosts,
            origins=origins,
            host=host,
            port=port,
        )
    else:
        from ui.web.doors import build_doors

        app = build_doors(context, access=programs, hosts=hosts, origins=origins)
    return Server(server_config(app, proxies, proxy_key), context.answering)


def server_config(app: ASGIApp, proxies: tuple[str, ...], proxy_key: str = "") -> uvicorn.Config:
    """How `app` is served; of what is forwarded, only what `proxies` forward is believed.

    With a key, only when they send it along.
    """
    import uvicorn
    from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

    from ui.web.gate.connections import PatientProtocol
    from ui.web.gate.proxies import ProxyKey

    keyed = bool(proxies and proxy_key)
    if keyed:
        believing: Any = ProxyHeadersMiddleware  # uvicorn has types of its own
        app = ProxyKey(believing(app, list(proxies)), proxy_key)
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies) and not keyed,  # else anyone could say to come from anywhere
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=2,
        backlog=BACKLOG,
    )


def find_kept(given: Path | None, index: Path) -> Path:
    """The folder of conversations: `given`, else BYLINE_CHATS, else one for this index."""
    from platformdirs import user_data_path

    named = given or os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    name = hashlib.sha256(str(index).encode()).hexdigest()[:16]
    return user_data_path("byline", appauthor=False) / "chats" / name


def address_of(host: str, port: int) -> str:
    """Where to point a browser on this machine."""
    name = ANY.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    return ipaddress.ip_address(_resolve(host, 0)[1][0].partition("%")[0]).is_loopback


def warn(options: ServeOptions) -> None:
    """Say once what the person who starts the server should know."""
    from ui.web.gate.users import find_users, is_open_to_others

    if options.proxied and not os.environ.get(PROXY_KEY):
        _say(
            "every program at the proxy's address is believed as if it were the proxy: set"
            f" {PROXY_KEY} and have the proxy send it as X-Byline-Proxy"
        )
    if options.login:
        users = find_users(options.users)
        if is_open_to_others(users):
            _say(f"{users} can be read by others on this machine: run chmod 600 {users}")
        if not is_loopback(options.host) and not options.proxied:
            _say("passwords travel in clear: put a proxy with TLS in front, and use --behind-proxy")
    elif options.public and options.page:
        _say("whoever reaches this address can ask, and add and remove articles, without a login")


def _gather(options: ServeOptions) -> Context:
    """Open everything that the page needs; the imports here take seconds."""
    from eval.runs.store import find_runs
    from rag.models import configured_models
    from rag.settings import ModelSettings
    from ui.web.chat.answering import Answering
    from ui.web.context import Context
    from ui.web.conversations.store import Conversations
    from ui.web.library.library import Library

    index = find_index(options.index)
    kept = find_kept(options.kept, index)
    conversations = Conversations.open(kept)
    models = configured_models(ModelSettings())
    library = Library(index, models={model.name: model for model in models})
    library.warm()
    return Context(
        library=library,
        conversations=conversations,
        answering=Answering(library, conversations),
        kept=kept,
        runs=find_runs(options.runs),
        shared=options.public or options.login,
    )


def _open_access(options: ServeOptions, kept: Path) -> Access:
    from ui.web.gate import AccountAccess, BrowserAccess
    from ui.web.gate.users import find_users

    if options.login:
        return AccountAccess.open(find_users(options.users), kept)
    return BrowserAccess()


def _check_users(given: Path | None) -> None:
    from ui.web.gate.users import find_users, read_accounts

    users = find_users(given)
    if not read_accounts(users).users:
        option = f" --users {given}" if given else ""
        raise UsageError(
            f"{users}: nobody can log in yet: run `byline users add NAME{option}` first"
        )


def _check_tokens(users: Path | None) -> None:
    from ui.web.gate.tokens import find_tokens, read_tokens

    if not read_tokens(find_tokens(users)).tokens:
        raise UsageError(
            f"{find_tokens(users)}: no program can come in yet: run `byline tokens add NAME` first"
        )


def _resolve(host: str, port: int) -> tuple[socket.AddressFamily, tuple[str, int]]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise UsageError(f"--host {host}: this machine has no such address") from error
    family, _, _, _, place = found[0]
    return family, (str(place[0]), int(place[1]))


def _keep_quiet() -> None:
    """Read by Gradio and the hub library when they are imported: nothing is reported to anyone."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"


def _say(message: str) -> None:
    print(f"byline: {message}", file=sys.stderr)
