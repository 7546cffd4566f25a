"""Registry of the measures of `measures.toml`; parses names (also of ir_measures)."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from index.errors import UsageError

PASSAGE = "passage:"


class Level(StrEnum):
    """What a measure looks at."""

    DOCUMENT = "document"
    PASSAGE = "passage"
    SPAN = "span"
    ANSWER = "answer"
    REFUSAL = "refusal"
    LATENCY = "latency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure by its name, written as outputs show it."""

    name: str
    level: Level
    higher_is_better: bool = True
    description: str = ""


_TABLES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("measures.toml").read_text(encoding="utf-8")
)
SPANS: Mapping[str, str] = _TABLES["spans"]
ANSWERS: Mapping[str, str] = _TABLES["answers"]
REFUSALS: Mapping[str, str] = _TABLES["refusals"]
LATENCIES: Mapping[str, str] = _TABLES["latencies"]
_SPAN_NAME = re.compile(rf"({'|'.join(SPANS)})@([1-9]\d{{0,5}})")
_NO_DEFAULT = re.compile(r"=<object object at \w+>")
_LONGEST_CHARS = 100
OWN = ((Level.ANSWER, ANSWERS), (Level.REFUSAL, REFUSALS), (Level.LATENCY, LATENCIES))


def parse_measures(names: Sequence[str]) -> tuple[Measure, ...]:
    """The measures called `names`, in that order, each once.

    Raises:
        UsageError: a name is not known, or its measure cannot be computed here.
    """
    return tuple(dict.fromkeys(_parse(name.strip()) for name in names))


def default_measures(*, answers: bool) -> tuple[Measure, ...]:
    """A short list that suits most collections; with `answers`, what judges them too."""
    judged = (*ANSWERS, *REFUSALS) if answers else ()
    return parse_measures((*_TABLES["default_rankings"], *judged, *LATENCIES))


@cache
def parse_ranking_measure(name: str) -> Any:
    """The measure of ir_measures that `name`, with or without "passage:", stands for.

    Raises:
        UsageError: ir_measures does not know it, or cannot compute it here.
    """
    if len(name) > _LONGEST_CHARS:
        raise UsageError(_unknown(f"{name[:_LONGEST_CHARS]}..."))
    import ir_measures

    try:
        parsed = ir_measures.parse_measure(name.removeprefix(PASSAGE))
    except (ValueError, NameError, TypeError, LookupError, AssertionError) as error:
        raise UsageError(_unknown(name)) from error
    cutoff = parsed.params.get("cutoff", 1)
    if type(cutoff) is not int or cutoff < 1:  # trec_eval would end the process
        raise UsageError(f"measure {name!r}: behind @ goes a whole number from 1")
    problem = _trial_problem(ir_measures, parsed)
    if problem:
        raise UsageError(f"measure {name!r} cannot be computed by ir-measures here: {problem}")
    return parsed


def _parse(name: str) -> Measure:
    if span := _SPAN_NAME.fullmatch(name):
        return _measure(name, Level.SPAN, SPANS[span[1]].replace("K", span[2]))
    for level, descriptions in OWN:
        if name in descriptions:
            return _measure(name, level, descriptions[name])
    parsed = parse_ranking_measure(name)
    on_passages = name.startswith(PASSAGE)
    return _measure(
        f"{PASSAGE if on_passages else ''}{parsed}",
        Level.PASSAGE if on_passages else Level.DOCUMENT,
        _describe(parsed),
    )


def _measure(name: str, level: Level, description: str) -> Measure:
    better = name not in _TABLES["lower_is_better"]
    return Measure(name=name, level=level, higher_is_better=better, description=description)


def _describe(parsed: Any) -> str:
    text: str = _TABLES["rankings"].get(parsed.NAME, "as ir-measures defines it")
    return text.replace("K", str(parsed.params["cutoff"])) if "cutoff" in parsed.params else text


def _unknown(name: str) -> str:
    own = ", ".join([*(f"{span}@K" for span in SPANS), *ANSWERS, *REFUSALS, *LATENCIES])
    return (
        f"unknown measure {name!r}: known are {own}; and whatever ir-measures takes "
        f"(nDCG@10, RR@10, AP, P@5, R@20, Success@5, ...), on passages as passage:nDCG@10"
    )


def _trial_problem(ir_measures: Any, parsed: Any) -> str:
    """Why `parsed` cannot be computed; empty when it can. Some faults show only in computing."""
    from subprocess import SubprocessError

    try:
        evaluator = ir_measures.evaluator([parsed], {"1": {"1": 1, "2": 0}})
        list(evaluator.iter_calc({"1": {"1": 2.0, "2": 1.0}}))
    except (
        *(ValueError, TypeError, LookupError, AssertionError, ArithmeticError, RuntimeError),
        *(ImportError, OSError, SubprocessError),
    ) as error:
        problem = " ".join(str(error).split())[:200] or type(error).__name__
        return _NO_DEFAULT.sub(": missing", problem)
    return ""
