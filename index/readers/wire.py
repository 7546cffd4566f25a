"""Messages between the reading process and its parent: JSON with its length before it."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict
from datetime import date
from typing import Any, BinaryIO

from index.types import Document, Heading, RemovedLine

__all__ = ["document_from_json", "document_to_json", "read_message", "write_message"]

_LENGTH = struct.Struct(">Q")


def write_message(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Writes one message and flushes it."""
    # A file's name may hold bytes that are no UTF-8; Python carries them as lone surrogates.
    body = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def read_message(stream: BinaryIO) -> dict[str, Any] | None:
    """The next message; None when the other side has gone, or went in the middle of one."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = stream.read(length)
    if len(body) < length:
        return None
    message: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    return message


def document_to_json(document: Document) -> dict[str, Any]:
    """A document as JSON values."""
    values = asdict(document)
    values["published"] = document.published.isoformat() if document.published else None
    return values


def document_from_json(values: dict[str, Any]) -> Document:
    """The document that `document_to_json` wrote."""
    published = values["published"]
    return Document(
        **{
            **values,
            "authors": tuple(values["authors"]),
            "published": date.fromisoformat(published) if published else None,
            "tags": tuple(values["tags"]),
            "headings": tuple(Heading(**heading) for heading in values["headings"]),
            "page_starts": tuple(values["page_starts"]),
            "removed": tuple(RemovedLine(**line) for line in values["removed"]),
            "warnings": tuple(values["warnings"]),
        }
    )
