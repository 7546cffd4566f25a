"""`byline eval` as a user types it, over an index by words alone: no model to load."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import UsageError
from index.index import open_or_create
from index.settings import IndexSettings
from tests.support.fault_bytes import head, stream
from tests.support.fault_server import FaultServer
from ui.cli.commands import app

ARTICLES = {
    "storm.md": "# Storm hits harbour\n\nThe storm took twelve boats from the harbour on Friday.\n",
    "ferry.md": "# Ferry runs again\n\nThe ferry runs again from Monday. A ticket costs £9.\n",
    "wall.md": "# Wall falls\n\nThe harbour wall fell on Sunday. Nobody was hurt by the stones.\n",
}
QUESTIONS = [
    ("q1", "How many boats did the storm take?", "storm.md",
     "The storm took twelve boats from the harbour on Friday."),
    ("q2", "When does the ferry run again?", "ferry.md", "The ferry runs again from Monday."),
    ("q3", "Was anybody hurt when the wall fell?", "wall.md",
     "Nobody was hurt by the stones."),
]  # fmt: skip


@pytest.fixture
def index(tmp_path: Path, write_articles) -> Path:
    path = tmp_path / "index"
    settings = IndexSettings(encoder=str(tmp_path / "no-model"))
    open_or_create(path, settings).sync(write_articles(ARTICLES))
    return path


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    lines = [
        {
            "id": name,
            "question": text,
            "kind": "answerable",
            "facts": [{"sentences": [{"doc_id": doc_id, "quote": quote}]}],
        }
        for name, text, doc_id, quote in QUESTIONS
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


@pytest.fixture
def byline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run `byline eval ...` in this process with its own folder of runs."""
    monkeypatch.setenv("BYLINE_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: object, code: int = 0) -> str:
        with pytest.raises(SystemExit) as ended:
            app(["eval", *map(str, arguments)])
        printed = capsys.readouterr()
        assert (ended.value.code or 0) == code, printed
        return printed.out

    return run


def test_run_compare_gate_and_report_work_one_after_the_other(byline, index, questions, tmp_path):
    out = byline("run", questions, "--index", index, "--label", "before")
    assert "questions: 3 queries over 3 articles" in out
    assert "passage:nDCG@10" in out
    byline("run", questions, "--index", index, "--label", "after", "--set", "depth=1")
    page, text = tmp_path / "r.html", tmp_path / "r.md"
    out = byline("compare", "before", "after", "--html", page, "--markdown", text)
    assert "depth: 20 -> 1" in out
    assert "<svg" in page.read_text()
    assert "| " in text.read_text()
    assert "Passed" in byline("gate", "before", "after")
    assert "before-" in byline("runs")


def test_run_lets_the_named_model_write(byline, index, questions, monkeypatch):
    asked = []

    def script(wire):
        asked.append(json.loads(wire.body)["model"])
        wire.send(head() + stream("I cannot answer that from the passages."))

    with FaultServer({"it": script}) as server:
        monkeypatch.setenv("BYLINE_BASE_URL", server.url("it"))
        out = byline("run", questions, "--index", index, "--model", "some-model")
    assert set(asked) == {"some-model"}
    (refused,) = [line for line in out.splitlines() if "RefusedAnswerable" in line]
    assert "1.000" in refused


def test_gate_exits_with_1_when_the_run_is_worse(byline, index, tmp_path):
    many = tmp_path / "many.jsonl"
    doc_id, quote = "storm.md", "The storm took twelve boats from the harbour on Friday."
    facts = [{"sentences": [{"doc_id": doc_id, "quote": quote}]}]
    for name, text in (("good", "Storm boats harbour Friday?"), ("bad", "Ferry ticket Monday?")):
        many.write_text(
            "".join(
                json.dumps({"id": str(n), "question": text, "kind": "answerable", "facts": facts})
                + "\n"
                for n in range(20)
            )
        )
        byline("run", many, "--index", index, "--label", name, "-m", "RR@10")
    # Other questions are another collection: made one by hand to have a loss to find.
    [good], [bad] = (list((tmp_path / "runs").glob(f"{name}-*")) for name in ("good", "bad"))
    digest = json.loads((good / "run.json").read_text())["collection"]["digest"]
    with pytest.raises(UsageError, match="cannot be compared"):
        byline("gate", "good", "bad")
    changed = json.loads((bad / "run.json").read_text())
    changed["collection"]["digest"] = digest
    (bad / "run.json").write_text(json.dumps(changed))
    assert "significantly worse" in byline("gate", "good", "bad", code=1)


def test_run_json_is_the_run(byline, index, questions):
    info = json.loads(byline("run", questions, "--index", index, "--json", "-m", "RR@10"))
    assert [measure["name"] for measure in info["measures"]] == ["RR@10"]
    assert info["collection"]["queries"] == 3


def test_ablate_prints_the_arms_side_by_side(byline, index, questions):
    arms = ("--arm", "fused", "--arm", "lexical", "--arm", "one:max_sentences=1")
    out = byline("ablate", questions, "--index", index, *arms)
    assert out.splitlines()[0].split() == ["measure", "fused", "lexical", "one"]


def test_score_measures_a_ranking_of_another_program(byline, tmp_path):
    qrels, ranking = tmp_path / "q.txt", tmp_path / "r.run"
    qrels.write_text("q1 0 a 1\nq2 0 b 1\n")
    ranking.write_text("q1 Q0 a 1 9.5 x\nq1 Q0 b 2 9.4 x\n")
    info = json.loads(byline("score", ranking, "--qrels", qrels, "-m", "RR@10", "--json"))
    assert info["measures"][0]["value"] == 0.5  # q2 is missing from the ranking: 0, and it counts
    assert info["missing"] == 1


@pytest.mark.parametrize(
    ("ranking", "problem"),
    [
        ("q1 Q0 a 1 9.5 x\nq1 Q0 b", "r.run, line 2"),
        ("q9 Q0 a 1 9.5 x\n", "none of its 1 queries is among the 1"),
        ("", "r.run"),
    ],
)
def test_score_names_the_place_when_the_ranking_is_no_good(byline, tmp_path, ranking, problem):
    (tmp_path / "q.txt").write_text("q1 0 a 1\n")
    (tmp_path / "r.run").write_text(ranking)
    with pytest.raises(UsageError, match=problem):
        byline("score", tmp_path / "r.run", "--qrels", tmp_path / "q.txt")
    assert not (tmp_path / "runs").exists() or not any((tmp_path / "runs").iterdir())


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("run", "nothing-here"), "no such collection"),
        (("run", "sample", "--set", "colour=red"), "no setting is called colour"),
        (("run", "sample", "--set", "lexical_weight=7"), "lexical_weight"),
        (("run", "sample", "--set", "lexical_weight"), "NAME=VALUE"),
        (("run", "sample", "-m", "nonsense@5"), "nonsense@5"),
        (("run", "sample", "--half", "upper"), "upper"),
        (("compare", "one"), "two runs or more"),
        (("compare", "one", "two"), "no runs in"),
        (("report", "none"), "no runs in"),
        (("ablate", "sample", "--arm", "magic"), "no such arm"),
        (("questions", "no-such-folder"), "no-such-folder"),
        (("score", "x.run"), "name a COLLECTION or --qrels"),
    ],
)
def test_a_request_that_cannot_be_served_is_one_line(byline, arguments, problem):
    with pytest.raises(UsageError, match=problem) as error:
        byline(*arguments)
    assert "\n" not in str(error.value)


def test_settings_come_from_a_file_and_set_goes_first(byline, index, questions, tmp_path):
    config = tmp_path / "settings.toml"
    config.write_text("lexical_weight = 0.2\ndepth = 3\n")
    arguments = ("run", questions, "--index", index, "--config", config, "--set", "depth=4")
    settings = json.loads(byline(*arguments, "--json"))["settings"]
    assert (settings["lexical_weight"], settings["depth"]) == (0.2, 4)
    config.write_text("lexical_weight = \n")
    with pytest.raises(UsageError, match=r"settings.toml: .*line 1"):
        byline(*arguments)


def test_questions_are_proposed_and_can_be_asked(byline, tmp_path, write_articles):
    text = (
        "The town council of Marlow agreed on Tuesday to spend £3.2 million on a new harbour wall."
        " The old wall fell in the storm of 9 February 2024. Imogen Tasker, the mayor, said:"
        ' "We cannot wait for another winter." Work will begin in May and take two years.'
    )
    folder = write_articles({f"{n}.md": f"# Marlow pays for wall {n}\n\n{text}\n" for n in "ab"})
    out = tmp_path / "mine.jsonl"
    printed = byline("questions", folder, "-o", out, "--count", "5")
    assert f"questions written to {out}" in printed.replace("\n", "")
    assert out.read_text().count("\n") <= 5
    with pytest.raises(UsageError, match="is there already"):
        byline("questions", folder, "-o", out)
