"""The corpus of a collection: a folder of articles, or streamed documents written as files."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote

from eval.questions.json_lines import digest_of
from eval.types import CorpusDocument
from index.errors import FolderError, ReadError, UsageError
from index.files import writing

SEGMENT_BYTES = 120
_SUFFIX = ".md"


@dataclass(frozen=True)
class FolderCorpus:
    """A folder of articles; each is called by its path in the folder."""

    folder: Path

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the paths and bytes of the files that a sync would look at."""
        digest = sha256()
        for doc_id, path in scan_articles(self.folder):
            digest.update(f"{doc_id}\0{_content_digest(path)}\n".encode())
        return digest.hexdigest()

    def write(self, folder: Path) -> None:
        """Copy the articles into `folder`, which must not exist."""
        folder.mkdir(parents=True)
        for doc_id, path in scan_articles(self.folder):
            (folder / doc_id).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / doc_id)

    def doc_id_of(self, name: str) -> str:
        """The same: an index of the folder calls them so too."""
        return name

    file_id_of = doc_id_of


def open_folder(path: Path) -> FolderCorpus:
    """The folder as a corpus.

    Raises:
        FolderError: there is no such folder, or no article in it.
    """
    if next(scan_articles(path), None) is None:
        raise FolderError(path, "holds no articles")
    return FolderCorpus(path)


def scan_articles(folder: Path) -> Iterator[tuple[str, Path]]:
    """Id and path of every file of a folder that a sync would read, in order."""
    from index.scan import scan_folder
    from index.types import FileOutcome

    return (
        (file.doc_id, file.path)
        for file in scan_folder(folder)
        if not isinstance(file, FileOutcome)
    )


def _content_digest(path: Path) -> str:
    from index.scan import hash_file

    try:
        return hash_file(path)
    except ReadError:
        return "unreadable"  # a sync goes on without it too


def to_file_id(doc_id: str) -> str:
    """A path that any file system takes, from any id; different ids have different paths.

    Percent-encoded, as in addresses. A long id becomes folders, each named by `SEGMENT_BYTES` of
    it and a "~". An id that differs from another only in letter case needs a file system that
    keeps them apart.
    """
    encoded = quote(doc_id, safe="", errors="surrogatepass").replace("~", "%7E")
    cuts = range(0, len(encoded), SEGMENT_BYTES)
    segments = [_visible(encoded[at : at + SEGMENT_BYTES]) for at in cuts]
    return "~/".join(segments) + _SUFFIX


def _visible(segment: str) -> str:
    # A sync does not see names that begin with a dot.
    return "%2E" + segment[1:] if segment.startswith(".") else segment


def to_doc_id(file_id: str) -> str:
    """The id that `to_file_id` made `file_id` from."""
    encoded = file_id.removesuffix(_SUFFIX).replace("~/", "")
    return unquote(encoded, errors="surrogatepass")


@dataclass(frozen=True)
class StreamedCorpus:
    """Documents that are read one at a time, in the same order whenever `documents` is called.

    Args:
        documents: in the order of the collection.
        read_digest: SHA-256 of what they are made from; called at most once.
        source: what to call them in errors.
    """

    documents: Callable[[], Iterator[CorpusDocument]]
    read_digest: Callable[[], str]
    source: str
    folder: Path | None = None  # they have to be written first
    doc_id_of = staticmethod(to_doc_id)
    file_id_of = staticmethod(to_file_id)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the documents are made from."""
        return self.read_digest()

    def write(self, folder: Path) -> None:
        """Make `folder` of one Markdown file for each document; all of them or nothing.

        Raises:
            UsageError: a document is malformed, or there are none.
            StorageError: the disk does not take them.
        """
        unfinished = folder.with_name(folder.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            with writing(folder):
                unfinished.mkdir(parents=True)
                for document in self.documents():
                    path = unfinished / to_file_id(document.doc_id)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    write_markdown(path, document.title, document.text)
                if not any(unfinished.iterdir()):
                    raise UsageError(f"{self.source}: holds no documents")
                unfinished.rename(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


def file_corpus(path: Path, read: Callable[[Path], Iterator[CorpusDocument]]) -> StreamedCorpus:
    """The documents that `read` finds in one file."""
    return StreamedCorpus(partial(read, path), partial(digest_of, path), source=str(path))


# What Markdown acts upon inside a line; read back, the text is what it was.
_ACTS = re.compile(r"[\\`*_~^=<>\[\]{}&%]")


def write_markdown(path: Path, title: str, text: str) -> None:
    """One article as a Markdown file, its headline, if there is one, in the front matter."""
    # Lone surrogates, which JSON can hold, have no UTF-8.
    escaped = _ACTS.sub(r"\\\g<0>", text)
    path.write_text(f"{_front_matter(title)}{escaped}\n", encoding="utf-8", errors="replace")


def _front_matter(title: str) -> str:
    kept = "".join(c if c.isprintable() else " " for c in title)
    # A JSON string of printable characters is YAML, whatever quotation marks and colons it holds.
    quoted = json.dumps(" ".join(kept.split()), ensure_ascii=False)
    return f"---\ntitle: {quoted}\n---\n\n" if quoted != '""' else ""
