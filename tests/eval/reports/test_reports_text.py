"""Reports as Markdown, and the words and numbers that all reports share."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from eval.comparing.types import Comparison
from eval.reports.formatting import (
    by_level,
    clipped,
    headline,
    number,
    p_value,
    signed,
)
from eval.reports.markdown import (
    comparison_to_markdown,
    escaped,
    run_to_markdown,
    write_markdown,
)
from eval.reports.verdict import summary_of, verdicts
from index.text.characters import visible


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a | b", r"a \| b"),
        ("`rm` *x* _y_", r"\`rm\` \*x\* \_y\_"),
        ("<script>", r"&lt;script\>"),
        ("![x](http://a.b)", r"!\[x\](http\://a.b)"),
        ("# head", r"\# head"),
        ("12. twelve", r"12\. twelve"),
        ("- item", r"\- item"),
        ("@someone and nDCG@10", r"\@someone and nDCG@10"),
        ("two\nlines\n\n# head", "two lines # head"),
        ("turned \u202e over", r"turned \[U+202E\] over"),
        ("日本語", "日本語"),
    ],
)
def test_text_does_not_act_as_markdown(text, written):
    assert escaped(text) == written


def test_tables_have_as_many_columns_in_every_row_when_cells_hold_pipes(make_runs):
    run = make_runs(queries=20, runs=1)[0]
    info = run.info.model_copy(update={"label": "x|y"})
    text = run_to_markdown(replace(run, info=info))
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    widths = [{len(re.findall(r"(?<!\\)\|", row)) for row in t.splitlines()} for t in tables]
    assert widths
    assert all(len(width) == 1 for width in widths)
    assert "| x\\|y | " in text


def test_run_tells_value_interval_direction_and_queries(make_runs):
    text = run_to_markdown(make_runs(queries=110, runs=1)[0])
    assert "| passage:nDCG@10 | higher is better | 0.515 | 0.419 to 0.611 | 88 |" in text
    assert "| Brier | lower is better |" in text
    assert "All settings are the shipped ones." in text


def test_refusal_stands_beside_its_lines(make_runs, make_comparison):
    runs = make_runs(queries=20, runs=2)
    for text in (run_to_markdown(runs[0]), comparison_to_markdown(make_comparison(runs))):
        assert "| always refuse | 0.200 | 0.500 |" in text
        assert "| never refuse | 0.800 | 0.500 |" in text


def test_refusal_lines_are_left_out_when_nothing_was_answered(make_runs):
    assert "always refuse" not in run_to_markdown(make_runs(runs=1, answers=False)[0])


def test_comparison_tells_settings_and_what_each_run_retrieved(make_runs, make_comparison):
    text = comparison_to_markdown(make_comparison(make_runs(runs=2)))
    assert r"| dense only | lexical\_weight | 0.4 | 0.0 |" in text
    assert "### What did the paper say about" in text
    assert "- fused found\n  1. " in text
    assert "- dense only found\n  1. " in text


def test_comparison_tells_that_the_code_differs(make_runs, make_comparison):
    compared = make_comparison(make_runs(queries=3, runs=2))
    note = "- The runs were made by different code."
    assert note not in comparison_to_markdown(compared)
    code = compared.baseline.code.model_copy(update={"digest": "1" * 64})
    other = compared.baseline.model_copy(update={"code": code})
    assert note in comparison_to_markdown(compared.model_copy(update={"baseline": other}))


@pytest.mark.parametrize("queries", [0, 1])
def test_markdown_is_written_when_there_is_hardly_a_query(queries, make_runs, make_comparison):
    runs = make_runs(queries=queries, runs=2)
    assert run_to_markdown(runs[0]).startswith("# fused\n")
    assert comparison_to_markdown(make_comparison(runs)).startswith("# dense only against fused\n")


def test_file_holds_each_run_or_the_comparison(tmp_path, make_runs, make_comparison):
    runs, path = make_runs(queries=3, runs=2), tmp_path / "report.md"
    write_markdown(path, runs)
    assert path.read_text() == "\n".join(map(run_to_markdown, runs))
    write_markdown(path, runs, make_comparison(runs))
    assert path.read_text() == comparison_to_markdown(make_comparison(runs))


def with_change(comparison: Comparison, **fields: object) -> Comparison:
    """The comparison with one difference, of passage:nDCG@10, that holds `fields`."""
    first = comparison.differences[0].model_copy(update=fields)
    return comparison.model_copy(update={"differences": (first,)})


@pytest.mark.parametrize(
    ("fields", "tone", "text"),
    [
        (
            {"difference": 0.021, "low": 0.004, "high": 0.038, "p_holm": 0.01},
            "better",
            "No measure got significantly worse; passage:nDCG@10 rose by 0.021 (0.004 to 0.038).",
        ),
        (
            {"difference": -0.021, "low": -0.038, "high": -0.004, "p_holm": 0.01},
            "worse",
            "One measure got significantly worse: passage:nDCG@10 fell by 0.021 (0.004 to 0.038).",
        ),
        (
            {"difference": -0.021, "low": None, "high": None, "p": 0.3, "p_holm": 0.6},
            "same",
            "No measure differs significantly from fused; passage:nDCG@10 fell by 0.021,"
            " as chance alone could make it.",
        ),
        ({"difference": 0.0, "p_holm": 1.0}, "same", "No measure differs from fused at all."),
        (
            {"difference": -0.1, "low": None, "high": None, "p_holm": 0.01}
            | {"higher_is_better": False},
            "better",
            "No measure got significantly worse; passage:nDCG@10 fell by 0.100.",
        ),
    ],
)
def test_verdict_says_in_words_what_came_out(fields, tone, text, make_runs, make_comparison):
    compared = make_comparison(make_runs(queries=10, runs=2))
    (verdict,) = verdicts(with_change(compared, **fields))
    assert (verdict.tone, verdict.text) == (tone, text)


def test_verdict_tells_of_the_number_of_tests_when_they_hide_a_difference(
    make_runs, make_comparison
):
    compared = make_comparison(make_runs(queries=10, runs=2))
    changes = {"difference": 0.1, "low": 0.01, "high": 0.2, "p": 0.03, "p_holm": 0.27}
    (verdict,) = verdicts(
        compared.model_copy(
            update={"differences": [d.model_copy(update=changes) for d in compared.differences]}
        )
    )
    assert verdict.text == (
        "No measure differs significantly from fused; passage:nDCG@10 rose by 0.100"
        " (0.010 to 0.200): p 0.030 by itself, which is little among 9 tests."
    )


def test_verdict_names_three_measures_and_counts_the_others(make_runs, make_comparison):
    (verdict,) = verdicts(make_comparison(make_runs(runs=2)))
    assert verdict.text.endswith(", and 6 more.")


def test_summary_names_one_measure_of_each_thing(make_runs):
    info = make_runs(runs=1)[0].info
    assert [m.name for m in headline(info)] == ["passage:nDCG@10", "SentenceF1", "RefusalRight"]
    assert summary_of(info).startswith("passage:nDCG@10 0.515 (0.419 to 0.611); SentenceF1 ")
    assert summary_of(info.model_copy(update={"measures": ()})) == "Nothing was measured."


def test_measures_stand_under_their_level():
    names = ["LatencyP50", "nDCG@10", "AUROC", "EM", "CharIoU@5", "passage:RR@10", "unheard@3"]
    assert by_level(names) == {
        "Passages": ["passage:RR@10"],
        "Documents": ["nDCG@10", "unheard@3"],
        "Gold characters": ["CharIoU@5"],
        "Answers and citations": ["EM"],
        "Refusal": ["AUROC"],
        "Time": ["LatencyP50"],
    }


def test_numbers_are_written_alike():
    assert [number(0.5), number(None), number(float("nan"))] == ["0.500", "–", "–"]
    assert [signed(0.02), signed(-0.02), signed(0.0)] == ["+0.020", "−0.020", "0.000"]
    assert number(0.0421, "LatencyP50") == "0.042 s"
    assert [p_value(0.0004), p_value(0.04), p_value(None)] == ["< 0.001", "0.040", "–"]


def test_long_text_is_cut_at_a_word():
    assert clipped("one two three four", 12) == "one two…"
    assert clipped("x" * 50, 10) == "x" * 9 + "…"
    assert clipped("short", 10) == "short"


def test_characters_that_act_are_written_as_their_codes():
    assert visible("a\x1b[31m\u202eb\x00") == "a[U+001B][31m[U+202E]b[U+0000]"
    assert visible(unescape("&#x645;")) == "م"
