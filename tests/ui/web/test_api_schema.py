"""What the page's scripts are given is described, so that they can be checked against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ui.web.routes.api import openapi_schema, types_schema

FILES = ("/export.{kind}", "/report.html")


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return openapi_schema()


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict | list):
            yield from objects(one)


def test_every_reply_that_is_no_file_has_named_fields(schema: dict[str, Any]) -> None:
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            content = operation["responses"].get("200", {}).get("content", {})
            reply = content.get("application/json", {"schema": {"$ref": "nothing"}})["schema"]
            assert path.endswith(FILES) or {"$ref", "anyOf"} & reply.keys(), path


def test_no_field_holds_just_anything(schema: dict[str, Any]) -> None:
    found = [one for one in objects(schema) if one.get("additionalProperties") is True]
    assert found == []


def test_types_are_of_fields_that_are_always_there() -> None:
    sync = types_schema()["components"]["schemas"]["SyncState"]
    assert sync["required"] == list(sync["properties"])
    assert sync["properties"]["running"] == {"type": "boolean"}
