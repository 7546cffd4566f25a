"""Text functions: what takes a text in rag/ and index/, by its annotations, and how to call it."""

import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from types import ModuleType
from typing import Any

import index
import rag
from index.types import Document, Passage

Call = Callable[[str], Callable[[], object]]
"""Takes a text, and gives back the call to be timed."""

DAY = date(2024, 5, 3)
SAMPLE = "Ann Smith, the mayor, said on 3 May 2024 that 5 people came to the “new” library."
NOT_TEXT = (
    "index.encoders.", "rag.models.local", "rag.models.factory", "rag.ask",
    "rag.adapters.",
)  # fmt: skip
"""These open models and indexes on this computer, or want a package that need not be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFunction:
    """A way to call one function with a text: `name` says which, and which parameters are texts."""

    name: str
    call: Call


def text_functions() -> list[TextFunction]:
    """All of them, and the whole way through the readers and the checks."""
    found = [
        way
        for package in (index, rag)
        for module in _modules(package)
        for function in _public(module)
        for way in _ways(function)
    ]
    return [*found, *_wholes()]


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.startswith(NOT_TEXT):
            yield importlib.import_module(found.name)


def _public(module: ModuleType) -> Iterator[Callable[..., object]]:
    for name, value in vars(module).items():
        if not callable(value):
            continue
        plain = inspect.unwrap(value)
        own = inspect.isfunction(plain) and plain.__module__ == module.__name__
        if own and not name.startswith("_"):
            yield plain  # without its cache, if it has one


def _ways(function: Callable[..., object]) -> Iterator[TextFunction]:
    """The text in each parameter that takes one, and in all of them at once."""
    needed = [
        parameter
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    ]
    kinds = [_kind(parameter) for parameter in needed]
    texts = [number for number, kind in enumerate(kinds) if kind in TEXTS]
    if not texts or any(kind not in TEXTS and kind not in OTHERS for kind in kinds):
        return
    for chosen in [texts, *([one] for one in texts if len(texts) > 1)]:
        names = ", ".join(needed[number].name for number in chosen)
        name = f"{function.__module__}.{function.__name__}({names})"
        yield TextFunction(name=name, call=_caller(function, needed, frozenset(chosen)))


def _caller(
    function: Callable[..., object], needed: Sequence[inspect.Parameter], chosen: frozenset[int]
) -> Call:
    def prepare(text: str) -> Callable[[], object]:
        positional, named = [], {}
        for number, parameter in enumerate(needed):
            value = _value(_kind(parameter), text if number in chosen else SAMPLE)
            if parameter.kind is parameter.KEYWORD_ONLY:
                named[parameter.name] = value
            else:
                positional.append(value)
        return lambda: function(*positional, **named)

    return prepare


def _kind(parameter: inspect.Parameter) -> str:
    """Its annotation as it is written, without the modules."""
    kind = parameter.annotation
    return kind if isinstance(kind, str) else re.sub(r"\w+\.", "", inspect.formatannotation(kind))


def _value(kind: str, text: str) -> object:
    return TEXTS[kind](text) if kind in TEXTS else OTHERS[kind]


def _document(text: str) -> Document:
    return Document(doc_id="a.txt", version="0", text=text, title="Library opens", published=DAY)


def _hits(text: str) -> list[Any]:
    from rag.types import Hit

    length = min(len(text), 2000)  # about what a passage may hold
    starts = range(0, len(text) - length + 1, max(1, (len(text) - length) // 5))
    passages = (Passage.of("a.txt", text, start, start + length, None) for start in starts)
    return [Hit(passage=passage, score=1.0, rank=1) for passage in list(passages)[:6]]


def _turns(text: str) -> list[Any]:
    from rag.types import Turn

    return [Turn(question=text, answer=text, doc_ids=("a.txt",))]


def _citation(text: str) -> Any:
    from rag.types import Citation

    return Citation(
        marker=1,
        doc_id="a.txt",
        version="0",
        passage_id="a.txt#0-1",
        start=0,
        end=len(text),
        quote=text,
        title="Library opens",
        published=DAY,
    )


def _question(text: str) -> Any:
    from rag.english.question import read_question

    return read_question(text, _frequency)


def _words(text: str) -> Any:
    from rag.english.words import find_words

    return find_words(text)


def _frequency(word: str) -> float:
    return 0.001 * len(word)


def _count_tokens(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) + len(text) // 8 for text in texts]


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _particulars(text: str) -> dict[str, object]:
    names = ("title", "author", "date", "publisher", "section", "keywords", "language", "note")
    return dict.fromkeys(names, text)


TEXTS: Mapping[str, Callable[[str], object]] = {
    "str": str,
    "str | None": str,
    "object": str,
    "Any": str,
    "bytes": str.encode,
    "list[str]": _lines,
    "Sequence[str]": _lines,
    "Iterable[str]": _lines,
    "frozenset[str]": lambda text: frozenset(text.split()),
    "Mapping[str, object]": _particulars,
    "Mapping[str, Any]": _particulars,
    "Document": _document,
    "Collection[Document]": lambda text: [_document(text)],
    "Sequence[Document]": lambda text: [_document(text)],
    "Iterable[Document]": lambda text: [_document(text)],
    "Mapping[str, Document]": lambda text: {"a.txt": _document(text)},
    "Sequence[Hit]": _hits,
    "Sequence[Turn]": _turns,
    "Citation": _citation,
    "Question": _question,
    "Sequence[Word]": _words,
    "Iterable[Word]": _words,
}
OTHERS: Mapping[str, object] = {
    "bool": True,
    "int": 3,
    "float": 0.5,
    "date": DAY,
    "date | None": DAY,
    "Encoder | None": None,
    "DocumentFrequency": _frequency,
    "Callable[[str], float]": _frequency,
    "CountTokens": _count_tokens,
    "Callable[[Sequence[str]], list[int]]": _count_tokens,
    "Collection[int]": (),
    "Sequence[Quantity]": (),
    "Sequence[Sign]": (),
    "Iterable[Marker]": (),
    "Mapping[str, Mapping[str, Sequence[str]]]": {},
    "Mapping[str, Sequence[str]]": {},
    "Mapping[str, str]": {},
}

FILES: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "text": (".txt", str),
    "Markdown": (".md", str),
    "front matter": (".md", lambda text: f"---\ntitle: Library opens\n{text}\n---\nIt opened.\n"),
    "page": (".html", lambda text: f"<html><body><article>{text}</article></body></html>"),
    "words of a page": (".html", lambda text: f"<html><body><p>{escape(text)}</p></body></html>"),
    "head of a page": (".html", lambda text: f"<html><head>{text}</head><body>It opened.</body>"),
    "RTF": (".rtf", lambda text: f"{{\\rtf1\\ansi {text}}}"),
    "transcript": (".vtt", lambda text: f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n"),
    "subtitles": (".srt", lambda text: f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n"),
    "table": (".csv", lambda text: f"title,text\nLibrary opens,{text}\n"),
    "JSON": (".json", lambda text: json.dumps({"title": "Library", "date": text, "text": text})),
    "raw JSON": (".json", lambda text: f'{{"title": {text}'),
    "lines of JSON": (".jsonl", lambda text: json.dumps({"title": text, "text": "It opened."})),
    "feed": (".rss", lambda text: f"<rss><channel><item><title>A</title><description>{escape(text)}"
             "</description></item></channel></rss>"),
    "raw XML": (".xml", lambda text: f"<nitf>{text}</nitf>"),
    "mail": (".eml", lambda text: f"From: a@b.org\nSubject: Library\n\n{text}\n"),
    "head of a mail": (".eml", lambda text: f"From: a@b.org\nSubject: {text}\n\nIt opened.\n"),
    "mailbox": (".mbox", lambda text: f"From a@b.org\nSubject: Library\n\n{text}\n"),
    "saved page": (".mht", lambda text: f"From: a\nMIME-Version: 1.0\n\n{text}\n"),
    "saved site": (".warc", lambda text: f"WARC/1.0\r\nWARC-Type: response\r\n{text}\r\n\r\n"),
}  # fmt: skip


def _wholes() -> Iterator[TextFunction]:
    for name, (suffix, wrap) in FILES.items():
        yield TextFunction(name=f"reading a file: {name}", call=_reading(suffix, wrap))
    yield TextFunction(name="checking a reply", call=lambda text: _checking(text, SAMPLE))
    yield TextFunction(name="checking against hits", call=lambda text: _checking(SAMPLE, text))
    yield TextFunction(name="checking its own words", call=lambda text: _checking(text, text))


def _reading(suffix: str, wrap: Callable[[str], str]) -> Call:
    from index.readers.formats import read_documents

    def prepare(text: str) -> Callable[[], object]:
        content = wrap(text).encode()
        return lambda: list(read_documents(content, f"a{suffix}"))

    return prepare


def _checking(reply: str, source: str) -> Callable[[], object]:
    from rag.checks.check import ReplyChecker
    from rag.checks.verdicts import Passages

    hits, documents = _hits(source), {"a.txt": _document(source)}

    def check() -> object:
        checker = ReplyChecker(Passages(hits, documents))
        for start in range(0, len(reply), 40):
            checker.feed(reply[start : start + 40])
        return checker.end()

    return check
