"""Gradio event bodies: an allow-list of what each event brings, by type and length (pydantic).

Gradio takes whatever an event brings, and opens or fetches what describes itself as a file, before
the event's own function is called. So nothing reaches it but what stands here: texts, written anew.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

LONGEST_TEXT_CHARS = 200_000
"""Far above the longest question, so that what is too long is refused in words that say so."""

Text = Annotated[str, Field(max_length=LONGEST_TEXT_CHARS)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Number = Annotated[int, Field(ge=0, lt=10_000)]
D = TypeVar("D")


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Sent(_Body, Generic[D]):
    fn_index: Number
    session_hash: Name
    trigger_id: Number | None = None
    data: D


class _Event(_Sent[D], Generic[D]):
    event_data: None = None


class _Chosen(_Body):
    text: Text
    files: None = None


class _Choice(_Body):
    index: Number
    value: _Chosen


class _Example(_Sent[tuple[Text]]):
    event_data: _Choice


class _Cancel(_Body):
    fn_index: Number
    session_hash: Name
    event_id: Name


class _Reset(_Body):
    event_id: Name


class _Numbered(BaseModel):
    fn_index: Number


_EVENTS: Mapping[str, Mapping[str, type[_Body]]] = {
    "queue/join": {
        "ask": _Event[tuple[Text, Text]],
        "example": _Example,
        "carry_out": _Event[tuple[Text]],
    },
    "run/predict": {"opened": _Event[tuple[()]], "stop": _Event[tuple[Text]]},
}
_OTHERS: Mapping[str, type[_Body]] = {"cancel": _Cancel, "reset": _Reset}
KNOWN = frozenset(name for events in _EVENTS.values() for name in events)
"""The page's events by name."""


def checked_body(path: str, body: bytes, names: Mapping[int, str]) -> dict[str, Any]:
    """What Gradio is given of a body at `path`; `names` are those of the page's events by number.

    Raises:
        ValueError: it is none that the page sends.
    """
    kind = path.removeprefix("/gradio_api/").rstrip("/")
    model = _OTHERS.get(kind)
    if events := _EVENTS.get(kind):
        model = events.get(names.get(_Numbered.model_validate_json(body).fn_index, ""))
    if model is None:
        raise ValueError("no event of the page")
    return model.model_validate_json(body).model_dump(exclude={"trigger_id"})
