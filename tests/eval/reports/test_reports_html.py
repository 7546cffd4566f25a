"""The HTML report: one file, nothing but text from outside, whatever the runs hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from eval.reports.html import write_html
from eval.reports.view_model import safe_address
from eval.types import Outcome, Run
from index.errors import StorageError, UsageError
from index.settings import IndexSettings

HOSTILE = (
    "<script>alert(1)</script></style></title></svg>--><img src=x onerror=alert(1)>"
    "\" onmouseover='x' `| {{ 7*7 }} {% raw %} $x$ &amp; \u202eevil\u2066 \x1b[31m 日本語 عربى"
)
VOID = {"meta", "br", "img", "link", "input", "hr"}


class Document(HTMLParser):
    """What a page holds; fails when its tags are not nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.text += data

    def values(self, name: str) -> list[str]:
        return [value for _, own, value in self.attributes if own == name]


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., str]:
    def write(*arguments: object, **named: object) -> str:
        write_html(tmp_path / "report.html", *arguments, **named)
        return (tmp_path / "report.html").read_text(encoding="utf-8")

    return write


@pytest.fixture(scope="module")
def two_runs(make_runs) -> list[Run]:
    return make_runs(queries=40, runs=2)


@pytest.fixture(scope="module")
def compared(tmp_path_factory, two_runs, make_comparison) -> str:
    """The page of `two_runs`, without links."""
    path = tmp_path_factory.mktemp("reports") / "report.html"
    write_html(path, two_runs, make_comparison(two_runs))
    return path.read_text(encoding="utf-8")


def assert_sound(text: str) -> Document:
    """Self-contained, no script, ids that are there once, links that lead somewhere."""
    page = Document(text)
    assert not page.tags & {"script", "img", "link", "iframe", "object", "form", "image"}
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    targets = page.values("href") + page.values("xlink:href")
    assert {t for t in targets if not t.startswith("#")} == set()
    assert {t[1:] for t in targets} <= set(ids)
    assert set(re.findall(r"url\(#([^)]*)\)", text)) <= set(ids)
    assert not re.search(r"(?:src|href)=.https?:|@import|url\((?!#)", text)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", text)
    assert "default-src 'none'" in text
    return page


def headings(text: str) -> list[str]:
    return re.findall(r"<h3>(.*?)</h3>", text)


def test_page_is_sound_and_small_when_three_runs_are_compared(report, make_runs, make_comparison):
    runs = make_runs()
    text = report(runs, make_comparison(runs))
    assert_sound(text)
    assert len(text) < 1_000_000
    assert "No measure got significantly worse; passage:nDCG@10 rose by" in text


def test_every_plot_is_there_when_its_data_is(compared):
    found = headings(compared)
    assert "dense only against fused, query by query" in found
    assert {"Passages", "Answers and citations", "Refusal"} <= set(found)
    assert {"Risk and coverage", "Calibration", "Latency"} <= set(found)


def test_plots_of_answers_are_left_out_when_there_are_none(report, make_runs):
    text = report(make_runs(runs=1, answers=False))
    assert_sound(text)
    assert not {"Risk and coverage", "Calibration", "Refusal"} & set(headings(text))


@pytest.mark.parametrize(
    ("queries", "runs", "answers"), [(0, 1, True), (1, 1, True), (1, 2, False), (9, 4, False)]
)
def test_page_is_sound_when_runs_are_few_or_many(
    report, make_runs, make_comparison, queries, runs, answers
):
    made = make_runs(queries=queries, runs=runs, answers=answers)
    assert_sound(report(made, make_comparison(made) if runs > 2 else None))


def test_same_runs_give_the_same_page(report, compared, two_runs, make_comparison):
    assert report(two_runs, make_comparison(two_runs)) == compared


def test_page_stays_small_when_there_are_many_queries(report, make_runs):
    text = report(make_runs(queries=2000, runs=1, answers=False))
    assert_sound(text)
    assert len(text) < 1_000_000
    assert "1,500 more are in the run’s own file" in text


def test_each_bar_leads_to_its_query(compared, two_runs):
    page = assert_sound(compared)
    before, after = (run.values("passage:nDCG@10") for run in two_runs)
    numbers = {o.query_id: n for n, o in enumerate(two_runs[0].outcomes(), start=1)}
    moved = [numbers[q] for q in before if before[q] != after[q]]
    bars = {v for tag, n, v in page.attributes if n == "xlink:href" and v.startswith("#q-")}
    assert bars == {f"#q-{n}" for n in moved}


def hostile_runs(runs: list[Run]) -> list[Run]:
    """The same runs with hostile text wherever text comes from users or articles."""
    found = []
    for at, run in enumerate(runs):
        info = run.info.model_copy(
            update={
                "label": f"{HOSTILE} {at}",
                "name": f"{run.info.name}{HOSTILE}",
                "model": HOSTILE,
                "collection": run.info.collection.model_copy(update={"name": HOSTILE}),
                "settings": run.info.settings.model_copy(
                    update={"index": IndexSettings(encoder=HOSTILE)}
                ),
            }
        )
        outcomes = [hostile_outcome(outcome) for outcome in run.outcomes()]
        found.append(Run(info=info, folder=run.folder, read_outcomes=lambda o=outcomes: o))
    return found


def hostile_outcome(outcome: Outcome) -> Outcome:
    fields = outcome.model_dump()
    for name in ("query_id", "text", "kind"):
        fields[name] = f"{HOSTILE} {fields[name]}"
    fields["answers"] = (HOSTILE,)
    for hit in fields["retrieved"]:
        hit["doc_id"] = "x" * 400 + HOSTILE
        hit["excerpt"] = HOSTILE
    for fact in fields["gold"]:
        fact["quotes"] = (HOSTILE,)
    for sentence in fields["answer"]["sentences"]:
        sentence["text"] = sentence["support"] = HOSTILE
    return Outcome.model_validate(fields)


def test_text_stays_text_when_it_is_hostile(report, make_runs, make_comparison):
    runs = hostile_runs(make_runs(queries=20, runs=2))
    page = assert_sound(report(runs, make_comparison(runs)))
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7*7 }}" in page.text
    assert "[U+202E]evil" in page.text
    assert "日本語 عربى" in page.text


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("articles/a b.md", False),
        ("articles/a%20b.md#p3", True),
        ("../a.html", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org/a", False),
        ("\\\\example.org\\a", False),
        ("/etc/passwd", False),
        ("http://[", False),
        ("https:", False),
        ("", False),
        (None, False),
    ],
)
def test_links_lead_only_to_the_web_and_to_relative_files(address, kept):
    assert safe_address(address) == (address if kept else None)


def test_passages_are_linked_when_an_address_is_given(report, make_runs):
    def address(doc_id: str, start: int, end: int) -> str:
        return "javascript:1" if "ferry" in doc_id else f"https://example.org/{doc_id}#{start}"

    text = report(make_runs(queries=12, runs=1, answers=False), links=address)
    outside = {v for v in Document(text).values("href") if not v.startswith("#")}
    assert "https://example.org/gazette/harbour-wall-breach.md#335" in outside
    assert "javascript:" not in text


def test_hits_that_hold_gold_are_marked(compared):
    assert "holds the gold sentence" in compared
    assert "<mark>By morning the gap was 14 metres wide.</mark>" in compared


def test_settings_that_differ_from_the_shipped_ones_are_told(compared):
    assert "lexical_weight 0.0 shipped 0.4" in " ".join(Document(compared).text.split())


def test_drawing_leaves_the_settings_of_matplotlib_alone(report, make_runs):
    import matplotlib

    before = dict(matplotlib.rcParams)
    report(make_runs(queries=5, runs=1, answers=False))
    assert dict(matplotlib.rcParams) == before


def test_report_is_refused_when_there_are_no_runs(report):
    with pytest.raises(UsageError, match="at least one run"):
        report([])


def test_report_is_refused_when_its_folder_is_missing(tmp_path, make_runs):
    with pytest.raises(StorageError, match=r"report\.html: cannot be written"):
        write_html(tmp_path / "missing" / "report.html", make_runs(queries=1, runs=1))


def test_queries_are_listed_by_which_way_they_moved_when_one_run_is_compared(compared):
    better, worse = compared.split('<section id="gained">')[1].split('<section id="lost">')
    assert "Queries that got better" in better
    assert "Queries that got worse" in worse
    for text, way in ((better, 1), (worse.split('<section id="worst">')[0], -1)):
        values = re.findall(r'class="chip">.*?</span> ([\d.]+)</span>', text)
        assert values
        for before, after in zip(values[::2], values[1::2], strict=True):
            assert way * (float(after) - float(before)) > 0
