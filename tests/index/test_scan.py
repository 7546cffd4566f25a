"""What a folder holds, whatever stands in it."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest

from index.errors import FolderError, ReadError
from index.scan import hash_file, scan_folder, to_doc_id
from index.types import FileOutcome, FileStatus, FoundFile

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def _write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("Text.")


def _seen(root: Path) -> dict[str, str]:
    return {
        item.doc_id if isinstance(item, FoundFile) else item.path: (
            "" if isinstance(item, FoundFile) else f"{item.status}: {item.reason}"
        )
        for item in scan_folder(root)
    }


def test_finds_every_kind_of_article_sorted_by_path(tmp_path: Path) -> None:
    _write(tmp_path, "b.md", "a/z.TXT", "a-b.html", "a.htm", "c.pdf", "d.docx", "e.Markdown")
    names = [item.doc_id for item in scan_folder(tmp_path) if isinstance(item, FoundFile)]
    assert names == sorted(names)
    assert set(names) == {
        "b.md", "a/z.TXT", "a-b.html", "a.htm", "c.pdf", "d.docx", "e.Markdown"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("page", "folder"),
    [
        ("Bus depot burns.html", "Bus depot burns_files"),
        ("Fire.htm", "Fire-Dateien"),
        ("Feu.html", "Feu_fichiers"),
        ("Fuego.HTML", "fuego_archivos"),
        ("Brand.html", "Brand_bestanden"),
        ("Fuoco.html", "Fuoco_file"),
        ("Brann.htm", "Brann-filer"),
        ("a/Word.htm", "a/Word.files"),
    ],
)
def test_skips_the_folder_that_a_browser_keeps_beside_a_page(
    tmp_path: Path, page: str, folder: str
) -> None:
    _write(tmp_path, page, f"{folder}/comments.html", f"{folder}/deep/frame.html")
    name = page.rpartition("/")[2]
    assert _seen(tmp_path) == {
        page: "",
        folder: f"skipped: kept by a browser beside {name}: parts of that page, no articles",
    }


@pytest.mark.parametrize("name", ["fire_files/a.html", "fire-notes/a.html", "other_files/a.md"])
def test_reads_a_folder_that_belongs_to_no_page(tmp_path: Path, name: str) -> None:
    _write(tmp_path, "fire.md", "flood.html", name)
    assert _seen(tmp_path) == {"fire.md": "", "flood.html": "", name: ""}


def test_says_what_the_system_knows_about_a_file(tmp_path: Path) -> None:
    _write(tmp_path, "a.md")
    (found,) = scan_folder(tmp_path)
    status = (tmp_path / "a.md").stat()
    assert found == FoundFile(
        doc_id="a.md",
        path=tmp_path / "a.md",
        size_bytes=5,
        modified_ns=status.st_mtime_ns,
        changed_ns=status.st_ctime_ns,
        inode=status.st_ino,
    )


def test_does_not_see_hidden_names_and_skips_unknown_types(tmp_path: Path) -> None:
    _write(
        tmp_path,
        ".git/a.md",
        ".byline/b.md",
        ".c.md",
        "photo.webp",
        "film.mp4",
        "README",
        "~$open.docx",
    )
    assert _seen(tmp_path) == {
        "photo.webp": "skipped: a picture (.webp): save it as .png to have its words read",
        "film.mp4": "skipped: unknown type (.mp4)",
        "README": "skipped: unknown type (no suffix)",
        "~$open.docx": "skipped: a lock file of an open document",
    }


@posix_only
def test_skips_links_and_special_files_without_opening_them(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    _write(outside, "secret.md")
    _write(tmp_path, "sub/a.md")
    (tmp_path / "out.md").symlink_to(outside / "secret.md")
    (tmp_path / "outdir").symlink_to(outside)
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "self.md").symlink_to("self.md")
    (tmp_path / "again.md").symlink_to("sub/a.md")
    (tmp_path / "gone.md").symlink_to("nowhere.md")
    os.mkfifo(tmp_path / "fifo.md")
    with socket.socket(socket.AF_UNIX) as bound:
        monkeypatch.chdir(tmp_path)  # a socket's address has to be short
        bound.bind("sock.md")
        seen = _seen(tmp_path)
    assert seen.pop("self.md").startswith("skipped: a link")
    assert seen == {
        "again.md": "skipped: a link to another file of this folder",
        "fifo.md": "skipped: a FIFO",
        "gone.md": "skipped: a link that leads nowhere",
        "out.md": "skipped: a link that leads out of the folder",
        "outdir": "skipped: a link that leads out of the folder",
        "sock.md": "skipped: a socket",
        "sub/a.md": "",
        "sub/loop": "skipped: a link to another folder of this folder",
    }


@posix_only
def test_keeps_names_apart_when_they_are_no_utf8_or_look_alike(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for name in (b"caf\xe9.md", "e\u0301.md".encode(), "\u00e9.md".encode(), b"o\xcc\x88.md"):
        try:
            Path(os.fsdecode(folder + b"/" + name)).write_text("Text.")
        except OSError:
            pytest.skip("this file system takes no such names")
    names = [item.doc_id for item in scan_folder(tmp_path) if isinstance(item, FoundFile)]
    assert len(set(names)) == 4
    assert "caf\\xe9.md" in names
    assert "\u00f6.md" in names
    assert all(name.encode() for name in names)


def test_goes_on_when_folders_are_nested_deeply(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(300):
        folder = folder / "d"
    folder.mkdir(parents=True)
    (folder / "a.md").write_text("Text.")
    assert len(list(scan_folder(tmp_path))) == 1


def test_lists_a_folder_as_failed_when_it_may_not_be_read(tmp_path: Path) -> None:
    _write(tmp_path, "closed/a.md", "b.md")
    (tmp_path / "closed").chmod(0)
    try:
        if os.access(tmp_path / "closed", os.R_OK):
            pytest.skip("whoever runs this may read everything")
        failed = [item for item in scan_folder(tmp_path) if isinstance(item, FileOutcome)]
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert [(item.path, item.status) for item in failed] == [("closed", FileStatus.FAILED)]


def test_raises_when_the_folder_is_missing_or_a_file(tmp_path: Path) -> None:
    _write(tmp_path, "a.md")
    with pytest.raises(FolderError, match="no such folder"):
        scan_folder(tmp_path / "missing")
    with pytest.raises(FolderError, match="not a folder"):
        scan_folder(tmp_path / "a.md")


def test_finds_nothing_when_the_folder_is_empty(tmp_path: Path) -> None:
    assert list(scan_folder(tmp_path)) == []


def test_hashes_a_file_and_says_why_when_it_cannot(tmp_path: Path) -> None:
    _write(tmp_path, "a.md")
    assert hash_file(tmp_path / "a.md") == hashlib.sha256(b"Text.").hexdigest()
    with pytest.raises(ReadError, match="vanished"):
        hash_file(tmp_path / "missing.md")
    with pytest.raises(ReadError, match="not a regular file"):
        hash_file(tmp_path)


def test_doc_id_is_found_by_the_name_that_a_shell_completes():
    assert to_doc_id("cafe\u0301\udce9.md") == "caf\xe9\\xe9.md"
