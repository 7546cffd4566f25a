"""Zip archives: parts by name, limits, and XML that reads nothing outside itself."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.readers.archive import Archive, parse_xml
from index.readers.kinds import Unreadable


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _reason(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        Archive(data, "book")
    return str(caught.value)


def test_finds_a_part_whatever_its_case_and_slashes() -> None:
    archive = Archive(_zip({"Word\\Document.xml": b"<a>One.</a>"}), "book")
    assert archive.read("/word/document.xml") == b"<a>One.</a>"
    assert archive.xml("word/document.xml").text == "One."
    assert archive.read("word/other.xml") is None


def test_says_why_an_archive_cannot_be_opened() -> None:
    sound = _zip({"a.xml": b"<a/>"})
    assert _reason(sound[:20]) == "truncated or damaged book"
    assert _reason(_zip({"a.xml": bytes(300_000_001)})) == "unpacks to more than 300 MB"
    # The flag of an encrypted part stands in the central directory.
    at = sound.index(b"PK\x01\x02") + 8
    locked = sound[:at] + b"\x01" + sound[at + 1 :]
    assert _reason(locked) == "encrypted book: remove the password and sync again"


def test_says_damaged_when_a_part_does_not_unpack() -> None:
    sound = _zip({"a.xml": b"<a>" + bytes(range(32, 127)) + b"</a>"})
    archive = Archive(sound[:45] + b"\xff\xff\xff" + sound[48:], "book")
    with pytest.raises(Unreadable, match="truncated or damaged book"):
        archive.read("a.xml")


def test_gives_elements_and_attributes_their_local_names() -> None:
    root = parse_xml(b'<w:p xmlns:w="urn:w" w:val="1" id="2" w:id="3"/>', "book")
    assert (root.tag, root.get("val"), root.get("id")) == ("p", "1", "2")
    assert root.get("{urn:w}id") == "3"


def test_entities_of_the_document_are_text_and_those_outside_it_are_nothing() -> None:
    inner = b'<!DOCTYPE a [<!ENTITY co "Ellsby &amp; Co">]><a>x &co; y<!-- z --> w</a>'
    assert parse_xml(inner, "book").text == "x Ellsby & Co y w"
    outer = b'<!DOCTYPE a [<!ENTITY co SYSTEM "file:///etc/passwd">]><a>x &co; y</a>'
    assert "root" not in parse_xml(outer, "book").text
    assert parse_xml(outer, "book").text.split() == ["x", "y"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<a>", "truncated or damaged book"),
        (b"<a>" * 5000 + b"</a>" * 5000, "nested too deeply"),
        (
            b'<!DOCTYPE a [<!ENTITY a "ha">'
            + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(9))
            + b"]><a>&j;</a>",
            "truncated or damaged book",
        ),
    ],
)
def test_says_why_xml_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        parse_xml(data, "book")
