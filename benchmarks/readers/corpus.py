"""The files of the readers' benchmark: every format, every kind, several files of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.readers import exports, office, pages, plain, web
from benchmarks.readers.model import Article, make_article
from benchmarks.readers.writing import Made, Writer
from eval.splits import is_tuning

_LANGUAGES = ("de", "fr", "zh", "ru", "he")
SCAN = "scan"

# suffix -> who writes it, in which kinds, how many files of each, how many articles in a file
_ROWS: dict[str, tuple[Writer, Sequence[str], int, int]] = {
    "html": (web.write_html, web.HTML_KINDS, 3, 1),
    "md": (plain.write_markdown, plain.MARKDOWN_KINDS, 3, 1),
    "txt": (plain.write_text, plain.TEXT_KINDS, 4, 1),
    "docx": (office.write_word, office.WORD_KINDS, 4, 1),
    "pdf": (pages.write_pages, pages.PDF_KINDS, 4, 1),
    "rtf": (office.write_rtf, office.TEXT_KINDS, 3, 1),
    "odt": (office.write_odt, (*office.TEXT_KINDS, "tracked"), 3, 1),
    "pptx": (office.write_slides, ("plain", "lines", "table"), 3, 1),
    "xlsx": (office.write_excel, ("articles", "table"), 6, 3),
    "ods": (office.write_ods, ("articles", "table"), 4, 3),
    "csv": (plain.write_csv, ("plain", "semicolons", "table"), 3, 3),
    "epub": (office.write_epub, ("plain", "marks", "struck", "structure"), 2, 1),
    "eml": (web.write_eml, web.MAIL_KINDS, 2, 1),
    "mbox": (web.write_mbox, ("plain", "html"), 2, 3),
    "mhtml": (web.write_mhtml, ("plain", "base64"), 2, 1),
    "warc": (web.write_warc, ("plain",), 4, 3),
    "warc.gz": (web.write_warc, ("gzip",), 6, 3),
    "json": (plain.write_json, ("plain", "fields", "html"), 3, 3),
    "jsonl": (plain.write_jsonl, ("plain", "fields", "html"), 3, 3),
    "rss": (exports.write_feed, ("content", "description"), 2, 3),
    "atom": (exports.write_feed, ("atom",), 4, 3),
    "vtt": (plain.write_transcript, ("plain", "voices"), 2, 1),
    "srt": (plain.write_transcript, ("srt",), 4, 1),
    "wxr": (exports.write_wordpress, ("blocks", "classic", "plain"), 2, 3),
    "nitf": (exports.write_nitf, ("plain", "marks", "table"), 3, 1),
    "newsml": (exports.write_newsml, ("xhtml", "nitf"), 3, 4),
    "ninjs": (exports.write_ninjs, ("1", "2", "3"), 3, 1),
    SCAN: (pages.write_scan, pages.SCAN_KINDS, 3, 1),
}
_SUFFIXES = {
    "rss": "xml",
    "atom": "xml",
    "wxr": "xml",
    "nitf": "xml",
    "newsml": "xml",
    "ninjs": "json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusFile:
    """A file, its articles, and what a reader should make of it."""

    name: str
    format: str
    kind: str
    articles: tuple[Article, ...]
    made: Made

    def write(self, folder: Path) -> Path:
        """Put it, and what lies beside it, into `folder`; gives its place."""
        for name, data in {**self.made.beside, self.name: self.made.data}.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)
        return folder / self.name


def make_files(half: str) -> Iterator[CorpusFile]:
    """The files of one half, "tuning" or "reporting", by the hash of their names."""
    for form, (write, kinds, each, count) in _ROWS.items():
        for kind in kinds:
            for number in range(each):
                name = f"{form.replace('.', '-')}-{kind}-{number + 1}"
                if is_tuning(name) == (half == "tuning"):
                    yield _make(name, form, kind, write, count)


def _make(name: str, form: str, kind: str, write: Writer, count: int) -> CorpusFile:
    suffix = kind if form == SCAN else _SUFFIXES.get(form, form)
    language = kind if kind in _LANGUAGES else "en"
    sheet = kind == "table" and form in ("csv", "xlsx", "ods")
    articles = tuple(
        make_article(f"{name}-{place}" if count > 1 else name, kind, language)
        for place in range(1 if sheet else count)
    )
    if sheet:
        table = tuple(block for block in articles[0].blocks if block.rows)
        articles = (replace(articles[0], blocks=table),)
    made = write(articles, kind)
    kept = articles[: len(articles) - made.withheld]
    return CorpusFile(name=f"{name}.{suffix}", format=form, kind=kind, articles=kept, made=made)
