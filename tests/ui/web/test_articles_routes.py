"""The Articles view's routes, asked as the page asks them."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from index.index import Index
from index.lock import writer_lock
from index.scan import scan_folder
from index.types import Encoder
from ui.web.articles import adding, moving
from ui.web.articles.names import LARGEST_FILE_BYTES, types_read
from ui.web.articles.places import removed_folder
from ui.web.context import Context
from ui.web.library.library import Library
from ui.web.routes.articles import routes
from ui.web.routes.replies import add_error_replies

API = "/byline/api"


class Served:
    """A page's view of the routes over one index folder."""

    def __init__(self, path: Path, encoder: Encoder, most_bytes: int = LARGEST_FILE_BYTES) -> None:
        def open_index(path: Path) -> Index:
            return Index.open(path, load=lambda name: encoder)

        self.path, self.kept = path, path.parent.parent / f"{path.parent.name}-kept"
        self.library = Library(path, open_index)
        app = FastAPI()
        app.include_router(routes(self.context(), most_bytes))
        add_error_replies(app)
        self.client = TestClient(app, raise_server_exceptions=False)

    def context(self, *, shared: bool = False) -> Context:
        return Context(
            library=self.library,
            kept=self.kept,
            runs=self.path.parent / "runs",
            shared=shared,
            conversations=cast(Any, None),
            answering=cast(Any, None),
        )

    @property
    def articles(self) -> Path:
        return self.path.parent / "articles"

    @property
    def away(self) -> Path:
        return removed_folder(self.kept, self.path)

    def list(self, **query: Any) -> Any:
        return self.client.get(f"{API}/articles", params=query).json()

    def paths(self, **query: Any) -> list[str]:
        return [row["path"] for row in self.list(**query)["articles"]]

    def add(self, path: str, content: bytes | Iterator[bytes]) -> Any:
        return self.client.post(f"{API}/articles/files", params={"path": path}, content=content)

    def sync(self) -> Any:
        self.client.post(f"{API}/sync")
        return self.synced()

    def synced(self) -> Any:
        return self.when(lambda state: not state["running"])

    def when(self, ready: Callable[[Any], bool]) -> Any:
        for _ in range(600):
            state = self.client.get(f"{API}/sync").json()
            if ready(state):
                return state
            time.sleep(0.05)
        raise AssertionError("the sync did not get there")


def left_behind(served: Served) -> list[Path]:
    """Every file and folder beside the index; the folder of articles itself may be there."""
    return [path for path in served.path.parent.rglob("*") if path != served.articles]


@pytest.fixture
def served(tmp_path: Path, word_encoder: Encoder) -> Served:
    return Served(tmp_path / "index", word_encoder)


def test_first_articles_are_added_and_listed_when_there_is_no_index(served: Served) -> None:
    assert served.list()["counts"]["all"] == 0
    added = served.add("city/bridge.md", b"---\ntitle: The bridge\n---\nIt opened in May.")
    assert (added.status_code, added.json()) == (
        200,
        {"path": "city/bridge.md", "outcome": "added"},
    )
    state = served.sync()
    assert state["report"]["summary"] == "1 article added."
    [row] = served.list()["articles"]
    assert (row["title"], row["path"]) == ("The bridge", "city/bridge.md")
    assert (row["status"], row["passages"]) == ("article", 1)
    assert served.list()["folder"] == str(served.articles)


def test_listing_tells_failed_skipped_and_copied_files_with_their_reasons(served: Served) -> None:
    served.add("a.md", b"Words about a river.")
    served.add("b.md", b"Words about a river.")
    served.add("empty.md", b" ")
    (served.articles / "notes.xyz").write_text("x")
    state = served.sync()
    shown = {row["path"]: (row["status"], row["reason"]) for row in served.list()["articles"]}
    assert shown == {
        "a.md": ("article", ""),
        "b.md": ("duplicate", "same as a.md"),
        "empty.md": ("failed", "empty"),
        "notes.xyz": ("skipped", "unknown type (.xyz)"),
    }
    counts = served.list()["counts"]
    assert [counts[k] for k in ("all", "articles", "failed", "skipped", "duplicates")] == [
        4,
        1,
        1,
        1,
        1,
    ]
    assert served.paths(status="failed") == ["empty.md"]
    assert "1 file could not be read." in state["report"]["summary"]


def test_listing_searches_every_word_without_case_and_accents(served: Served) -> None:
    served.add(
        "one.md", "---\ntitle: Une été\nauthor: Zoë Ōno\noutlet: Gazette\n---\nText a.".encode()
    )
    served.add("two.md", b"---\ntitle: Winter\noutlet: Gazette\n---\nText b.")
    served.sync()
    assert served.paths(search="ETE gazette") == ["one.md"]
    assert served.paths(search="zoe ono") == ["one.md"]
    assert served.paths(search="two.MD") == ["two.md"]
    assert served.paths(search="nothing of it") == []


def test_listing_sorts_both_ways_with_the_unknown_last(served: Served) -> None:
    served.add("a.md", b"---\ntitle: Zebra\ndate: 2024-01-02\n---\nText a.")
    served.add("b.md", b"---\ntitle: Apple\ndate: 2025-01-02\n---\nText b.")
    served.add("c.md", b"---\ntitle: Mango\n---\nText c.")
    served.sync()
    assert served.paths(sort="title") == ["b.md", "c.md", "a.md"]
    assert served.paths(sort="-title") == ["a.md", "c.md", "b.md"]
    assert served.paths(sort="date") == ["a.md", "b.md", "c.md"]
    assert served.paths(sort="-date") == ["b.md", "a.md", "c.md"]
    assert served.client.get(f"{API}/articles", params={"sort": "shoe"}).status_code == 422


def test_listing_turns_pages_and_stays_on_the_last_one(served: Served) -> None:
    served.articles.mkdir()
    for number in range(60):
        (served.articles / f"{number:02}.txt").write_text(f"Article number {number} about things.")
    served.sync()
    first, last = served.list(sort="path"), served.list(sort="path", page=9)
    assert (len(first["articles"]), first["pages"], first["found"]) == (50, 2, 60)
    assert (last["page"], [row["path"] for row in last["articles"]][-1]) == (2, "59.txt")


def test_same_story_is_named_when_two_articles_tell_it(served: Served) -> None:
    story = " ".join(f"The council of ward {n} voted on the budget." for n in range(40))
    served.add("a.md", story.encode())
    served.add("b.md", f"{story} And more.".encode())
    served.sync()
    assert {row["path"]: row["also_in"] for row in served.list(status="near")["articles"]} == {
        "a.md": ["b.md"],
        "b.md": ["a.md"],
    }


def test_article_is_read_in_the_form_of_a_source(served: Served) -> None:
    served.add("a.md", b"---\ntitle: The bridge\nauthor: Ana Lum\n---\nIt opened in May.")
    served.sync()
    source = served.client.get(f"{API}/articles/text", params={"doc": "a.md"}).json()
    assert (source["kind"], source["title"], source["authors"]) == ("read", "The bridge", "Ana Lum")
    missing = served.client.get(f"{API}/articles/text", params={"doc": "z.md"})
    assert (missing.status_code, missing.json()["problem"]) == (
        404,
        "“z.md” is no longer among the articles.",
    )


def test_adding_the_same_again_changes_nothing(served: Served) -> None:
    served.add("a.md", b"One.")
    assert served.add("a.md", b"One.").json() == {"path": "a.md", "outcome": "already there"}
    assert [path.name for path in served.articles.iterdir()] == ["a.md"]


def test_adding_other_content_under_a_name_that_is_taken_overwrites_nothing(
    served: Served,
) -> None:
    served.add("a.md", b"One.")
    assert served.add("a.md", b"Two.").json() == {"path": "a (2).md", "outcome": "added"}
    assert served.add("a.md", b"Two.").json() == {"path": "a (2).md", "outcome": "already there"}
    assert (served.articles / "a.md").read_bytes() == b"One."


def test_adding_what_is_not_read_says_what_is(served: Served) -> None:
    refused = served.add("photo.webp", b"x")
    assert refused.status_code == 415
    assert refused.json()["problem"] == (
        f"Files of the type .webp are not read: Byline reads {types_read()}."
    )
    assert served.add("README", b"x").status_code == 415
    assert left_behind(served) == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd.md",
        "../a.md",
        "x/../../a.md",
        "x//a.md",
        "./a.md",
        ".hidden.md",
        ".git/a.md",
        "a\\..\\b.md",
        "a\x00.md",
        "a\n.md",
        "con.md",
        "x /a.md",
        "~$open.docx",
        f"{'long' * 60}.md",
        f"{'x/' * 40}a.md",
        f"{'deep/' * 300}a.md",
    ],
)
def test_adding_refuses_a_path_when_it_is_none_for_an_article(served: Served, name: str) -> None:
    refused = served.add(name, b"Text.")
    assert refused.status_code in (400, 422)
    assert refused.json()["problem"].endswith(".")
    assert left_behind(served) == []


def test_adding_replaces_characters_that_some_systems_do_not_take(served: Served) -> None:
    assert served.add('Who "pays"?.md', b"Text.").json()["path"] == "Who _pays__.md"


def test_adding_leaves_out_what_turns_a_name_around(served: Served) -> None:
    assert served.add("report-\u202efdp.md", b"Text.").json()["path"] == "report-fdp.md"


def test_adding_composes_a_decomposed_name(served: Served) -> None:
    assert served.add("cafe\u0301.md", b"Text.").json()["path"] == "caf\u00e9.md"


def test_adding_never_follows_a_link_out_of_the_folder(served: Served, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    served.articles.mkdir()
    (served.articles / "link").symlink_to(outside)
    assert served.add("link/a.md", b"Text.").status_code == 400
    assert list(outside.iterdir()) == []


def test_adding_refuses_a_folder_where_a_file_is(served: Served) -> None:
    served.add("a.md", b"Text.")
    assert served.add("a.md/b.md", b"Text.").json()["problem"] == (
        "“a.md” is a file, so it cannot be a folder: rename one."
    )


def test_adding_into_the_index_is_refused(tmp_path: Path, word_encoder: Encoder) -> None:
    served = Served(tmp_path / "articles" / "index", word_encoder)
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text("Text.")
    Index.create(served.path, load=lambda name: word_encoder).sync(folder)
    assert served.add("index/removed/b.md", b"Text.").status_code == 400


def test_largest_file_is_what_byline_reads() -> None:
    assert LARGEST_FILE_BYTES == 50_000_000


def test_adding_refuses_200_megabytes_while_they_come(
    tmp_path: Path, word_encoder: Encoder
) -> None:
    served = Served(tmp_path / "index", word_encoder, most_bytes=3_000_000)
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(200):
            sent += 1
            yield b"x" * 1_000_000

    refused = served.add("big.txt", body())
    assert (refused.status_code, refused.json()["problem"]) == (
        413,
        "“big.txt” is larger than 3 MB, which is the most that Byline reads:"
        " split it and try again.",
    )
    assert left_behind(served) == []


def test_adding_refuses_a_large_file_by_what_its_header_says(served: Served) -> None:
    refused = served.client.post(
        f"{API}/articles/files",
        params={"path": "big.txt"},
        content=b"x",
        headers={"content-length": "200000000"},
    )
    assert refused.status_code == 413
    assert left_behind(served) == []


def test_upload_that_breaks_off_leaves_nothing_behind(served: Served) -> None:
    refused = served.client.post(
        f"{API}/articles/files",
        params={"path": "new/a.txt"},
        content=b"only half",
        headers={"content-length": "1000"},
    )
    assert refused.json()["problem"] == "“a.txt” broke off on its way: send it again."
    assert left_behind(served) == []


def test_empty_upload_is_refused(served: Served) -> None:
    assert served.add("a.md", b"").json()["problem"] == "“a.md” is empty."


def test_full_disk_is_said_and_leaves_nothing_behind(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(adding, "fsync_path", full)
    refused = served.add("a.md", b"Text.")
    assert (refused.status_code, refused.json()["problem"]) == (
        507,
        "“a.md”: the disk is full. Free some space and try again.",
    )
    assert left_behind(served) == []


def test_old_leftovers_of_uploads_are_swept(served: Served) -> None:
    served.articles.mkdir()
    old, young = served.articles / ".byline-old.part", served.articles / ".byline-young.part"
    old.write_text("x")
    young.write_text("x")
    os.utime(old, (1, 1))
    served.sync()
    assert (old.exists(), young.exists()) == (False, True)


def test_500_files_are_added_and_synced_once(served: Served) -> None:
    for number in range(500):
        added = served.add(f"{number % 7}/{number}.txt", f"Report number {number}.".encode())
        assert added.status_code == 200
    state = served.sync()
    assert (state["number"], state["report"]["summary"]) == (1, "500 articles added.")
    assert served.list()["counts"]["articles"] == 500


def test_nothing_is_added_when_the_folder_of_the_index_has_gone(served: Served) -> None:
    served.add("a.md", b"Text.")
    served.sync()
    served.articles.rename(served.articles.with_name("elsewhere"))
    refused = served.add("b.md", b"More text.")
    assert refused.status_code == 409
    assert refused.json()["problem"] == (
        f"The folder {served.articles} is not there. Is its drive missing?"
    )
    assert served.sync()["problem"] == refused.json()["problem"]
    assert served.paths() == ["a.md"]


def test_removed_article_is_kept_and_can_be_put_back(served: Served) -> None:
    served.add("city/a.md", b"Text a.")
    served.add("b.md", b"Text b.")
    served.sync()
    gone = served.client.delete(f"{API}/articles", params={"doc": "city/a.md"}).json()
    assert gone["moved"] == [{"path": "city/a.md", "kept": "city/a.md"}]
    assert "1 article gone from the folder" in served.synced()["report"]["summary"]
    assert served.paths() == ["b.md"]
    assert served.paths(status="removed") == ["city/a.md"]
    assert (served.away / "city/a.md").read_text() == "Text a."
    back = served.client.post(f"{API}/articles/restore", json={"files": gone["moved"]}).json()
    assert [file["path"] for file in back["moved"]] == ["city/a.md"]
    served.synced()
    assert served.paths(sort="path") == ["b.md", "city/a.md"]
    assert not (served.away / "city").exists()


def test_removing_twice_overwrites_nothing(served: Served) -> None:
    for content in (b"First.", b"Second."):
        served.add("a.md", content)
        served.sync()
        served.client.delete(f"{API}/articles", params={"doc": "a.md"})
        served.synced()
    kept = {path.name: path.read_bytes() for path in served.away.iterdir()}
    assert kept == {"a.md": b"First.", "a (2).md": b"Second."}


def test_removing_several_reports_those_that_are_not_there(served: Served) -> None:
    served.add("a.md", b"Text a.")
    served.sync()
    gone = served.client.delete(f"{API}/articles", params={"doc": ["a.md", "z.md"]}).json()
    assert [file["path"] for file in gone["moved"]] == ["a.md"]
    assert gone["problems"] == [
        {
            "path": "z.md",
            "problem": "“z.md” is no longer in the folder: sync to see it as it is.",
        }
    ]


@pytest.mark.parametrize("name", ["../index/store.sqlite3", "/etc/passwd", ".secret.md", "link.md"])
def test_removing_stays_inside_the_folder(served: Served, tmp_path: Path, name: str) -> None:
    served.add("a.md", b"Text a.")
    served.sync()
    (tmp_path / "outside.md").write_text("mine")
    (served.articles / "link.md").symlink_to(tmp_path / "outside.md")
    (served.articles / ".secret.md").write_text("mine")
    refused = served.client.delete(f"{API}/articles", params={"doc": name})
    assert refused.status_code in (400, 404)
    assert (served.path / "store.sqlite3").exists()
    assert (tmp_path / "outside.md").exists()
    assert (served.articles / ".secret.md").exists()


def test_removing_finds_a_file_whose_name_is_decomposed_on_disk(served: Served) -> None:
    served.articles.mkdir()
    (served.articles / "cafe\u0301.md").write_text("Text.")
    served.sync()
    gone = served.client.delete(f"{API}/articles", params={"doc": "caf\u00e9.md"}).json()
    assert [file["path"] for file in gone["moved"]] == ["caf\u00e9.md"]


@pytest.mark.parametrize("kept", ["../store.sqlite3", "/etc/passwd", "no.md"])
def test_restoring_takes_only_removed_files(served: Served, kept: str) -> None:
    served.add("a.md", b"Text a.")
    served.sync()
    body = {"files": [{"kept": kept, "path": "b.md"}]}
    assert served.client.post(f"{API}/articles/restore", json=body).status_code == 404
    assert not (served.articles / "b.md").exists()


def test_sample_is_copied_and_searchable_when_there_is_nothing(served: Served) -> None:
    assert served.client.post(f"{API}/sample").json()["sync"]["running"]
    assert served.synced()["problem"] == ""
    listed = served.list()
    assert listed["counts"]["articles"] == 20
    assert all(row["path"].startswith("sample/") for row in listed["articles"])


def test_sample_is_refused_when_there_are_articles(served: Served) -> None:
    served.add("a.md", b"Text a.")
    served.sync()
    assert served.client.post(f"{API}/sample").status_code == 409


def test_page_goes_on_when_the_index_is_deleted_and_made_again(served: Served) -> None:
    served.add("a.md", b"Text a.")
    served.sync()
    assert served.paths() == ["a.md"]
    shutil.rmtree(served.path)
    assert served.list()["counts"]["all"] == 0
    assert served.client.get(f"{API}/articles/text", params={"doc": "a.md"}).status_code == 404
    state = served.sync()
    assert (state["problem"], state["report"]["summary"]) == ("", "1 article added.")
    assert served.paths() == ["a.md"]


def test_page_shows_the_other_index_when_it_is_rebuilt_underneath(
    served: Served, word_encoder: Encoder
) -> None:
    served.add("a.md", b"Text a.")
    served.sync()
    shutil.rmtree(served.path)
    (served.articles / "b.md").write_text("Text b.")
    Index.create(served.path, load=lambda name: word_encoder).sync(served.articles)
    assert served.paths(sort="path") == ["a.md", "b.md"]


def test_damaged_index_is_said_in_the_list(served: Served) -> None:
    served.add("a.md", b"Text a.")
    served.sync()
    (served.path / "store.sqlite3").unlink()
    (served.path / "store.sqlite3").write_bytes(b"no database" * 1000)
    listed = served.list()
    assert "is damaged" in listed["problem"]
    assert listed["articles"] == []


def test_sync_ends_with_the_server(served: Served) -> None:
    served.articles.mkdir()
    for number in range(200):
        (served.articles / f"{number}.txt").write_text(f"Report number {number}.")
    with served.client:
        served.client.post(f"{API}/sync")
    assert not served.client.get(f"{API}/sync").json()["running"]


def test_sync_says_who_is_writing_when_another_is(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.web.articles.syncing.BUSY_WAIT_S", 0.1)
    served.add("a.md", b"Text a.")
    served.sync()
    with writer_lock(served.path):
        problem = served.sync()["problem"]
    assert "is being written by process" in problem
    assert served.sync()["problem"] == ""


@pytest.mark.parametrize(
    "name", ["\u202e.hid/x.md", "\u202e.git/x.md", "\u202e~$a.md", "a/\u202e/x.md", "\u2066../x.md"]
)
def test_adding_judges_a_name_without_the_signs_that_turn_it_around(
    served: Served, name: str
) -> None:
    refused = served.add(name, b"Text.")
    assert refused.status_code == 400
    assert left_behind(served) == []


def test_sweep_passes_over_an_upload_that_ends_meanwhile(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.articles.mkdir()
    old = served.articles / ".byline-old.part"
    old.write_text("x")
    os.utime(old, (1, 1))
    gone = served.articles / ".byline-gone.part"
    monkeypatch.setattr(Path, "glob", lambda folder, pattern: iter([gone, old]))
    moving.sweep(served.articles)
    assert not old.exists()


@pytest.mark.parametrize("name", [b"caf\xe9.md", b"back\\slash.md", b"two\nlines.md"])
def test_listed_article_is_removed_whatever_its_name_holds(served: Served, name: bytes) -> None:
    served.articles.mkdir()
    path = Path(os.fsdecode(os.fsencode(served.articles) + b"/" + name))
    path.write_text("Text.")
    served.sync()
    [listed] = served.paths()
    gone = served.client.delete(f"{API}/articles", params={"doc": listed}).json()
    [file] = gone["moved"]
    assert file["path"] == listed
    assert "\\" not in file["kept"]
    assert file["kept"].isprintable()
    assert not path.exists()
    served.synced()
    assert served.paths(status="removed") == [file["kept"]]
    back = served.client.post(f"{API}/articles/restore", json={"files": [file]})
    assert back.status_code == 200
    served.synced()
    assert served.paths() == [file["kept"]]


def test_removing_many_looks_through_the_folder_once(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.add("a.md", b"Text a.")
    served.sync()
    scans: list[Path] = []

    def counted(folder: Path) -> Iterator[Any]:
        scans.append(folder)
        return scan_folder(folder)

    monkeypatch.setattr("ui.web.articles.file_lookup.scan_folder", counted)
    stale = {"doc": [f"gone{number}.md" for number in range(50)]}
    assert served.client.delete(f"{API}/articles", params=stale).status_code == 404
    assert scans == [served.articles]


def test_restoring_refuses_a_name_under_which_it_would_not_be_read(served: Served) -> None:
    served.add("a.md", b"Text a.")
    served.add("x2.md", b"Text b.")
    served.sync()
    served.client.delete(f"{API}/articles", params={"doc": "a.md"})
    served.synced()

    def restored(path: str) -> Any:
        body = {"files": [{"kept": "a.md", "path": path}]}
        return served.client.post(f"{API}/articles/restore", json=body)

    refused = restored("a.exe")
    assert refused.status_code == 415
    assert refused.json()["problem"].startswith("Files of the type .exe are not read")
    refused = restored("x2.md/a.md")
    assert (refused.status_code, refused.json()["problem"]) == (
        400,
        "“x2.md” is a file, so it cannot be a folder: rename one.",
    )
    for path in ("../a.md", "/a.md", ".git/a.md", "x/../../a.md"):
        assert restored(path).status_code == 400
    assert served.paths(status="removed") == ["a.md"]


def test_file_of_another_type_is_put_back_as_it_was(served: Served) -> None:
    served.articles.mkdir()
    (served.articles / "notes.xyz").write_text("x")
    served.sync()
    gone = served.client.delete(f"{API}/articles", params={"doc": "notes.xyz"}).json()["moved"]
    back = served.client.post(f"{API}/articles/restore", json={"files": gone})
    assert [file["path"] for file in back.json()["moved"]] == ["notes.xyz"]


def test_full_disk_is_said_when_an_article_is_put_back(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.add("a.md", b"Text a.")
    served.sync()
    gone = served.client.delete(f"{API}/articles", params={"doc": "a.md"}).json()["moved"]

    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "link", full)
    assert served.client.post(f"{API}/articles/restore", json={"files": gone}).status_code == 507


def test_uploads_go_to_the_last_folder_when_the_index_has_gone(
    served: Served, word_encoder: Encoder, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.md").write_text("Text a.")
    Index.create(served.path, load=lambda name: word_encoder).sync(folder)
    assert served.paths() == ["a.md"]
    shutil.rmtree(served.path)
    listed = served.list()
    assert listed["problem"] == (
        f"The index at {served.path} is gone: a sync makes it again from {folder}."
    )
    assert listed["folder"] == str(folder)
    assert served.add("b.md", b"Text b.").status_code == 200
    assert (folder / "b.md").exists()
    assert served.client.post(f"{API}/sample").json()["problem"] == listed["problem"]
    assert served.sync()["problem"] == ""
    assert (served.paths(sort="path"), served.list()["problem"]) == (["a.md", "b.md"], "")
    assert not served.articles.exists()


def test_removed_articles_are_kept_when_the_index_has_gone(served: Served) -> None:
    served.add("a.md", b"Text a.")
    served.sync()
    gone = served.client.delete(f"{API}/articles", params={"doc": "a.md"}).json()["moved"]
    served.synced()
    shutil.rmtree(served.path)
    assert served.paths(status="removed") == ["a.md"]
    back = served.client.post(f"{API}/articles/restore", json={"files": gone})
    assert [file["path"] for file in back.json()["moved"]] == ["a.md"]
    served.synced()
    assert served.paths() == ["a.md"]


def test_articles_that_an_older_version_removed_can_be_put_back(served: Served) -> None:
    served.add("a.md", b"Text a.")
    served.sync()
    older = served.path / "removed" / "city"
    older.mkdir(parents=True)
    (older / "b.md").write_text("Text b.")
    with served.client:
        assert served.paths(status="removed") == ["city/b.md"]
        assert not older.parent.exists()
        served.client.post(
            f"{API}/articles/restore", json={"files": [{"kept": "city/b.md", "path": "city/b.md"}]}
        )
        served.synced()
        assert served.paths(sort="path") == ["a.md", "city/b.md"]


def test_folders_are_told_by_their_names_alone_when_others_reach_the_page(served: Served) -> None:
    served.add("a.md", b"Words about a river.")
    served.sync()
    app = FastAPI()
    app.include_router(routes(served.context(shared=True)))
    found = TestClient(app).get(f"{API}/articles").json()
    assert (found["folder"], found["index_path"]) == ("articles", "index")
    shutil.rmtree(served.path)
    found = TestClient(app).get(f"{API}/articles").json()
    assert "is gone" in found["problem"]
    assert str(served.path.parent) not in str(found)
