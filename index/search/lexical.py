"""The lexical arm: BM25 in tantivy, as a cache on disk or in memory.

Queries are built from tokens, never parsed from the user's words, so that punctuation and words
such as AND mean nothing special. A sentinel document in the same commit says what the cache
was made from, since tantivy's commits carry no payload of their own.
"""

import json
import shutil
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from index.errors import IndexDamagedError
from index.location import LEXICAL_NAME, POINTER_NAME
from index.search.analyzer import build_analyzer, without_question_words
from index.text.scripts import segmented

WRITER_HEAP_BYTES = 64_000_000
ANALYZER = "byline"
SENTINEL = "manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class LexicalManifest:
    """What a lexical index holds: every passage row up to `covered` that was there when written."""

    language: str
    covered: int
    written: int  # documents ever added; many more than are alive means: rebuild
    store: str = ""  # the id of the store whose rows they are


class LexicalIndex:
    """BM25 over passages by row id."""

    def __init__(
        self, index: Any, analyzer: Any, manifest: LexicalManifest, folder: Path | None
    ) -> None:
        self._folder = folder  # None in memory
        self._index = index
        self._analyzer = analyzer
        self.manifest = manifest
        self._searcher = index.searcher()

    @classmethod
    def create(cls, language: str, folder: Path | None = None, *, store: str = "") -> Self:
        """An empty index of the store with this id, in `folder` or in memory."""
        import tantivy

        if folder is not None:
            folder.mkdir(parents=True, mode=0o700)
        index = tantivy.Index(_schema(), path=None if folder is None else str(folder))
        analyzer = build_analyzer(language)
        index.register_tokenizer(ANALYZER, analyzer)
        manifest = LexicalManifest(language=language, covered=0, written=0, store=store)
        return cls(index, analyzer, manifest, folder)

    @classmethod
    def open(cls, folder: Path, language: str, *, store: str = "") -> Self | None:
        """The index in `folder`; None: missing, damaged, of another language or another store."""
        import tantivy

        try:
            with _panics_as_damage(folder):
                index = tantivy.Index(_schema(), path=str(folder), reuse=True)
                analyzer = build_analyzer(language)
                index.register_tokenizer(ANALYZER, analyzer)
                manifest = _read_sentinel(index)
        except (ValueError, OSError, TypeError, IndexDamagedError):
            return None
        if manifest is None or (manifest.language, manifest.store) != (language, store):
            return None
        return cls(index, analyzer, manifest, folder)

    def add(self, passages: Iterable[tuple[int, str]], *, covered: int) -> None:
        """Add (row, text) pairs and commit them together with a new sentinel."""
        import tantivy

        writer = self._index.writer(heap_size=WRITER_HEAP_BYTES, num_threads=1)
        # A list of deletions from a writer that was killed in its commit: the next commit gives
        # its own the same name when it adds as much, and would fail for ever.
        writer.garbage_collect_files()
        written = self.manifest.written
        for row, text in passages:
            values = {"row": row, "body": segmented(text)}
            writer.add_document(tantivy.Document.from_dict(values, self._index.schema))
            written += 1
        manifest = replace(self.manifest, covered=covered, written=written)
        writer.delete_documents_by_term(SENTINEL, SENTINEL)
        writer.add_document(
            tantivy.Document(manifest=SENTINEL, payload=json.dumps(asdict(manifest)))
        )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        self.manifest = manifest

    def tokens(self, text: str) -> list[str]:
        """The tokens of `text` as they are indexed: folded, stemmed."""
        tokens: list[str] = self._analyzer.analyze(segmented(text))
        return tokens

    def query_tokens(self, question: str) -> list[str]:
        """The tokens to search for: without question words, unless nothing else is left."""
        return without_question_words(self.tokens(question), self.manifest.language)

    def search(
        self, tokens: Sequence[str], k: int, allowed: Iterable[int] | None, alive: set[int]
    ) -> list[tuple[int, float]]:
        """At most `k` (row, BM25), best first, ties to the lower row.

        Args:
            tokens: from `query_tokens`.
            k: how many.
            allowed: only these rows; None allows every row that is `alive`.
            alive: rows that may be returned at all; the index can hold others.
        """
        if not tokens or k <= 0:
            return []
        query = self._query(tokens, allowed)
        limit = k
        while True:
            found = self._run(query, limit)
            kept = [(row, score) for row, score in found if row in alive]
            if len(kept) >= k or len(found) < limit:
                return sorted(kept, key=lambda pair: (-pair[1], pair[0]))[:k]
            limit *= 2  # rows that are no longer alive took the places: ask for more

    def like(self, token: str, k: int, alive: set[int]) -> list[int]:
        """At most `k` rows that hold a token with at most two letters other than `token` has."""
        import tantivy

        query = tantivy.Query.fuzzy_term_query(self._index.schema, "body", token, distance=2)
        return [row for row, _ in self._run(query, k) if row in alive]

    def scores(self, tokens: Sequence[str], rows: Sequence[int]) -> dict[int, float]:
        """The exact BM25 score of each of `rows`; 0 where no token occurs."""
        if not tokens or not rows:
            return dict.fromkeys(rows, 0.0)
        found = dict(self._run(self._query(tokens, rows, optional=True), len(rows)))
        return {row: found.get(row, 0.0) for row in rows}

    def document_frequency(self, token: str) -> float:
        """The fraction of passages, 0 to 1, that hold `token`."""
        total: int = max(self._searcher.num_docs - 1, 1)
        return min(int(self._searcher.doc_freq("body", token)) / total, 1.0)

    def rows(self) -> list[int]:
        """Every row id in the index, sorted, with repeats if there are any."""
        import tantivy

        everything = tantivy.Query.range_query(
            self._index.schema, "row", tantivy.FieldType.Unsigned, lower_bound=0
        )
        return sorted(row for row, _ in self._run(everything, max(self._searcher.num_docs, 1)))

    def _run(self, query: Any, limit: int) -> list[tuple[int, float]]:
        with _panics_as_damage(self._folder):
            hits = self._searcher.search(query, limit, count=False).hits
            rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        found = zip(rows, (score for score, _ in hits), strict=True)
        return [(int(row), float(score)) for row, score in found if row is not None]

    def _query(
        self, tokens: Sequence[str], allowed: Iterable[int] | None, *, optional: bool = False
    ) -> Any:
        import tantivy

        schema, occur, build = self._index.schema, tantivy.Occur, tantivy.Query
        terms = [
            (
                occur.Should,
                build.boost_query(build.term_query(schema, "body", token, "freq"), float(times)),
            )
            for token, times in Counter(tokens).items()
        ]
        words = build.boolean_query(terms)
        if allowed is None:
            return words
        only = build.const_score_query(build.term_set_query(schema, "row", list(allowed)), 0.0)
        return build.boolean_query(
            [(occur.Must, only), (occur.Should if optional else occur.Must, words)]
        )


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", indexed=True, fast=True)
    builder.add_text_field("body", tokenizer_name=ANALYZER, index_option="freq")
    builder.add_text_field(SENTINEL, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("payload", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _read_sentinel(index: Any) -> LexicalManifest | None:
    import tantivy

    searcher = index.searcher()
    query = tantivy.Query.term_query(index.schema, SENTINEL, SENTINEL, "basic")
    hits = searcher.search(query, 1, count=False).hits
    if not hits:
        return None
    payload = searcher.doc(hits[0][1]).get_first("payload")
    return LexicalManifest(**json.loads(str(payload)))


@contextmanager
def _panics_as_damage(folder: Path | None) -> Iterator[None]:
    """tantivy panics on some damaged files, with an exception that escapes `except Exception`."""
    try:
        yield
    except BaseException as error:
        if folder is None or type(error).__name__ != "PanicException":
            raise
        raise IndexDamagedError(folder, str(error)) from error


def current_folder(index_folder: Path) -> Path | None:
    """Where the lexical cache now lies; None when the pointer is missing or damaged."""
    try:
        name = json.loads((index_folder / POINTER_NAME).read_text("utf-8"))["folder"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return index_folder / Path(str(name)).name


def remove_other_folders(index_folder: Path, current: Path) -> None:
    """Delete lexical folders that the pointer no longer names; readers keep what they mapped."""
    for folder in index_folder.glob(f"{LEXICAL_NAME}-*"):
        if folder != current:
            shutil.rmtree(folder, ignore_errors=True)


def is_whole(folder: Path) -> bool:
    """Whether every file that the index in `folder` is made of has its checksum.

    A file ends in a footer: JSON with the CRC-32 of all before it, the length of that JSON and
    a magic number, both 32-bit little-endian. Files that the index does not name are passed over:
    a writer that was killed leaves unfinished ones, and the next commit deletes them.
    """
    try:
        segments = json.loads((folder / "meta.json").read_text("utf-8"))["segments"]
        return all(
            _has_its_checksum(path.read_bytes())
            for segment in segments
            for path in _files_of(folder, segment)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _files_of(folder: Path, segment: dict[str, Any]) -> Iterator[Path]:
    """The files of one segment; of its lists of deleted documents, the one in force."""
    name = str(segment["segment_id"]).replace("-", "")
    yield from (path for path in folder.glob(f"{name}.*") if path.suffix != ".del")
    if segment["deletes"] is not None:
        yield folder / f"{name}.{segment['deletes']['opstamp']}.del"


def _has_its_checksum(data: bytes) -> bool:
    length = int.from_bytes(data[-8:-4], "little")
    body, footer = data[: -8 - length], data[-8 - length : -8]
    try:
        return bool(json.loads(footer)["crc"] == zlib.crc32(body))
    except (ValueError, KeyError, TypeError):
        return False
