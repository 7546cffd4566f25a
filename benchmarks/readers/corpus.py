"""The files of the readers' benchmark: every format, every kind, several files of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.readers.model import Article, make_article
from benchmarks.readers.pages import PDF_KINDS, SCAN, SCAN_KINDS, write_pdf_pages, write_scan
from benchmarks.readers.writing import write
from eval.splits import is_tuning

_LANGUAGES = ("de", "fr", "zh", "ru", "he")
_TEXT_KINDS = "plain marks struck private table notes"

# format -> template, kinds, files of each kind, articles in a file
_FORMATS: Mapping[str, tuple[str, str, int, int]] = {
    "html": (
        "page.html",
        "plain marks struck private inline table structure notes comments classes related graph"
        " entities byline liveblog interview zoned saved latin1 de fr zh ru he microdata breaks old"
        " details links",
        3,
        1,
    ),
    "md": (
        "article.md",
        "plain marks struck private inline table structure notes interview toml json clipper"
        " pelican pandoc wrapped de zh bare links",
        3,
        1,
    ),
    "txt": ("article.txt", "plain wrapped hyphens headers utf-16 windows-1252 fr de", 4, 1),
    "docx": (
        "article.docx",
        f"{_TEXT_KINDS} structure control custom textbox strict moved fields",
        4,
        1,
    ),
    "pdf": ("", PDF_KINDS, 4, 1),
    "rtf": ("article.rtf", f"{_TEXT_KINDS} structure", 3, 1),
    "odt": ("article.odt", f"{_TEXT_KINDS} tracked structure", 3, 1),
    "pptx": ("slides.pptx", "plain lines table", 3, 1),
    "xlsx": ("sheet.xlsx", "articles table", 6, 3),
    "ods": ("sheet.ods", "articles table", 4, 3),
    "csv": ("sheet.csv", "plain semicolons table", 3, 3),
    "epub": ("book.epub", "plain marks struck structure", 2, 1),
    "eml": ("letter.eml", "plain html alternative base64", 2, 1),
    "mbox": ("letters.mbox", "plain html", 2, 3),
    "mhtml": ("page.mhtml", "plain base64", 2, 1),
    "warc": ("crawl.warc", "plain", 4, 3),
    "warc.gz": ("crawl.warc", "gzip", 6, 3),
    "json": ("articles.json", "plain fields html", 3, 3),
    "jsonl": ("articles.jsonl", "plain fields html", 3, 3),
    "rss": ("feed.xml", "content description", 2, 3),
    "atom": ("feed.xml", "atom", 4, 3),
    "vtt": ("transcript.vtt", "plain voices", 2, 1),
    "srt": ("transcript.vtt", "srt", 4, 1),
    "wxr": ("wxr.xml", "blocks classic plain", 2, 3),
    "nitf": ("nitf.xml", "plain marks table", 3, 1),
    "newsml": ("newsml.xml", "xhtml nitf", 3, 4),
    "ninjs": ("ninjs.json", "1 2 3", 3, 1),
    SCAN: ("", SCAN_KINDS, 3, 1),
}
_SUFFIXES = {"ninjs": "json"} | dict.fromkeys(("rss", "atom", "wxr", "nitf", "newsml"), "xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusFile:
    """A file, its articles, and what a reader should make of it."""

    name: str
    format: str
    kind: str
    articles: tuple[Article, ...]
    data: bytes
    states: Sequence[str] = ("headline", "authors", "published")
    allowed: Sequence[str] = ()  # may be read as well: times, names of sheets
    beside: Mapping[str, bytes] = field(default_factory=dict)  # files next to it
    reported: bool = False  # it cannot be read rightly: a warning or a reason is right

    def write(self, folder: Path) -> None:
        """Put it, and what lies beside it, into `folder`."""
        for name, data in {**self.beside, self.name: self.data}.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)


def plan_files(half: str) -> Iterator[tuple[str, str, str]]:
    """Name, format and kind of the files of one half, "tuning" or "reporting", by their names."""
    for form, (_, kinds, each, _) in _FORMATS.items():
        for kind in kinds.split():
            for number in range(1, each + 1):
                name = f"{form.replace('.', '-')}-{kind}-{number}"
                if is_tuning(name) == (half == "tuning"):
                    yield name, form, kind


def make_file(name: str, form: str, kind: str) -> CorpusFile:
    """The file of this name; the same at every call."""
    template, _, _, count = _FORMATS[form]
    articles = _articles(name, form, kind, count)
    data = (
        _WRITERS[form](articles[0], kind) if form in _WRITERS else write(template, articles, kind)
    )
    suffix = kind if form == SCAN else _SUFFIXES.get(form, form)
    kept = articles[:-1] if form == "newsml" else articles  # the last one is withheld
    return CorpusFile(
        name=f"{name}.{suffix}", format=form, kind=kind, articles=kept, data=data,
        **_known(name, form, kind, articles[0]),
    )  # fmt: skip


_WRITERS = {"pdf": write_pdf_pages, SCAN: write_scan}


def _articles(name: str, form: str, kind: str, count: int) -> tuple[Article, ...]:
    language = kind if kind in _LANGUAGES else "en"
    names = [f"{name}-{place}" for place in range(count)] if count > 1 else [name]
    articles = [make_article(each, kind, language) for each in names]
    if form in ("eml", "mbox", "wxr"):  # have one author
        articles = [replace(article, authors=article.authors[:1]) for article in articles]
    if form in ("xlsx", "ods", "csv") and kind == "table":
        table = tuple(block for block in articles[0].blocks if block.rows)
        articles = [replace(articles[0], blocks=table)]
    return tuple(articles)


def _known(name: str, form: str, kind: str, article: Article) -> dict[str, Any]:
    """What is particular to the format and the kind."""
    if form in ("vtt", "srt"):
        times = [f"{s // 60:02}:{s % 60:02}" for s in range(0, 600, 4)]
        return {
            "states": (),
            "allowed": (
                *times,
                *(f"{hour}:{time}" for time in times for hour in ("0", "00")),
                *article.authors,
            ),
        }
    if form in ("xlsx", "ods", "csv"):
        return {"allowed": ("Sheet1",)} | ({"states": ()} if kind == "table" else {})
    if form == "pptx":
        slides = [f"Slide {number}" for number in range(1, 20)]
        return {"states": ("headline", "authors"), "allowed": slides}
    if form == SCAN or (form, kind) == ("pdf", "he"):
        return {"states": ("headline",)}
    if kind == "liveblog":
        return {"allowed": [f"1{number}:05" for number in range(9)]}
    if kind == "saved":
        frame = f"<html><body><p>{' '.join(article.private)}</p></body></html>".encode()
        return {"beside": {f"{name}_files/frame.html": frame}}
    if kind == "textbox":
        return {"allowed": article.teasers[:1]}
    return {"reported": kind == "unmapped"}
