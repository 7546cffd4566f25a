"""Export to JSON that reads back as the same answers; also how answers are stored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UsageError
from index.files import reading
from index.text.characters import json_safe
from rag.types import Answer

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT = "byline answers"
VERSION = 1


def to_json(answers: Sequence[Answer]) -> str:
    """One JSON object with all of `answers`; half of a surrogate pair becomes U+FFFD."""
    plain = _adapter().dump_python(tuple(answers), mode="json")
    whole = {"format": FORMAT, "version": VERSION, "answers": plain}
    return json_safe(json.dumps(whole, ensure_ascii=False, indent=1)) + "\n"


def read_export(path: Path) -> tuple[Answer, ...]:
    """The answers that `write_export` wrote to a .json file, equal to what they were.

    `UsageError` when the file cannot be read, is damaged, or is something else.
    """
    try:
        with reading(path):
            text = path.read_text(encoding="utf-8")
    except UnicodeError as error:
        raise UsageError(f"{path}: damaged ({error}); export the answer again") from error
    return from_json(text, where=str(path))


def from_json(text: str, *, where: str) -> tuple[Answer, ...]:
    """The answers that `to_json` made `text` of, equal to what they were.

    `UsageError`, which says `where` it was found, when it is damaged or something else.
    """
    from pydantic import ValidationError

    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        problem = " ".join(str(error).split())
        raise UsageError(f"{where}: damaged ({problem}); export the answer again") from error
    whole = whole if isinstance(whole, dict) else {}
    if whole.get("format") != FORMAT or whole.get("version") != VERSION:
        raise UsageError(
            f"{where}: not answers that this Byline exported; give a .json file of"
            " `byline ask --export`"
        )
    try:
        # Through JSON again, since only from there a list may become a tuple and a text a date.
        return _adapter().validate_json(json.dumps(whole.get("answers")), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "answers"
        raise UsageError(
            f"{where}: damaged at {place} ({first['msg']}); export the answer again"
        ) from error


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[tuple[Answer, ...]]:
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Answer, ...])
