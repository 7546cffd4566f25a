"""Character encoding detection: bytes into text, saying so whenever it had to be guessed."""

import codecs
import re

from index.readers.kinds import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
# Everything that other programs take for the end of a line or a page.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_OTHER_LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SAMPLE_BYTES = 64_000


def decode(data: bytes, *, is_html: bool = False) -> tuple[str, str | None]:
    """The text of `data` with newlines between lines, and a warning when it had to be guessed.

    UTF-8 with or without a mark, UTF-16 and UTF-32 with one, then what the web page itself
    declares, then the most likely encoding of those in common use. Binary data is `Unreadable`.
    """
    text, warning = _decode(data, is_html=is_html)
    if text.count("\x00") > len(text) // 1000 or _is_noise(text[:_SAMPLE_BYTES]):
        raise Unreadable("binary")
    if any(mark in text for mark in _OTHER_LINE_ENDS):
        text = _LINE_END.sub("\n", text)
    return text, warning


def _decode(data: bytes, *, is_html: bool) -> tuple[str, str | None]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, encoding, told=True)
    if unmarked := _unmarked_utf16(data):
        return _decode_as(data, unmarked, told=False)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    if b"\x00" in data:
        raise Unreadable("binary")
    if is_html and (match := _CHARSET.search(data[:_SAMPLE_BYTES])):
        declared = match[1].decode("ascii", "replace")
        if _is_text_encoding(declared) and not declared.lower().startswith("utf"):
            return _decode_as(data, _as_browsers_do(declared), told=True)
    if _is_nearly_utf8(data):
        return _decode_as(data, "utf-8", told=True)
    return _decode_as(data, _guess(data), told=False)


def _decode_as(data: bytes, encoding: str, *, told: bool) -> tuple[str, str | None]:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    name = encoding.removesuffix("-sig")
    if lost:
        return text, f"read as {name}: unreadable characters: {lost}"
    return text, None if told else f"read as {name}, which was guessed"


def _unmarked_utf16(data: bytes) -> str | None:
    sample = data[:2000]
    if len(sample) < 8 or b"\x00" not in sample:
        return None
    evens, odds = sample[::2].count(0) / len(sample[::2]), sample[1::2].count(0) / len(sample[1::2])
    if odds > 0.6 and evens < 0.05:
        return "utf-16-le"
    return "utf-16-be" if evens > 0.6 and odds < 0.05 else None


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether nearly every character beyond ASCII is sound UTF-8: a few bytes were damaged."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\x7f") - lost
    return sound >= 4 * lost


def _is_text_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False


def _as_browsers_do(name: str) -> str:
    return "cp1252" if codecs.lookup(name).name in ("iso8859-1", "ascii") else name


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE_BYTES]
    if _looks_western(sample):
        return "cp1252"
    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"


def _looks_western(sample: bytes) -> bool:
    """Single accented letters and typographic marks among plain letters, as cp1252 has them.

    On short texts the general guess often takes these for a Central European or a Mac encoding.
    """
    if re.search(rb"[\x80-\xff]{3}", sample):
        return False
    common = b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\x99\xa0\xa3\xa9\xab\xae\xb0\xb4\xb7\xbb\xbd"
    letters = bytes(range(0xC0, 0x100)).replace(b"\xd7", b"").replace(b"\xf7", b"")
    return not sample.translate(None, bytes(range(128)) + common + letters)


def _is_noise(sample: str) -> bool:
    if sample.replace("\n", "").replace("\r", "").isprintable():
        return False
    controls = len(re.findall(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", sample))
    return controls > max(len(sample) // 50, 8)


def decode_declared(data: bytes, charset: str | None) -> tuple[str, str | None]:
    """As `decode`, where a mail's or a server's header declares the encoding, if it fits."""
    if charset and _is_text_encoding(charset):
        try:
            text = data.decode(_as_browsers_do(charset))
        except UnicodeDecodeError:
            return decode(data, is_html=True)
        return _LINE_END.sub("\n", text.removeprefix("\ufeff")), None
    return decode(data, is_html=True)
