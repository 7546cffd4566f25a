"""Formatting for reports: numbers, intervals, p-values, names of measures, settings, escaping."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import isfinite

from eval.measures.registry import LATENCIES, OWN, PASSAGE, SPANS, Level, parse_measures
from eval.types import MeasureSummary, RunInfo, RunSettings
from index.errors import UsageError
from index.text.characters import visible

_HEADINGS = {
    Level.PASSAGE: "Passages",
    Level.DOCUMENT: "Documents",
    Level.SPAN: "Gold characters",
    Level.ANSWER: "Answers and citations",
    Level.REFUSAL: "Refusal",
    Level.LATENCY: "Time",
}
_TELLING = ("nDCG@10", "RR@10", "CharRecall@5", "SentenceF1", "ContainsAnswer", "RefusalRight")
_JUDGED = (Level.ANSWER, Level.REFUSAL)
NOTHING = "–"


def clipped(text: str, limit: int) -> str:
    """At most `limit` characters of the text, on one line, cut at a word where there is one."""
    line = " ".join(visible(text).split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    kept = cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut
    return f"{kept}…"


def is_time(measure: str) -> bool:
    """Whether the measure counts seconds."""
    return measure in LATENCIES


def number(value: float | None, measure: str = "") -> str:
    """Three decimals, with the unit of a measure of time; a dash where there is no value."""
    if value is None or not isfinite(value):
        return NOTHING
    text = f"{value:.3f} s" if is_time(measure) else f"{value:.3f}"
    return text.replace("-", "−")


def signed(value: float | None, measure: str = "") -> str:
    """The number with its sign."""
    text = number(value, measure)
    return f"+{text}" if value is not None and isfinite(value) and value > 0 else text


def interval(low: float | None, high: float | None, measure: str = "") -> str:
    """`low to high`; empty when there is none."""
    if low is None or high is None:
        return ""
    return f"{number(low, measure)} to {number(high, measure)}"


def p_value(p: float | None) -> str:
    """A p-value as papers write it."""
    if p is None:
        return NOTHING
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def level_of(measure: str) -> Level:
    """What the measure looks at; a name that is not known is one of documents."""
    if measure.startswith(PASSAGE):
        return Level.PASSAGE
    if measure.partition("@")[0] in SPANS:
        return Level.SPAN
    return next((level for level, names in OWN if measure in names), Level.DOCUMENT)


def by_level(names: Iterable[str]) -> dict[str, list[str]]:
    """Heading -> names of measures, in the order of the headings and of `names`."""
    found: dict[Level, list[str]] = {level: [] for level in _HEADINGS}
    for name in dict.fromkeys(names):
        found[level_of(name)].append(name)
    return {_HEADINGS[level]: own for level, own in found.items() if own}


@lru_cache(maxsize=256)
def description(measure: str) -> str:
    """What the measure says; empty when this version does not know it."""
    try:
        return parse_measures([measure])[0].description
    except UsageError:
        return ""


def main_measures(runs: Sequence[RunInfo]) -> list[str]:
    """The measure of each level that says most, of those that every run has; first of retrieval."""
    names = [m.name for m in runs[0].measures if all(run.measure(m.name) for run in runs)]
    levels = by_level(name for name in names if not is_time(name))
    return [_most_telling(own) for own in levels.values()]


def headline(run: RunInfo) -> list[MeasureSummary]:
    """At most one measure each of retrieval, answers and refusal."""
    kept: dict[str, MeasureSummary] = {}
    for name in main_measures([run]):
        level, summary = level_of(name), run.measure(name)
        if summary:
            kept.setdefault(level if level in _JUDGED else "retrieval", summary)
    return list(kept.values())


def _most_telling(names: Sequence[str]) -> str:
    bare = {name.removeprefix(PASSAGE): name for name in names}
    return next((bare[name] for name in _TELLING if name in bare), names[0])


def direction(higher_is_better: bool) -> str:
    """Which way is good, in words."""
    return "higher is better" if higher_is_better else "lower is better"


def run_title(info: RunInfo) -> str:
    """What the user calls the run."""
    return visible(info.label or info.name)


def in_words(name: str) -> str:
    """The name of a setting or of a kind of question as words."""
    return name.replace("_", " ")


def gaps(info: RunInfo) -> list[str]:
    """What a run could not find, one phrase for each kind of thing."""
    missing = f"{info.missing} queries found nothing and count as 0"
    lost = f"{info.unlocated} gold sentences are not in the articles"
    return [*([missing] if info.missing else []), *([lost] if info.unlocated else [])]


def changed_settings(info: RunInfo) -> dict[str, tuple[object, object]]:
    """Setting -> (shipped value, this run's value), where they differ.

    What is shipped as None is left to the collection: no value of it is a change.
    """
    shipped, own = RunSettings().model_dump(exclude_none=True), info.settings.model_dump()
    return {name: (shipped[name], own[name]) for name in shipped if own[name] != shipped[name]}


def value_words(value: object) -> str:
    """A setting's value; what is not set has a word too."""
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return visible(str(value))


def measured(summary: MeasureSummary) -> str:
    """Value and interval in one phrase."""
    value = number(summary.value, summary.name)
    between = interval(summary.low, summary.high, summary.name)
    return f"{value} ({between})" if between else value
