"""A run or a comparison as Markdown, for a pull request or a notebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.comparing.types import Comparison, MeasureDifference, MovedQuery
from eval.reports.verdict import how_sure, summary_of, verdicts
from eval.reports.words import (
    NOTHING,
    by_level,
    changed_settings,
    clipped,
    direction,
    gaps,
    interval,
    number,
    p_value,
    run_title,
    signed,
    value_words,
)
from eval.types import AnswerOutcome, MeasureSummary, RetrievedPassage, Run, RunInfo
from index.errors import StorageError
from index.files import replace_text

# What Markdown or GitHub acts upon: anywhere, where a line begins, and in addresses and mentions.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~$&]|^[-+#=:]|:(?=//)|(?<=www)\.|(?<!\w)@")
_NUMBERED = re.compile(r"^(\d+)(?=[.)](?: |$))")
_QUESTION_CHARS = 300
_EXCERPT_CHARS = 160


def escaped(text: str, limit: int = _QUESTION_CHARS) -> str:
    """Text of users and articles on one line, none of which acts as Markdown or HTML."""
    safe = _MARKUP.sub(r"\\\g<0>", clipped(text, limit))
    safe = _NUMBERED.sub(r"\1\\", safe)
    return safe.replace("\\<", "&lt;").replace("\\&", "&amp;")


def write_markdown(path: Path, runs: Sequence[Run], comparison: Comparison | None = None) -> None:
    """Write the comparison to `path`, or without one each of `runs`.

    Raises:
        StorageError: the file cannot be written.
    """
    parts = [comparison_to_markdown(comparison)] if comparison else map(run_to_markdown, runs)
    try:
        replace_text(path, "\n".join(parts))
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror})") from error


def run_to_markdown(run: Run) -> str:
    """Headline, what was measured, each measure with its interval, refusal beside its lines."""
    info = run.info
    parts = [
        f"# {escaped(run_title(info))}",
        f"**{escaped(summary_of(info))}**",
        _measured([info]),
        _settings(info),
        *_measure_tables(info),
        _baselines([info]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def comparison_to_markdown(comparison: Comparison) -> str:
    """A verdict for each run, the differences, refusal beside its lines, what moved most."""
    infos = [comparison.baseline, *comparison.runs]
    titles = ", ".join(escaped(run_title(run)) for run in comparison.runs)
    parts = [
        f"# {titles} against {escaped(run_title(comparison.baseline))}",
        *(f"**{escaped(v.run)}:** {escaped(v.text, 2000)}" for v in verdicts(comparison)),
        _measured(infos),
        _changed(comparison),
        *(_differences(comparison, run) for run in comparison.runs),
        how_sure(comparison),
        _baselines(infos),
        *_moved(comparison),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: int = 1) -> str:
    """A Markdown table of cells that are escaped already; columns from `right` on are numbers."""
    rules = ["---" if at < right else "---:" for at in range(len(heads))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rules, *rows))


def _measured(infos: Sequence[RunInfo]) -> str:
    first = infos[0].collection
    over = f" over {first.documents:,} documents" if first.documents else ""
    lines = [
        f"Collection {escaped(first.name)}: {first.queries:,} queries{over}"
        f" (questions {escaped(first.digest[:12])},"
        f" articles {escaped(first.corpus_digest[:12])})."
    ]
    for info in infos:
        own = "".join(f"; {gap}" for gap in gaps(info))
        lines.append(
            f"{escaped(run_title(info))}: run {escaped(info.name)}, {info.created:%Y-%m-%d %H:%M},"
            f" Byline {escaped(info.code.version)} {escaped(info.code.digest[:12])}{own}."
        )
    if len({info.code.digest for info in infos}) > 1:
        lines.append("The runs were made by different code.")
    return "\n".join(f"- {line}" for line in lines)


def _settings(info: RunInfo) -> str:
    rows = [
        (escaped(name), escaped(value_words(shipped)), escaped(value_words(own)))
        for name, (shipped, own) in changed_settings(info).items()
    ]
    heads = ("Setting", "shipped", "this run")
    return table(heads, rows, right=3) if rows else "All settings are the shipped ones."


def _measure_tables(info: RunInfo) -> list[str]:
    tables = []
    for heading, names in by_level(m.name for m in info.measures).items():
        rows = [_measure_row(m) for name in names if (m := info.measure(name))]
        heads = ("Measure", "", "value", "95 % interval", "queries")
        tables.append(f"## {heading}\n\n{table(heads, rows, right=2)}")
    return tables


def _measure_row(m: MeasureSummary) -> tuple[str, ...]:
    between = interval(m.low, m.high, m.name) or NOTHING
    value = number(m.value, m.name)
    return escaped(m.name), direction(m.higher_is_better), value, between, str(m.queries)


def _baselines(infos: Sequence[RunInfo]) -> str:
    """The lines of a Byline that refuses everything, and of one that refuses nothing."""
    names = list(
        dict.fromkeys(n for info in infos for line in info.baselines.values() for n in line)
    )
    if not names:
        return ""
    rows = []
    for info in infos:
        own = [m.value if (m := info.measure(name)) else None for name in names]
        rows.append((run_title(info), own))
    for line, values in infos[0].baselines.items():
        rows.append((line, [values.get(name) for name in names]))
    cells = [
        (escaped(title), *(number(v, n) for v, n in zip(values, names, strict=True)))
        for title, values in rows
    ]
    found = table(["", *map(escaped, names)], cells)
    return f"## Refusal, beside refusing always and never\n\n{found}"


def _changed(comparison: Comparison) -> str:
    rows = [
        (escaped(run_title(run)), escaped(name), *(escaped(value_words(v)) for v in values))
        for run, changes in zip(comparison.runs, comparison.settings_changed, strict=False)
        for name, values in changes.items()
    ]
    heads = ("Run", "setting", escaped(run_title(comparison.baseline)), "the run")
    return table(heads, rows, right=4) if rows else "The settings are the same."


def _differences(comparison: Comparison, run: RunInfo) -> str:
    own = {d.measure: d for d in comparison.differences if d.run == run.name}
    heads = ("Measure", "baseline", "run", "difference", "95 % interval", "p (Holm)")
    rows = [_difference_row(own[name]) for names in by_level(own).values() for name in names]
    columns = (*heads, "effect", "wins/ties/losses", "queries", "")
    return f"## {escaped(run_title(run))}\n\n{table(columns, rows)}" if rows else ""


def _difference_row(d: MeasureDifference) -> tuple[str, ...]:
    counts = NOTHING if d.wins is None else f"{d.wins}/{d.ties}/{d.losses}"
    effect = NOTHING if d.effect_size is None else f"{d.effect_size:+.2f}".replace("-", "−")
    arrow = "" if d.higher_is_better else " (lower is better)"
    return (
        escaped(d.measure) + arrow,
        number(d.baseline, d.measure),
        number(d.value, d.measure),
        signed(d.difference, d.measure),
        interval(d.low, d.high, d.measure) or NOTHING,
        p_value(d.p_holm),
        effect,
        counts,
        str(d.queries),
        "**better**" if d.better else "**worse**" if d.worse else "",
    )


def _moved(comparison: Comparison) -> list[str]:
    titles = {run.name: run_title(run) for run in (comparison.baseline, *comparison.runs)}
    before = titles[comparison.baseline.name]
    parts = ["## Queries that moved most"] if comparison.moved else []
    for query in comparison.moved:
        parts.append(_moved_query(query, before, titles.get(query.run, query.run)))
    return parts


def _moved_query(query: MovedQuery, before: str, after: str) -> str:
    change = (
        f"{escaped(query.measure)} {number(query.baseline, query.measure)} →"
        f" {number(query.value, query.measure)} ({escaped(after)})"
    )
    gold = [f"- right: “{escaped(q)}”" for fact in query.gold for q in fact.quotes]
    gold += [f"- right: {escaped(answer)}" for answer in query.answers]
    sides = (
        (before, query.baseline_retrieved, query.baseline_answer),
        (after, query.retrieved, query.answer),
    )
    found = [line for side in sides for line in _side(*side)]
    return "\n".join([f"### {escaped(query.text)}", "", change, "", *gold, *found])


def _side(
    title: str, retrieved: Sequence[RetrievedPassage], answer: AnswerOutcome | None
) -> list[str]:
    lines = [f"- {escaped(title)} found{'' if retrieved else ' nothing'}"]
    for rank, hit in enumerate(retrieved, start=1):
        text = f" {escaped(hit.excerpt, _EXCERPT_CHARS)}" if hit.excerpt else ""
        lines.append(f"  {rank}. {escaped(hit.doc_id)}, {hit.start} to {hit.end}:{text}")
    if answer:
        said = " ".join(s.text for s in answer.sentences) or NOTHING
        verb = "refused; it would have said" if answer.refused else "answered"
        lines.append(f"- {escaped(title)} {verb}: {escaped(said)}")
    return lines
