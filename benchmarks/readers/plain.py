"""Writes articles as text: Markdown, plain text, transcripts (VTT, SRT), JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Sequence

from benchmarks.readers.model import Article
from benchmarks.readers.writing import Made, body_html, render

MARKDOWN_KINDS = (
    *("plain", "marks", "struck", "private", "inline", "table", "structure", "notes", "interview"),
    *("toml", "json", "clipper", "pelican", "pandoc", "wrapped", "de", "zh"),
)
TEXT_KINDS = ("plain", "wrapped", "hyphens", "headers", "utf-16", "windows-1252", "fr", "de")


def write_markdown(articles: Sequence[Article], kind: str) -> Made:
    """One article with a header."""
    return Made(data=render("article.md", article=articles[0], kind=kind).encode())


def write_text(articles: Sequence[Article], kind: str) -> Made:
    """A headline, a byline with the day, paragraphs."""
    [article] = articles
    parts = [block.text for block in article.blocks]
    if kind == "wrapped":
        parts = [textwrap.fill(part, 72, break_on_hyphens=False) for part in parts]
    if kind == "hyphens":
        parts = ["\n".join(_divided(part)) for part in parts]
    head = [article.headline, f"{article.by}\n{article.day}"]
    if kind == "headers":
        author = "; ".join(article.authors)
        head = [f"Title: {article.headline}\nAuthor: {author}\nDate: {article.published}"]
    encoding = kind if kind in ("utf-16", "windows-1252") else "utf-8"
    text = "\n\n".join((*head, *parts))
    return Made(data=text.encode(encoding) if encoding == kind else text.encode())


def _divided(text: str) -> list[str]:
    """Lines of about 60 characters; a long word may be divided at the end of one."""
    lines = [""]
    for word in text.split():
        room = 60 - len(lines[-1]) - 2
        if len(word) + 1 <= room:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif word.isalpha() and len(word) > 7 and room > 3:
            cut = min(room, len(word) - 3)
            lines[-1] += f" {word[:cut]}-"
            lines.append(word[cut:])
        else:
            lines.append(word)
    return lines


def write_transcript(articles: Sequence[Article], kind: str) -> Made:
    """Subtitles, as VTT or as SRT: two lines a cue, and a sentence goes over several cues."""
    [article] = articles
    mark = "," if kind == "srt" else "."
    out = [] if kind == "srt" else [f"WEBVTT - {article.headline}", f"NOTE {article.private[0]}"]
    lines = textwrap.wrap(" ".join(article.sentences), 42, break_on_hyphens=False)
    times = []
    for second in range(0, 2 * len(lines), 4):
        clock = [f"00:{s // 60:02}:{s % 60:02}" for s in (second, second + 4)]
        times += [clock[0], clock[0][3:]]
        span = " --> ".join(f"{time}{mark}000" for time in clock)
        voice = f"<v {article.authors[0]}>" if kind == "voices" else ""
        cue = [voice + lines[second // 2], *lines[second // 2 + 1 : second // 2 + 2]]
        out.append("\n".join((str(second // 4 + 1), span, *cue)))
    allowed = [*times, *article.authors]
    return Made(data="\n\n".join(out).encode() + b"\n", states=(), allowed=allowed)


def record(article: Article, kind: str) -> dict[str, object]:
    """An article as a row of fields, under one of two sets of names."""
    text = "\n\n".join(block.text for block in article.blocks)
    if kind == "plain":
        named = {"title": article.headline, "author": "; ".join(article.authors)}
        return {**named, "date": str(article.published), "url": article.address, "text": text}
    return {
        "id": article.name,
        "headline": article.headline,
        "authors": list(article.authors),
        "published_at": f"{article.published}T08:15:00Z",
        "link": article.address,
        "body": body_html(article) if kind == "html" else text,
    }


def write_json(articles: Sequence[Article], kind: str) -> Made:
    """A list of articles."""
    records = [record(article, kind) for article in articles]
    return Made(data=json.dumps(records, ensure_ascii=kind == "html", indent=1).encode())


def write_jsonl(articles: Sequence[Article], kind: str) -> Made:
    """An article a line."""
    lines = (json.dumps(record(article, kind), ensure_ascii=False) for article in articles)
    return Made(data="".join(f"{line}\n" for line in lines).encode())


def write_csv(articles: Sequence[Article], kind: str) -> Made:
    """An article a row, or the table of one; "semicolons" as offices write it."""
    if kind == "table":
        out = io.StringIO()
        csv.writer(out).writerows(table_rows(articles))
        return Made(data=out.getvalue().encode(), states=())
    records = [record(article, "plain") for article in articles]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]), delimiter="," if kind == "plain" else ";")
    writer.writeheader()
    writer.writerows(records)
    return Made(data=out.getvalue().encode("utf-8" if kind == "plain" else "utf-8-sig"))


def table_rows(articles: Sequence[Article]) -> tuple[tuple[str, ...], ...]:
    """The rows of the first article's table."""
    return next(block.rows for block in articles[0].blocks if block.rows)
