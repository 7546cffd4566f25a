#!/bin/bash
# playwright 1.65.2 (PyPI) with Chromium: under a page's Content-Security-Policy a condition given as text waits only if it is true.
# Guess:   wait_for_function("a === b") waits for any page, or is refused for every page that forbids eval.
# Happens: with script-src 'self' it returns when the condition holds at once, and raises EvalError when it would come
#          true half a second later; the same condition as an arrow function, and page.evaluate of the text, work.
# Matters: tests of a page with a strict policy pass on a quick machine and fail on a busy one, and read as a race of the page.
# Avoid:   give the condition as a function, or ask page.evaluate again and again.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check playwright==1.65.2
cat > check.py <<'PY'
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version

from playwright.sync_api import Error, sync_playwright

LATER = "setTimeout(() => document.title = 'ready', 500); 0"
NOW = "document.title = 'ready'"
TEXT = "document.title === 'ready'"


class Page(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        if self.path == "/strict":
            self.send_header("Content-Security-Policy", "script-src 'self'")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>not yet</title>")


def waited(browser, address, begin, condition):
    page = browser.new_page()
    page.goto(address)
    page.evaluate(begin)
    try:
        page.wait_for_function(condition, timeout=10_000)
        return "waits"
    except Error as error:
        return "EvalError" if "EvalError" in error.message else error.message
    finally:
        page.close()


server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("playwright", version("playwright"))
seen = {}
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--no-first-run"]
    )
    for policy in ("open", "strict"):
        for form, condition in (("text", TEXT), ("function", f"() => {TEXT}")):
            for when, begin in (("at once", NOW), ("later", LATER)):
                address = f"http://127.0.0.1:{server.server_port}/{policy}"
                seen[policy, form, when] = waited(browser, address, begin, condition)
                print(policy, form, when, "->", seen[policy, form, when])
    browser.close()
failing = [case for case, result in seen.items() if result != "waits"]
assert failing == [("strict", "text", "later")], failing
assert seen[failing[0]] == "EvalError"
PY
venv/bin/python check.py
