"""A document on its way out of the reading process and into the store."""

from __future__ import annotations

import io
from dataclasses import fields, is_dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers.wire import read_message, write_message
from index.store.rows import to_document, to_record
from index.types import DOCUMENT_JSON, Document, Heading, RemovedLine, ScannedPage

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
# What `to_json` leaves in a document: endless numbers are text there already.
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
# One strategy for each type that a field has: a field of a new type fails here, by name.
OF_TYPE = {
    "str": TEXT,
    "bool": st.booleans(),
    "str | None": st.none() | TEXT,
    "tuple[str, ...]": st.lists(TEXT, min_size=1, max_size=3).map(tuple),
    "date | None": st.none() | st.dates(),
    "Mapping[str, JsonValue]": st.dictionaries(TEXT, VALUES, max_size=3),
    "tuple[int, ...]": st.lists(st.integers(0, 10**9), min_size=1, max_size=3).map(tuple),
    "tuple[Heading, ...]": st.lists(
        st.builds(Heading, start=st.integers(0, 10**9), text=TEXT), min_size=1, max_size=3
    ).map(tuple),
    "tuple[RemovedLine, ...]": st.lists(
        st.builds(RemovedLine, line=st.integers(1, 10**9), text=TEXT, reason=TEXT),
        min_size=1,
        max_size=3,
    ).map(tuple),
    "Annotated[tuple[ScannedPage, ...], Field(exclude_if=operator.not_)]": st.lists(
        st.builds(
            ScannedPage,
            page=st.integers(1, 10**6),
            confidence=st.none() | st.integers(0, 100),
            unsure=st.dictionaries(TEXT, st.integers(0, 100), max_size=3),
        ),
        max_size=3,
    ).map(tuple),
}
DOCUMENTS = st.builds(
    Document, **{field.name: OF_TYPE[str(field.type)] for field in fields(Document)}
)


def through_the_pipe(document: Document) -> Document:
    stream = io.BytesIO()
    write_message(stream, {"document": DOCUMENT_JSON.dump_python(document, mode="json")})
    stream.seek(0)
    message = read_message(stream)
    assert message is not None
    return DOCUMENT_JSON.validate_python(message["document"])


def shape(value: object) -> object:
    """The types of a value and of all that it holds."""
    if is_dataclass(value):
        held = [shape(getattr(value, field.name)) for field in fields(value)]
        return type(value), held
    if isinstance(value, tuple | list):
        return type(value), [shape(item) for item in value]
    if isinstance(value, dict):
        return type(value), [(key, shape(item)) for key, item in value.items()]
    return type(value)


@given(document=DOCUMENTS)
@settings(deadline=None)
def test_keeps_every_field_and_its_type_when_a_document_leaves_the_process(document):
    read = through_the_pipe(document)
    assert read == document
    assert shape(read) == shape(document)


@given(document=DOCUMENTS)
@settings(deadline=None)
def test_keeps_every_field_and_its_type_when_a_document_is_stored(document):
    read = to_document(to_record(document), document.text)
    assert read == document
    assert shape(read) == shape(document)
