"""Logging in and out in a browser, and what other sites' pages cannot do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from argon2 import PasswordHasher

from index.index import Index
from tests.support.browsing import until
from ui.web.gate import AccountAccess, BrowserAccess
from ui.web.gate.users import Account, changing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
HASH = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)  # quick

Serve = Callable[..., AbstractContextManager[str]]


@pytest.fixture
def users(tmp_path: Path) -> Path:
    with changing(tmp_path / "users.json") as file:
        for name in ("Mara", "Jan"):
            account = Account(name=name, password_hash=HASH)
            file.accounts = file.accounts.with_account(account)
    return tmp_path / "users.json"


@pytest.fixture
def home(serving: Serve, empty_index: Index, users: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a page that asks to log in."""
    with serving(empty_index, AccountAccess.open(users, tmp_path / "kept")) as address:
        yield address


def log_in(page: Page, home: str, name: str = "mara", password: str = PASSWORD) -> None:
    """From the keyboard, as the focus leads."""
    page.goto(home)
    page.locator("#name:focus").wait_for()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def test_reader_logs_in_and_out(home: str, page: Page) -> None:
    log_in(page, home, password="wrong horse")
    assert page.get_by_role("alert").inner_text() == "Name or password is wrong."
    assert page.locator("#password:focus").get_attribute("aria-describedby") == "problem"
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_text("Mara", exact=True).wait_for()
    assert page.url == home
    page.get_by_role("button", name="Log out").click()
    page.get_by_role("button", name="Log in").wait_for()
    assert page.context.cookies() == []
    page.go_back()
    page.get_by_role("button", name="Log in").wait_for()
    assert page.get_by_text("Mara", exact=True).count() == 0


def test_page_leads_to_the_login_when_the_session_has_ended(
    home: str, page: Page, users: Path
) -> None:
    log_in(page, home)
    page.get_by_text("Mara", exact=True).wait_for()
    page.wait_for_load_state("networkidle")
    with changing(users) as file:
        file.accounts = file.accounts.without("mara")
    page.get_by_role("link", name="Articles").click()
    page.get_by_role("button", name="Log in").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_login_page_fits_and_can_be_read(
    home: str, browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": 380, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    page.goto(home)
    assert page.evaluate("document.documentElement.scrollWidth") == 380
    back = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert back == {"light": "rgb(250, 248, 244)", "dark": "rgb(21, 20, 18)"}[scheme]
    for name in ("Name", "Password"):
        box = page.get_by_label(name).bounding_box()
        assert box is not None
        assert box["height"] >= 44
    context.close()


class SilentModel:
    """A model to choose; nobody asks it."""

    name = "a model with a long name"

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        yield ""


@pytest.mark.parametrize("width", [320, 380])
def test_header_fits_a_phone_with_an_account_and_models(
    serving: Serve, empty_index: Index, users: Path, tmp_path: Path, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    access = AccountAccess.open(users, tmp_path / "kept")
    with serving(empty_index, access, models={"long": SilentModel()}) as home:
        log_in(page, home)
        page.get_by_role("button", name="Log out").wait_for()
        page.get_by_label("Answers by").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@contextmanager
def elsewhere(html: str) -> Iterator[str]:
    """A page of another site, by its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *arguments: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def test_browser_stays_the_same_user_when_a_link_elsewhere_leads_to_the_page(
    serving: Serve, empty_index: Index, page: Page
) -> None:
    with (
        serving(empty_index, BrowserAccess()) as home,
        elsewhere(f'<a href="{home}?a=1">Byline</a>') as other,
    ):
        page.goto(f"{home}byline/page.js")
        before = [cookie["value"] for cookie in page.context.cookies()]
        page.goto(other)
        page.get_by_role("link").click()
        page.locator("gradio-app").wait_for(state="attached")
        assert page.url == f"{home}?a=1"
        assert [cookie["value"] for cookie in page.context.cookies()] == before != []


def test_page_elsewhere_cannot_log_out_nor_read_nor_frame(home: str, page: Page) -> None:
    html = (
        f'<form method="post" action="{home}logout"><button>Win</button></form>'
        f'<iframe src="{home}login"></iframe>'
        f'<script>fetch("{home}byline/api/library", {{credentials: "include"}})'
        '.then(() => document.title = "read", () => document.title = "refused")</script>'
    )
    log_in(page, home)
    page.get_by_text("Mara", exact=True).wait_for()
    with elsewhere(html) as other:
        page.goto(other)
        until(page, "document.title === 'refused'")
        assert page.frames[1].locator("form").count() == 0
        page.get_by_role("button", name="Win").click()
        page.get_by_text("another page than Byline's").wait_for()
    page.goto(home)
    page.get_by_text("Mara", exact=True).wait_for()
