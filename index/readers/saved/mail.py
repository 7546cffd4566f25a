"""Reads mails, such as newsletters and press releases: single ones (EML) and mailboxes (MBOX)."""

import email
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from email import errors, policy
from email.utils import getaddresses
from itertools import chain, pairwise
from typing import Any

from index.readers.decoding import decode_declared
from index.readers.html.markup import Markup, parse_fragment, plain_words, read_element, to_article
from index.readers.kinds import Unreadable
from index.readers.raw import RawDocument, RawItem, read_or_say
from index.text.data import read_data
from index.text.metadata import read_metadata

_OF_MAIL = re.compile(
    rb"^(?:from|subject|date|to|message-id|received):", re.IGNORECASE | re.MULTILINE
)
# The time in it tells the line between two mails from a paragraph that begins with "From".
_NEXT = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n")
_EARLIER_ELEMENTS = (
    "//blockquote[@type='cite']|//*[contains(@class,'gmail_quote')]"
    "|//*[contains(@class,'moz-cite-prefix')]|//*[contains(@class,'yahoo_quoted')]"
    "|//*[contains(@class,'protonmail_quote')]|//*[@id='divRplyFwdMsg']"
    "|//*[@id='appendonsend' or @id='divRplyFwdMsg']/following-sibling::*"
)
_SIGNATURES = "//*[contains(@class,'gmail_signature') or contains(@class,'moz-signature')]"
_DATA = read_data(__file__)
_TOP_LINES, _END_LINES = 3, 8
_MOST_HEADER_CHARS = 10_000
_STUB = 0.5  # HTML with fewer words than this share of the plain text's does not hold the mail


class _Policy(policy.EmailPolicy):
    """The library's own, but for headers that it would need minutes for."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, str(value)[:_MOST_HEADER_CHARS])


def read_mail(data: bytes) -> RawDocument:
    """Reads one mail: its author's own words."""
    head = re.split(rb"\r?\n\r?\n", data.lstrip(), maxsplit=1)[0]
    if not _OF_MAIL.search(head):
        raise Unreadable("not a mail although its name says so")
    return _read_data(data.lstrip())


def read_mbox(data: bytes) -> Iterator[RawItem]:
    """The mails of a mailbox, keyed by their Message-ID."""
    if not _NEXT.match(data):
        raise Unreadable("not a mailbox although its name says so")
    for start, after in pairwise(chain(_starts(data), [None])):
        mail = data[start.end() if start else 0 : after.start() if after else len(data)]
        mail = re.sub(rb"^>(>*From )", rb"\1", mail, flags=re.MULTILINE)
        number = re.search(
            rb"^message-id:\s{0,99}<?\s{0,99}([^\s>]+)", mail, re.IGNORECASE | re.MULTILINE
        )
        key = number[1].decode("utf-8", "replace") if number else hashlib.sha256(mail).hexdigest()
        yield RawItem(key=key, raw=read_or_say(_read_data, mail))


def _starts(data: bytes) -> Iterator[re.Match[bytes] | None]:
    """The lines between mails, one after the other: a mailbox may have hundreds of megabytes."""
    at = 0
    while at >= 0:
        if found := _NEXT.match(data, at):
            yield found
        at = data.find(b"\nFrom ", at) + 1 or -1


@dataclass(slots=True)
class _Parts:
    """The texts of a mail with whether they are HTML, in order; what is attached; warnings."""

    texts: list[tuple[str, bool]] = field(default_factory=list)
    attached: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def _read_data(data: bytes) -> RawDocument:
    message: Any = email.message_from_bytes(data, policy=_Policy())
    if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime"):
        raise Unreadable("encrypted mail")
    if any(
        isinstance(defect, errors.CloseBoundaryNotFoundDefect)
        for part in message.walk()
        for defect in part.defects
    ):
        raise Unreadable("truncated mail")
    parts = _Parts()
    _collect(message, parts)
    found = Markup()
    for text, is_html in parts.texts:
        if is_html:
            _add_html(text, found)
        else:
            found.builder.add(text)
    lines = found.builder.text().split("\n")
    is_letter = _is_list(message) or any(is_html for _, is_html in parts.texts)
    left_out = _other_words(lines, is_letter=is_letter)
    if len(left_out) == sum(1 for line in lines if line.strip()):
        raise Unreadable("no text: only attachments or words of an earlier mail")
    known = read_metadata({key: value for key, value in _values(message) if value})
    raw = to_article(found, known, parts.attached, parts.warnings)
    return replace(raw, left_out={**raw.left_out, **left_out})


def _collect(part: Any, parts: _Parts) -> None:
    """Sorts a part and all below it; of alternatives the one that holds more is taken."""
    kind = part.get_content_type()
    if kind == "multipart/alternative":
        _choose(part, parts)
    elif kind == "multipart/related":
        for number, child in enumerate(part.iter_parts()):
            if number == 0:
                _collect(child, parts)
    elif part.is_multipart() and kind != "message/rfc822":
        for child in part.iter_parts():
            _collect(child, parts)
    elif kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
        text, warning = _text_of(part)
        parts.texts.append((text, kind == "text/html"))
        parts.warnings.extend([warning] if warning else [])
    else:
        parts.attached.append((_name_of(part, kind), "attachment"))


def _choose(part: Any, parts: _Parts) -> None:
    choices = []
    for child in part.iter_parts():
        choice = _Parts()
        _collect(child, choice)
        if choice.texts:
            choices.append(choice)
    sizes = [sum(len(_words(text, is_html).split()) for text, is_html in c.texts) for c in choices]
    # The last one is the richest, unless it only says that the mail cannot be shown.
    best = next(
        (
            choice
            for choice, size in zip(choices[::-1], sizes[::-1], strict=True)
            if size >= _STUB * max(sizes)
        ),
        None,
    )
    if best:
        parts.texts += best.texts
        parts.attached += best.attached
        parts.warnings += best.warnings


def _words(text: str, is_html: bool) -> str:
    return plain_words(text) if is_html else text


def _text_of(part: Any) -> tuple[str, str | None]:
    data = part.get_payload(decode=True) or b""
    text, warning = decode_declared(data, part.get_content_charset())
    text = text.replace("\r\n", "\n")
    if part.get_param("format") == "flowed":
        joined = "" if part.get_param("delsp") == "yes" else " "
        text = re.sub(r"(?<!^--) \n(?![>\n]|-- )", joined, text, flags=re.MULTILINE)
        text = re.sub(r"^ ", "", text, flags=re.MULTILINE)
    return text, warning


def _name_of(part: Any, kind: str) -> str:
    """What an attachment is called: its file, the subject of a mail, else its media type."""
    if kind == "message/rfc822":
        return f"mail: {_header(part.get_payload(0), 'subject')}"
    try:
        return part.get_filename() or kind
    except (ValueError, TypeError, LookupError, AttributeError):
        return kind


def _add_html(text: str, found: Markup) -> None:
    tree = parse_fragment(text)
    if tree is None:
        return
    for path, reason in ((_EARLIER_ELEMENTS, "earlier mail"), (_SIGNATURES, "signature")):
        for element in tree.xpath(path):
            if any(above.get("byline-gone") for above in element.iterancestors()):
                continue
            found.dropped.append((" ".join(element.text_content().split()), reason))
            element.set("byline-gone", "1")
    for element in tree.xpath("//*[@byline-gone]"):
        element.drop_tree()
    read_element(tree, found)


def _other_words(lines: Sequence[str], *, is_letter: bool) -> dict[int, str]:
    """The lines that are not the author's words in this mail, with the reason."""
    reasons: dict[int, str] = {}
    full = [number for number, line in enumerate(lines) if line.strip()]
    ends = {*full[:_TOP_LINES], *full[-_END_LINES:]} if is_letter else set()
    rest = ""
    for at, number in enumerate(full):
        line = lines[number]
        after = lines[full[at + 1]] if at + 1 < len(full) else ""
        is_header = _DATA.header.fullmatch(line) and _DATA.header_next.fullmatch(after)
        if not rest and (is_header or _DATA.forward.fullmatch(line)):
            rest = "earlier mail"
        elif not rest and (line == "-- " or (line == "--" and len(full) - at <= _END_LINES)):
            rest = "signature"
        is_wrote = after.startswith(">") and _DATA.wrote.fullmatch(line)
        if rest or line.startswith(">") or is_wrote:
            reasons[number] = rest or "earlier mail"
        elif number in ends and _DATA.furniture.fullmatch(line.strip()):
            reasons[number] = "newsletter furniture"
    return reasons


def _header(message: Any, name: str) -> str:
    """A header's text; "" where there is none, or where the library cannot read it."""
    try:
        return " ".join(str(message[name] or "").split())
    except (ValueError, TypeError, LookupError, AttributeError):
        return ""


def _is_list(message: Any) -> bool:
    return bool(_header(message, "list-id") or _header(message, "list-unsubscribe"))


def _values(message: Any) -> Iterator[tuple[str, object]]:
    names = [name for name, _ in getaddresses([_header(message, "from")]) if name]
    outlet = re.match(r"\"?([^\"<\d]+?)\"?\s*<", _header(message, "list-id")[:300])
    yield "title", _header(message, "subject")
    yield "author", names
    yield "outlet", outlet[1] if outlet else names[0] if names and _is_list(message) else ""
    yield "date", _header(message, "date")
    yield "link", _header(message, "archived-at").strip("<>")
    yield "language", _header(message, "content-language")
    yield "mail from", _header(message, "from")
