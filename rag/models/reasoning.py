"""Strips reasoning (`<think>`, harmony channels) and control tokens from a model's reply."""

import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto

from rag.english.grammar import Grammar

# A mark holds no other one and has a longest length: so what is held back is bounded, and the cut
# of a reply into pieces decides nothing. The last one is a harmony header without its tokens.
_BARE = "assistantfinal"
_BEGUN = "|".join(_BARE[:length] for length in range(len(_BARE) - 1, 0, -1))
_RE = Grammar("rag.models", "reasoning", begun=_BEGUN, bare=_BARE)


class _State(Enum):
    SHOWN = auto()
    HIDDEN = auto()
    HEADER = auto()  # the name of a channel or a role, which says what follows


def without_reasoning(pieces: Iterable[str]) -> Iterator[str | None]:
    """The pieces of a reply without its reasoning and without control tokens.

    None takes back all that was given so far: it was reasoning whose opening mark the server
    kept. A thought that never ends takes the rest of the reply with it.
    """
    reader = _Reader()
    for piece in pieces:
        yield from reader.feed(piece)
    yield from reader.end()


def read_reply(pieces: Iterable[str]) -> str:
    """The whole of what a model says, without its reasoning."""
    said: list[str] = []
    for piece in without_reasoning(pieces):
        if piece is None:
            said.clear()
        else:
            said.append(piece)
    return "".join(said)


class _Reader:
    def __init__(self) -> None:
        self._waiting = ""
        self._state = _State.SHOWN
        self._header = ""
        self._given = False

    def feed(self, piece: str) -> Iterator[str | None]:
        text = self._waiting + piece
        begun = _RE.may_begin_a_mark.search(text)
        end = begun.start() if begun else len(text)
        self._waiting = text[end:]
        last = 0
        for mark in _RE.mark.finditer(text, 0, end):
            yield from self._say(text[last : mark.start()])
            yield from self._obey(mark[0])
            last = mark.end()
        yield from self._say(text[last:end])

    def end(self) -> Iterator[str | None]:
        yield from self._say(self._waiting)

    def _say(self, text: str) -> Iterator[str | None]:
        if self._state is _State.HEADER:
            name, ends, text = text.partition("\n")
            self._header += name
            if ends:
                yield from self._end_header()
        if text and self._state is _State.SHOWN:
            self._given = self._given or bool(text.strip())
            yield text

    def _obey(self, mark: str) -> Iterator[str | None]:
        name = re.sub(r"[^a-z/]+", "_", mark.casefold()).strip("_")
        control = bool(_RE.control.fullmatch(mark.casefold()))
        closes = bool(_RE.closing.search(name)) or (
            not mark.startswith("<|") and mark.endswith("|>")
        )
        if self._state is _State.HEADER and _RE.header_end.fullmatch(name):
            yield from self._end_header()
        elif control and not closes and _RE.header.fullmatch(name):
            self._header = f"{self._header} " if self._state is _State.HEADER else ""
            self._state = _State.HEADER
        elif control and _RE.turn_end.fullmatch(name):
            self._state = _State.HIDDEN if self._given else self._state
        elif closes and (
            _RE.thought.search(name) or (self._hides and name in ("/details", "channel"))
        ):
            if not self._hides:
                yield from self._take_back()
            self._state = _State.SHOWN
        elif _RE.thought.search(name) and not closes:
            self._state = _State.HIDDEN
        elif _RE.answer.fullmatch(name) and not closes:
            yield from self._begin_answer()
        elif control and name == "assistant":
            self._state = _State.SHOWN
        elif not control and not _RE.answer.fullmatch(name.lstrip("/")):
            yield from self._say(mark)

    @property
    def _hides(self) -> bool:
        return self._state is _State.HIDDEN

    def _end_header(self) -> Iterator[str | None]:
        name = "_".join(re.findall("[a-z]+", self._header.casefold()))
        if "final" in name:
            yield from self._begin_answer()
        else:
            self._state = _State.HIDDEN if _RE.thought.search(name) else _State.SHOWN

    def _begin_answer(self) -> Iterator[str | None]:
        self._state = _State.SHOWN
        yield from self._take_back()

    def _take_back(self) -> Iterator[str | None]:
        if self._given:
            yield None
        self._given = False
