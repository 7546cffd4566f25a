"""Wire protocol of the reading process: length-prefixed JSON messages."""

import json
import struct
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">Q")


def write_message(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Writes one message and flushes it."""
    # A file's name may hold bytes that are no UTF-8; Python carries them as lone surrogates.
    body = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def read_message(stream: BinaryIO, most_bytes: int | None = None) -> dict[str, Any] | None:
    """The next message; None when the other side has gone, or went in the middle of one.

    One of more than `most_bytes` is not taken: nothing can be read behind it.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if most_bytes is not None and length > most_bytes:
        return {"too_long": True}
    body = stream.read(length)
    if len(body) < length:
        return None
    message: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    return message
