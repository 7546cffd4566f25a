"""Logging in and out, as a browser does it, and being a user without a login."""

from __future__ import annotations

import re
import time
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from ui.web.context import current_user
from ui.web.gate import Access, AccountAccess, BrowserAccess
from ui.web.gate.guard import Guard
from ui.web.gate.pages import local_path, render_login
from ui.web.gate.passwords import hash_password
from ui.web.gate.programs import ProgramAccess
from ui.web.gate.users import Account, changing, check_name
from ui.web.routes.login import routes

HOME = "http://127.0.0.1:7860"
PASSWORD = "correct horse battery"
HASH = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)  # quick
FORM = {"name": "mara", "password": PASSWORD}


def set_password(users: Path, name: str, password_hash: str = HASH) -> None:
    with changing(users) as file:
        account = Account(name=name, password_hash=password_hash)
        file.accounts = file.accounts.with_account(account)


@pytest.fixture
def users(tmp_path: Path) -> Path:
    set_password(tmp_path / "users.json", "Mara")
    return tmp_path / "users.json"


@pytest.fixture
def served(users: Path, tmp_path: Path) -> FastAPI:
    return build(AccountAccess.open(users, tmp_path / "kept"))


@pytest.fixture
def browser(served: FastAPI) -> TestClient:
    return browse(served)


def build(access: Access) -> FastAPI:
    app = FastAPI()
    app.include_router(routes(access))

    @app.get("/")
    @app.get("/byline/page.js")
    @app.post("/gradio_api/queue/join")
    @app.get("/byline/api/library")
    def who(request: Request) -> dict[str, str]:
        user = current_user(request)
        return {"owner": user.owner, "name": user.name}

    programs = ProgramAccess(Path("tokens.json"), required=False)
    app.add_middleware(Guard, access=access, programs=programs, hosts=frozenset({"127.0.0.1"}))
    return app


def browse(app: FastAPI, home: str = HOME) -> TestClient:
    return TestClient(app, base_url=home, follow_redirects=False)


def cookie_of(client: TestClient) -> str:
    return next(iter(client.cookies.values()))


def test_login_lets_in_and_logout_out_again(browser: TestClient) -> None:
    assert browser.get("/").headers["location"] == "/login"
    reply = browser.post("/login", data=FORM)
    assert (reply.status_code, reply.headers["location"]) == (303, "/")
    assert browser.get("/").json() == {"owner": "account:mara", "name": "Mara"}
    token = cookie_of(browser)
    assert browser.post("/logout").headers["location"] == "/login"
    assert not browser.cookies
    browser.cookies.set(reply.headers["set-cookie"].partition("=")[0], token)
    assert browser.get("/byline/api/library").status_code == 401


@pytest.mark.parametrize("name", ["İbrahim", "ǰan", "ß" * 40, "½x", "zoë@desk", "x" * 64])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_whoever_can_be_added_can_log_in(
    browser: TestClient, users: Path, name: str, form: Literal["NFC", "NFD"]
) -> None:
    check_name(name)
    set_password(users, name)
    typed = f" {unicodedata.normalize(form, name)} "
    assert browser.post("/login", data={"name": typed, "password": PASSWORD}).status_code == 303
    assert browser.get("/").json()["name"] == name


def test_cookie_is_kept_from_scripts_and_other_sites(served: FastAPI) -> None:
    cookie = browse(served).post("/login", data=FORM).headers["set-cookie"]
    assert cookie.endswith("; Max-Age=2592000; Path=/; HttpOnly; SameSite=Strict")
    cookie = browse(served, "https://127.0.0.1").post("/login", data=FORM).headers["set-cookie"]
    assert cookie.endswith("; SameSite=Strict; Secure")


@pytest.mark.parametrize(
    "form",
    [
        {"name": "mara", "password": "wrong horse battery"},
        {"name": "nobody", "password": PASSWORD},
        {"name": "mara", "password": "x" * 100_000},
        {"name": "x" * 100_000, "password": PASSWORD},
        {"name": "", "password": ""},
        {"password": PASSWORD},
        {},
    ],
)
def test_login_is_refused_with_the_same_words_whatever_is_wrong(
    browser: TestClient, form: dict[str, str]
) -> None:
    reply = browser.post("/login", data=form)
    assert reply.status_code == 403
    assert "Name or password is wrong." in reply.text
    assert not browser.cookies
    assert PASSWORD not in reply.text


@pytest.mark.parametrize(
    ("name", "logged"),
    [
        ("mara", "'mara'"),
        ("nobody", "'nobody'"),
        ("", "''"),
        ("a\nb", "'a\\nb'"),
        ("zoë", "'zo\\xeb'"),
        ("x" * 5000, f"'{'x' * 64}'"),
    ],
)
def test_failed_login_is_named_in_one_line_of_the_log(
    browser: TestClient, caplog: pytest.LogCaptureFixture, name: str, logged: str
) -> None:
    browser.post("/login", data={"name": name, "password": "wrong horse battery"})
    assert [record.getMessage() for record in caplog.records if record.name.startswith("ui")] == [
        f"failed login as {logged} from testclient"
    ]


def test_login_is_refused_when_the_form_is_no_form(browser: TestClient) -> None:
    for content in (b"\xff" * 100, b"&".join(b"a=1" for _ in range(1000)), b"{}"):
        assert browser.post("/login", content=content).status_code == 403


def test_login_takes_as_long_for_a_name_that_nobody_has(browser: TestClient, users: Path) -> None:
    set_password(users, "mara", hash_password(PASSWORD))

    def seconds(name: str) -> float:
        started = time.process_time()  # what others take of the processor is not counted
        browser.post("/login", data={"name": name, "password": "wrong horse battery"})
        return time.process_time() - started

    known = min(seconds("mara") for _ in range(4))
    unknown = min(seconds("nobody") for _ in range(4))
    assert known / 4 < unknown < known * 4


def test_login_waits_when_it_failed_too_often(browser: TestClient) -> None:
    for _ in range(5):
        browser.post("/login", data={"name": "mara", "password": "wrong horse battery"})
    reply = browser.post("/login", data=FORM)
    assert reply.status_code == 403
    assert "wrong too often. Try again in 15 minutes." in reply.text
    assert not browser.cookies


def test_session_ends_when_the_password_changes(browser: TestClient, users: Path) -> None:
    browser.post("/login", data=FORM)
    assert browser.get("/").status_code == 200
    set_password(users, "mara", hash_password("another password"))
    assert browser.get("/").status_code == 303


def test_session_ends_when_the_user_is_removed(browser: TestClient, users: Path) -> None:
    browser.post("/login", data=FORM)
    with changing(users) as file:
        file.accounts = file.accounts.without("mara")
    assert browser.get("/byline/api/library").status_code == 401


def test_nobody_gets_in_while_the_users_file_is_damaged(browser: TestClient, users: Path) -> None:
    browser.post("/login", data=FORM)
    before = users.read_bytes()
    users.write_bytes(b"{")
    assert browser.get("/").status_code == 303
    assert "Nobody can log in at the moment." in browser.post("/login", data=FORM).text
    users.write_bytes(before)
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("forged", ["", "x", "A" * 43, "A" * 100_000, "' OR 1=1 --"])
def test_forged_cookie_lets_nobody_in(browser: TestClient, forged: str) -> None:
    browser.post("/login", data=FORM)
    name = next(iter(browser.cookies.keys()))
    headers = {"cookie": f"{name}={forged}"}
    assert TestClient(browser.app, base_url=HOME).get("/byline/api/library", headers=headers)
    browser.cookies.clear()
    assert browser.get("/byline/api/library", headers=headers).status_code == 401


def test_login_page_leads_on_when_somebody_is_logged_in(browser: TestClient) -> None:
    browser.post("/login", data=FORM)
    assert browser.get("/login").headers["location"] == "/"


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_login_leads_on_to_paths_of_our_own_only(browser: TestClient, method: str) -> None:
    browser.post("/login", data=FORM)
    for asked, led in (("/?a=1", "/?a=1"), ("//evil.example", "/"), ("https://evil.example", "/")):
        if method == "POST":
            reply = browser.post("/login", data={**FORM, "next": asked})
        else:
            reply = browser.get("/login", params={"next": asked})
        assert reply.headers["location"] == led


@pytest.mark.parametrize(
    "text",
    ["//evil.example", "/\\evil.example", "\\/evil", "/\t/evil", "/a\\b", "javascript:alert(1)",
     "http:evil", "", "a", "/" * 501, "/\x00", "/\r\nset-cookie: a=1"],
)  # fmt: skip
def test_local_path_is_the_page_when_the_text_leads_elsewhere(text: str) -> None:
    assert local_path(text) == "/"


def test_login_page_shows_what_was_typed_as_text() -> None:
    page = render_login(name='"><script>', problem="<b>", next_path='/"><script>')
    assert "<script" not in page
    assert "<b>" not in page


def test_login_page_can_be_filled_in_by_everybody() -> None:
    fields: dict[str, dict[str, str | None]] = {}
    labels: set[str | None] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found = dict(attrs)
            if tag == "input" and found["name"]:
                fields[found["name"]] = found
            if tag == "label":
                labels.add(found["for"])

    page = render_login(problem="Name or password is wrong.", name="mara")
    Reader().feed(page)
    assert labels == {"name", "password"}
    assert fields["name"]["autocomplete"] == "username"
    assert fields["password"]["autocomplete"] == "current-password"
    assert fields["password"]["aria-describedby"] == "problem"
    assert "value" not in fields["password"]
    assert not re.search(r"<script|\sstyle=|\son\w+=", page)


def test_each_browser_is_a_user_when_there_is_no_login() -> None:
    app = build(BrowserAccess())
    first, second = browse(app), browse(app)
    cookie = first.get("/byline/page.js").headers["set-cookie"]
    assert cookie.endswith("; Max-Age=31536000; Path=/; HttpOnly; SameSite=Strict")
    second.get("/byline/page.js")
    user = first.get("/byline/api/library").json()
    assert re.fullmatch(r"browser:[0-9a-f]{64}", user["owner"])
    assert user["name"] == ""
    assert cookie_of(first) not in user["owner"]
    assert first.get("/").json() == user
    assert first.get("/byline/page.js").headers["set-cookie"] == cookie
    assert second.get("/").json() != user


def test_browser_gets_another_cookie_when_its_own_is_no_token() -> None:
    browser = browse(build(BrowserAccess()))
    browser.get("/byline/page.js", headers={"cookie": "byline-browser=short; other=1"})
    assert len(cookie_of(browser)) == 43


def test_browser_gets_no_cookie_with_the_page_since_it_may_have_one_all_the_same() -> None:
    browser = browse(build(BrowserAccess()))
    browser.get("/")
    browser.get("/byline/api/library")
    assert not browser.cookies
    browser.post("/gradio_api/queue/join")
    assert len(cookie_of(browser)) == 43


def test_login_leads_to_the_page_when_there_is_none() -> None:
    browser = browse(build(BrowserAccess()))
    assert browser.get("/login").headers["location"] == "/"
    assert browser.post("/login", data=FORM).headers["location"] == "/"
    assert browser.post("/logout").headers["location"] == "/"


def test_login_says_in_one_line_that_no_session_can_be_kept(users: Path, tmp_path: Path) -> None:
    access = AccountAccess.open(users, tmp_path / "kept")
    browser = browse(build(access))
    access._sessions._connection.execute("PRAGMA query_only=ON")  # as a full or read-only disk
    reply = browser.post("/login", data={"name": "mara", "password": PASSWORD})
    assert reply.status_code == 403
    assert "Nobody can log in at the moment" in reply.text
