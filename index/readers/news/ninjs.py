"""Reads ninjs 1, 2 and 3, the IPTC's form of a news item in JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from index.readers.html.markup import Markup, plain_words, read_fragment, to_article
from index.readers.kinds import HeldBack
from index.readers.news.nitf import check_status
from index.readers.raw import RawDocument, RawItem, read_or_say
from index.text.dates import parse_date
from index.text.metadata import read_metadata


def read_ninjs(record: Mapping[str, Any]) -> RawItem:
    """The news item, keyed by its address."""
    named = {_plain(str(name)): value for name, value in record.items()}
    key = str(named.get("uri") or named.get("guid") or "")
    return RawItem(key=key, raw=read_or_say(_read_item, named))


def _plain(name: str) -> str:
    """Editions differ in how they write names: `body_text`, `bodyText`, `contenttype`."""
    return name.replace("_", "").lower()


def _read_item(item: Mapping[str, Any]) -> RawDocument:
    check_status(str(item.get("pubstatus") or ""), str(item.get("embargoed") or ""))
    found = _text_of(item)
    if found is None:
        raise HeldBack(f"not indexed: no text but a {item.get('type') or 'reference'}")
    known = read_metadata({key: value for key, value in _values(item) if value})
    notes = [(str(item.get("ednote") or ""), "editor's note")]
    texts = [text for _, _, text in _parts(item, "description", "descriptions")]
    return to_article(found, known, [*notes, *((text, "description") for text in texts)])


def _parts(item: Mapping[str, Any], one: str, many: str) -> Iterator[tuple[str, str, str]]:
    """Role, media type and words of texts: `body_xhtml` and its like, then `bodies`."""
    for name, value in item.items():
        if name.startswith(one) and isinstance(value, str) and value.strip():
            yield name.removeprefix(one), name.removeprefix(one), value
    for part in item.get(many) or []:
        if isinstance(part, Mapping):
            named = {_plain(name): value for name, value in part.items()}
            if (value := named.get("value")) and isinstance(value, str):
                yield str(named.get("role") or ""), str(named.get("contenttype") or ""), value


def _text_of(item: Mapping[str, Any]) -> Markup | None:
    """The body that tells paragraphs and headings best: XHTML, HTML, then plain text."""
    bodies = list(_parts(item, "body", "bodies"))
    for role, kind, text in bodies:
        if "html" in kind or "html" in role:
            return read_fragment(text)
    plain = [text for role, kind, text in bodies if kind in ("", "text", "text/plain")]
    if not plain:
        return None
    found = Markup()
    found.builder.add(plain[0].replace("\r\n", "\n"))
    return found


def _values(item: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    headlines = list(_parts(item, "headline", "headlines"))
    main = [text for role, _, text in headlines if role in ("", "main")]
    title = next((text for text in (*main, *(h[2] for h in headlines))), item.get("title"))
    yield "title", plain_words(str(title or ""))
    people = [person for name in ("people", "person") for person in _mappings(item.get(name))]
    wrote = [person for person in people if person.get("rel") in ("author", "creator", "by")]
    yield "author", item.get("by") or item.get("byline") or [person.get("name") for person in wrote]
    days = (str(item.get(f"{name}created") or "") for name in ("content", "first", "version"))
    yield "date", next((day for day in days if parse_date(day)), "")
    sources = [*_mappings(item.get("infosources")), *_mappings(item.get("infosource"))]
    outlets = [source.get("name") for source in sources]
    yield (
        "outlet",
        next(filter(None, (*outlets, item.get("copyrightholder"), item.get("source"))), ""),
    )
    subjects = [*_mappings(item.get("subjects")), *_mappings(item.get("subject"))]
    yield "tags", [subject.get("name") for subject in subjects if subject.get("name")]
    uri = str(item.get("uri") or item.get("guid") or "")
    yield "link" if uri.startswith("http") else "guid", uri
    for name in ("language", "slugline", "located"):
        yield name, item.get(name)


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []
