"""Registry of measures: names, descriptions, levels; parses names (also of ir_measures)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
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


SPANS = {
    "CharRecall": "share of the gold characters that the first K hits hold",
    "CharPrecision": "share of the characters of the first K hits that are gold",
    "CharIoU": "characters both gold and in the first K hits, over those in either",
}

ANSWERS = {
    "ContainsAnswer": "share of the facts whose short answer stands in the answer",
    "EM": "the answer equals a short answer, articles and punctuation aside (SQuAD)",
    "F1": "words shared by the answer and the best short answer (SQuAD)",
    "FirstSentence": "the first sentence of the answer is a gold sentence",
    "SentencePrecision": "share of the quoted sentences that are gold",
    "SentenceRecall": "share of the facts that the quoted sentences hold",
    "SentenceF1": "harmonic mean of SentencePrecision and SentenceRecall",
    "CitationExact": "share of the citations whose quote equals the stored text",
    "CitationPrecision": "share of the citations that point to a gold sentence",
    "CitationRecall": "share of the facts that a citation points to",
    "SupportRate": "share of the model's sentences that their citations bear out",
    "Judge": "mark, 0 to 1, that a language model gives the answer",
    "RepeatedMistake": "share of the sentences known to be wrong that are cited again",
}

REFUSALS = {
    "RefusalRight": "answered what the articles answer, refused what they do not; unsure is half",
    "PlainlyAnswered": "share of the answerable questions that were answered, not unsurely",
    "AnsweredUnanswerable": "share of the unanswerable questions that were so answered",
    "RefusedAnswerable": "share of the answerable questions that were refused outright",
    "Unsure": "share of the questions of which it was said that the articles may not say",
    "Brier": "squared distance of the confidence from whether there is an answer",
    "RefusalPrecision": "share of the refusals that were right",
    "RefusalRecall": "share of the unanswerable questions that were refused",
    "AUROC": "how often an answerable question has more confidence than an unanswerable one",
    "AURC": "mean share of wrong answers over all thresholds of refusing",
    "ECE": "distance between confidence and the share answerable, over ten bins",
}

LATENCIES = {
    "LatencyP50": "seconds for a question, median",
    "LatencyP99": "seconds for a question, slowest hundredth",
}

LOWER_IS_BETTER = frozenset(
    {
        "RepeatedMistake",
        "AnsweredUnanswerable",
        "RefusedAnswerable",
        "Unsure",
        "Brier",
        "AURC",
        "ECE",
    }
    | set(LATENCIES)
)

_RANKINGS = {
    "nDCG": "relevant ones early, by grade, against the best order",
    "RR": "one over the rank of the first relevant one",
    "AP": "mean precision at the ranks of the relevant ones",
    "P": "share of the first K that are relevant",
    "R": "share of the relevant ones among the first K",
    "Success": "a relevant one is among the first K",
}
_SPAN_NAME = re.compile(rf"({'|'.join(SPANS)})@([1-9]\d{{0,5}})")
_NO_DEFAULT = re.compile(r"=<object object at \w+>")
_LONGEST_CHARS = 100
_OTHERS = (
    (Level.ANSWER, ANSWERS),
    (Level.REFUSAL, REFUSALS),
    (Level.LATENCY, LATENCIES),
)
_DEFAULT_RANKINGS = (
    *("nDCG@10", "RR@10", "R@20", "Success@1", "Success@5"),
    *("passage:nDCG@10", "passage:RR@10", "passage:Success@1", "passage:Success@5"),
    *("CharRecall@5", "CharPrecision@5", "CharIoU@5"),
)


def parse_measures(names: Sequence[str]) -> tuple[Measure, ...]:
    """The measures called `names`, in that order, each once.

    Raises:
        UsageError: a name is not known, or its measure cannot be computed here.
    """
    return tuple(dict.fromkeys(_parse(name.strip()) for name in names))


def default_measures(*, answers: bool) -> tuple[Measure, ...]:
    """A short list that suits most collections; with `answers`, what judges them too."""
    judged = (*ANSWERS, *REFUSALS) if answers else ()
    return parse_measures((*_DEFAULT_RANKINGS, *judged, *LATENCIES))


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
    for level, descriptions in _OTHERS:
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
    better = name not in LOWER_IS_BETTER
    return Measure(name=name, level=level, higher_is_better=better, description=description)


def _describe(parsed: Any) -> str:
    text = _RANKINGS.get(parsed.NAME, "as ir-measures defines it")
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
