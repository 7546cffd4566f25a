"""Response parser of chat completions: a stream of server-sent events (SSE), or one JSON object.

What comes is not trusted: everything that is not a chat completion, or not all of one, is a
`ModelError` whose text goes on after the endpoint's address ("... gave an empty answer").
"""

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import ModelError
from rag.english.grammar import Grammar

MAX_LINE_BYTES = 4_000_000
MAX_CHARACTERS = 20_000  # twenty times what is asked for; all of it would be checked
_MESSAGE_CHARACTERS = 200

_FIELDS = (b"data:", b"event:", b"id:", b"retry:", b":")
_TELLING = frozenset({"choices", "error", "message", "detail"})
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Gateways have their own words ("unknown", "end_turn", "eos") for a model that came to an end by
# itself; those for one that did not are all of this kind.

_RE = Grammar("rag.models", "response_parser")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, hide_input_in_errors=True)


class _TextPart(_Part):
    type: str = ""
    text: object = None  # of a thought, or of an image, it may be anything


class _Text(_Part):
    content: str | list[_TextPart] | None = None

    @property
    def text(self) -> str:
        """What is said; parts of other kinds, such as thoughts, are left out."""
        if isinstance(self.content, list):
            said = (part.text for part in self.content if part.type in ("", "text", "output_text"))
            return "".join(text for text in said if isinstance(text, str))
        return self.content or ""


class _Choice(_Part):
    index: int | None = 0
    delta: _Text | None = None  # in a stream
    message: _Text | None = None  # in a whole completion
    finish_reason: str | None = None


class _Completion(_Part):
    choices: list[_Choice] | None


def read_pieces(chunks: Iterable[bytes]) -> Iterator[str]:
    """The reply's pieces, in order, however the bytes are cut into chunks.

    `ModelError` for what is no chat completion, is empty, too long, or not complete.
    """
    total, spoken = 0, False
    for piece in _pieces(_lines(chunks)):
        total += len(piece)
        if total > MAX_CHARACTERS:
            raise ModelError(f"gave an endless answer, over {MAX_CHARACTERS:,} characters")
        spoken = spoken or bool(piece.strip())
        yield piece
    if not spoken:
        raise ModelError("gave an empty answer")


def _pieces(lines: Iterator[bytes]) -> Iterator[str]:
    first = next((line for line in lines if line.strip()), b"").lstrip()
    first = first.removeprefix(_BYTE_ORDER_MARK)
    if first.startswith(_FIELDS):
        yield from _streamed(_events(chain([first], lines)))
    elif first.startswith((b"{", b"[")):
        yield _whole(_decoded(b"\n".join([first, *lines])))
    elif first.startswith(b"<"):
        raise ModelError("answered with a web page: check the address, which mostly ends in /v1")
    elif first:
        raise ModelError("answered with something that is no chat completion")


def _streamed(events: Iterator[str]) -> Iterator[str]:
    for event in events:
        if event.strip() == "[DONE]":
            return
        value = _parsed(event)
        if isinstance(value, dict) and value.keys().isdisjoint(_TELLING):
            continue  # usage, or a sign of life
        choice = _choice(value)
        if choice is None:
            continue  # usage, or a filter's verdict on the prompt
        said = choice.delta or choice.message
        if said and said.text:
            yield said.text
        if choice.finish_reason:
            _check_ended(choice.finish_reason)
            return
    raise ModelError("broke off its answer")


def _whole(text: str) -> str:
    choice = _choice(_parsed(text))
    if choice is None:
        raise ModelError("answered without a choice")
    if choice.finish_reason:
        _check_ended(choice.finish_reason)
    return choice.message.text if choice.message else ""


def _check_ended(reason: str) -> None:
    if reason in ("tool_calls", "function_call"):
        raise ModelError("wants to call a tool instead of answering")
    if _RE.cut.search(reason) or not _RE.ended.fullmatch(reason):
        raise ModelError(f"cut its answer short (finish_reason {_one_line(reason)})")


def _choice(value: object) -> _Choice | None:
    """The first choice; None when there is none."""
    if message := error_message(value):
        raise ModelError(f"reports an error: {message}")
    try:
        choices = _Completion.model_validate(value).choices
    except ValidationError:
        raise ModelError("answered in another form than a chat completion's") from None
    return next((choice for choice in choices or () if not choice.index), None)


def error_message(value: object) -> str:
    """What an error object says, in one short line; "" when `value` is none."""
    if not isinstance(value, dict) or (value.get("error") is None and "choices" in value):
        return ""
    error = value.get("error")
    if isinstance(error, dict):
        error = error.get("message") or error.get("code") or error.get("type") or "no reason given"
    text = error or value.get("message") or value.get("detail")
    return _one_line(text) if isinstance(text, str | int | float) else "no reason given"


def _one_line(text: object) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    return line if len(line) <= _MESSAGE_CHARACTERS else f"{line[:_MESSAGE_CHARACTERS]}…"


def _parsed(text: str) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        raise ModelError("gave an answer that is broken JSON") from None
    return value


def _events(lines: Iterable[bytes]) -> Iterator[str]:
    """The data of each server-sent event (WHATWG HTML, 9.2.6); other fields mean nothing here."""
    data: list[str] = []
    for line in lines:
        name, _, value = _decoded(line).partition(":")
        if name == "data":
            data.append(value.removeprefix(" "))
        elif not line and data:
            yield "\n".join(data)
            data = []
    if data:  # some servers leave out the last blank line
        yield "\n".join(data)


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise ModelError("gave an answer that is not UTF-8") from None


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    pending = bytearray()
    for chunk in chunks:
        pending += chunk
        *complete, rest = pending.split(b"\n") if b"\n" in chunk else [pending]
        for line in complete:
            yield bytes(line.removesuffix(b"\r"))
        pending = rest
        if len(pending) > MAX_LINE_BYTES:
            raise ModelError(f"gave an endless line, over {MAX_LINE_BYTES:,} bytes")
    if pending:
        yield bytes(pending.removesuffix(b"\r"))
