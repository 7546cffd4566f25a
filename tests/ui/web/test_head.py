"""The page's own files: what is served of them, and in which order."""

from __future__ import annotations

import re

from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui.web.app import _files
from ui.web.head import STATIC, address_of, head, served_files


def test_head_names_the_common_sheet_first_and_every_file_that_is_served():
    named = re.findall(r'(?:href|src)="([^"]+)"', head())
    assert named[0] == "/byline/shared/base.css"
    files = [address_of(path) for kind in (".css", ".js") for path in served_files(kind)]
    assert sorted(set(named)) == sorted(files)


def test_types_and_licences_are_not_served():
    app = FastAPI()
    app.include_router(_files())
    client = TestClient(app)
    assert client.get("/byline/vendor/lit-html.js").headers["content-type"].startswith("text/java")
    unserved = [path for path in STATIC.rglob("*") if path.suffix in (".ts", ".LICENSE")]
    assert unserved
    assert {client.get(address_of(path)).status_code for path in unserved} == {404}
