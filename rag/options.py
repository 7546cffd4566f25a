"""Validation of a question and its `AskOptions`: each mistake is one clear error."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from index.errors import OptionError, QuestionError
from rag.types import LONGEST_QUESTION_CHARS, AskOptions, Filters


def check_question(question: str) -> str:
    """The question without surrounding space; raises `QuestionError`."""
    if not isinstance(question, str):
        raise QuestionError(f"the question is no text: {question!r:.60}")
    # Halves of surrogate pairs (bytes that a shell could not decode) are no text anywhere below.
    text = question.encode("utf-8", "replace").decode().strip()
    if not text:
        raise QuestionError("the question is empty: type one")
    if len(text) > LONGEST_QUESTION_CHARS:
        raise QuestionError(
            f"the question has {len(text):,} characters: at most {LONGEST_QUESTION_CHARS:,}"
        )
    return text


@cache
def _options() -> TypeAdapter[AskOptions]:
    return TypeAdapter(with_config(ConfigDict(extra="forbid", strict=True))(AskOptions))


def check_options(options: AskOptions) -> AskOptions:
    """The options, with filters as `check_filters` gives them.

    Raises:
        OptionError: there is none of that name, or its value is none that it takes.
    """
    try:
        _options().validate_python(options)
    except ValidationError as error:
        raise OptionError(_told(error)) from None
    if "filters" not in options:
        return options
    return {**options, "filters": check_filters(options["filters"])}


def check_filters(filters: Filters) -> Filters:
    """Filters whose names are tuples, also of one name, and whose days are dates.

    Raises:
        OptionError: a value is no name, or no day.
    """
    checked = {}
    for field in fields(filters):
        check = _to_day if field.name.startswith("published") else _to_names
        checked[field.name] = check(field.name, getattr(filters, field.name))
    return Filters(**checked)  # type: ignore[arg-type]


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        known = list(AskOptions.__annotations__)
        near = get_close_matches(name, known, n=1, cutoff=0.5)
        meant = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
        return f"no option {name!r}: {meant}"
    return f"{name}: {first['msg'][0].lower()}{first['msg'][1:]}, not {first['input']!r:.60}"


def _to_day(field: str, value: object) -> date | None:
    if isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value)
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    raise OptionError(f'{field}: no day: {value!r}; write it as "2024-03-05"')


def _to_names(field: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    names = tuple(value) if isinstance(value, Iterable) else (value,)
    for name in names:
        if not isinstance(name, str):
            raise OptionError(f"{field}: no name: {name!r}")
    return names
