"""The addresses of the Evaluation view, asked over runs that are small enough to work out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from eval.runs.partial import partial_run
from eval.runs.store import OUTCOMES_FILE, RUN_FILE
from eval.types import Outcome
from ui.web.routes.replies import add_error_replies
from ui.web.routes.runs import routes

API = "/byline/api/runs"
SaveRun = Callable[..., str]


def client_of(tmp_path: Path, *, shared: bool = False) -> TestClient:
    app = FastAPI()
    context = SimpleNamespace(
        runs=tmp_path / "runs",
        kept=tmp_path / "what is kept",
        library=SimpleNamespace(path=tmp_path / "index", folder=tmp_path / "articles"),
        shared=shared,
    )
    app.include_router(routes(context))  # type: ignore[arg-type]
    add_error_replies(app)
    return TestClient(app)


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return client_of(tmp_path)


def get(client: TestClient) -> Any:
    reply = client.get(API)
    assert reply.status_code == 200, reply.text
    return reply.json()


def report(client: TestClient, *runs: str) -> str:
    reply = client.get(f"{API}/report.html", params={"run": runs})
    assert reply.status_code == 200, reply.text
    return reply.text


def words(client: TestClient, *runs: str) -> str:
    """The report without its tags, in one line."""
    body = report(client, *runs).split("</style>")[1]
    return " ".join(unescape(re.sub("<[^>]*>", " ", body)).split())


def problem(client: TestClient, status: int, *runs: str) -> str:
    reply = client.get(f"{API}/report.html", params={"run": runs})
    assert reply.status_code == status
    return str(reply.json()["problem"])


def test_list_tells_how_to_make_a_run_when_there_is_none(client: TestClient, tmp_path: Path):
    found = get(client)
    assert found["runs"] == found["unfinished"] == []
    kept = f"'{tmp_path}/what is kept/feedback.jsonl'"
    assert found["commands"]["feedback"].startswith(f"byline eval run {kept} --index {tmp_path}")


def test_list_has_each_run_newest_first_with_headline_and_settings(
    client: TestClient, save_run: SaveRun
):
    save_run("old-1", [0.5, 0.75], label="old")
    save_run("new-1", [1.0, 0.5], label="new", minute=1, weight=1.0)
    new, old = get(client)["runs"]
    assert (new["id"], new["title"], old["id"]) == ("new-1", "new", "old-1")
    assert (new["questions"], new["collection"]) == (2, "harbour")
    assert new["settings"] == ["lexical weight 1.0 (shipped: 0.4)"]
    assert old["settings"] == []
    (headline,) = old["headlines"]
    assert (headline["name"], headline["value"]) == ("nDCG@10", "0.625")
    assert headline["interval"] == "0.525 to 0.725"


def test_list_tells_why_a_run_cannot_be_read(client: TestClient, save_run: SaveRun, tmp_path: Path):
    runs = tmp_path / "runs"
    for name in ("cut", "headless", "garbled", "whole"):
        save_run(name, [0.5, 1.0])
    cut = runs / "cut" / OUTCOMES_FILE
    cut.write_text(cut.read_text().splitlines()[0] + "\n")
    (runs / "headless" / RUN_FILE).unlink()
    (runs / "garbled" / RUN_FILE).write_text('{"name": 1}')
    with partial_run(runs / ".unfinished-1") as partial:
        partial.add(Outcome(query_id="q1", text="one"))
    found = get(client)
    problems = {run["id"]: run["problem"] for run in found["runs"]}
    assert list(problems) == ["whole", "cut", "garbled", "headless"]
    assert problems["whole"] == ""
    assert problems["cut"] == "outcomes.jsonl: cut short: 1 of 2 queries are there"
    assert problems["garbled"].startswith("run.json: is no run of this version (")
    assert problems["headless"] == "run.json: cannot be read (No such file or directory)"
    assert [run["asked"] for run in found["unfinished"]] == [1]


def test_list_notices_when_a_run_changed(client: TestClient, save_run: SaveRun, tmp_path: Path):
    save_run("one", [0.5, 1.0])
    file = tmp_path / "runs" / "one" / RUN_FILE
    assert get(client)["runs"][0]["title"] == "one"
    file.write_text(file.read_text().replace('"label":""', '"label":"renamed"'))
    assert get(client)["runs"][0]["title"] == "renamed"
    file.unlink()
    (tmp_path / "runs" / "one" / OUTCOMES_FILE).unlink()
    assert get(client)["runs"] == []


def test_list_of_many_runs_is_read_once(
    client: TestClient, save_run: SaveRun, monkeypatch: pytest.MonkeyPatch
):
    for at in range(200):
        save_run(f"run-{at}", [0.5, 1.0], minute=at % 60)
    get(client)
    monkeypatch.setattr("ui.web.evaluation.saved.load_run", None)  # nothing is read again
    assert len(get(client)["runs"]) == 200


def test_report_tells_measures_kinds_and_the_worst_questions(client: TestClient, save_run: SaveRun):
    save_run("one", [1.0, 0.25, 0.5, 0.0])
    found = words(client, "one")
    assert "0.438 nDCG@10 relevant ones early, by grade, against the best order" in found
    assert "Kind Mean Queries follow up 0.750 2 plain 0.125 2" in found
    worst = found.partition("The lowest nDCG@10, worst first.")[2]
    assert re.findall(r"No. (\d), q\d", worst) == ["4", "2", "3"]
    assert "It was 14 metres. harbour.md 10–40 Right answers: 14 metres" in worst
    assert "Answered, confidence 0.75" in worst
    assert "harbour.md 0–60 holds the gold sentence" in worst


def test_report_of_two_tells_the_verdict_first_and_what_moved_both_ways(
    client: TestClient, save_run: SaveRun
):
    save_run("old-1", [0.0] * 12 + [1.0], label="old")
    save_run("new-1", [0.5] * 12 + [0.75], label="new", weight=1.0)
    found = words(client, "old-1", "new-1")
    assert found.index("■ new against ● old") < found.index("Better No measure got") < 300
    assert "nDCG@10 rose by 0.442 (" in found
    assert "Changed: lexical weight 0.4 → 1.0." in found
    assert "+0.442" in found
    assert "p < 0.001" in found
    assert "12/0/1" in found
    better, worse = found.split("Queries that got better")[1].split("Queries that got worse")
    assert len(re.findall(r"No. \d", better)) == 10
    assert re.findall(r"No. \d+, (q\d+)", worse.split("Worst queries")[0]) == ["q12"]


def test_report_of_two_tells_runs_of_one_label_apart_by_name(client: TestClient, save_run: SaveRun):
    save_run("mine-1", [0.5, 1.0], label="mine")
    save_run("mine-2", [0.5, 1.0], label="mine")
    found = words(client, "mine-1", "mine-2")
    assert "mine-2 against ● mine-1" in found
    assert "No measure differs from mine-1 at all." in found
    assert "Both were made with the same settings and the same code." in found


def test_comparison_is_refused_in_plain_words(client: TestClient, save_run: SaveRun):
    save_run("here", [0.5, 1.0])
    save_run("there", [0.5, 1.0], digest="other")
    said = problem(client, 409, "here", "there")
    assert "here and there were asked different questions, those of harbour and" in said
    assert problem(client, 400, "here", "here").startswith("That is one run twice")
    assert problem(client, 404, "here", "gone").startswith("That run is not there")
    assert problem(client, 422).startswith("Byline could not read that request")
    assert problem(client, 422, "here", "there", "gone").startswith("Byline could not read")


def test_only_names_of_runs_are_found(client: TestClient, save_run: SaveRun, tmp_path: Path):
    save_run("one", [0.5, 1.0])
    elsewhere = tmp_path / "elsewhere"
    os.rename(tmp_path / "runs" / "one", elsewhere)
    save_run("one", [0.5, 1.0])
    for name in (str(elsewhere), "../elsewhere", "..", ".", "", "latest", "on", "one/", "~"):
        problem(client, 404, name, "one")


def test_damaged_run_says_where_it_is_damaged(
    client: TestClient, save_run: SaveRun, tmp_path: Path
):
    save_run("one", [0.5, 1.0])
    file = tmp_path / "runs" / "one" / OUTCOMES_FILE
    file.write_text("{}\n{}\n")
    assert "outcomes.jsonl, line 1: is no outcome of a query" in problem(client, 400, "one")


def test_report_is_taken_away_as_one_file(client: TestClient, save_run: SaveRun):
    save_run("old", [0.0, 0.5])
    save_run("new", [0.5, 0.5], text="<script>alert(1)</script>")
    reply = client.get(f"{API}/report.html", params={"run": ["old", "new"]})
    disposition = reply.headers["content-disposition"]
    assert disposition == "attachment; filename*=utf-8''new-against-old.html"
    assert "default-src 'none'" in reply.text
    assert "<script" not in report(client, "new")


def test_nobody_sees_what_readers_asked_when_others_reach_the_page(
    tmp_path: Path, save_run: SaveRun, client: TestClient
):
    plain = save_run("plain-1", [0.5, 0.75])
    judged = save_run("feedback-1", [0.5, 0.75], text="Is the mayor ill?")
    outcomes = tmp_path / "runs" / judged / OUTCOMES_FILE
    outcomes.write_text(outcomes.read_text().replace("follow_up", "thumbs down"))
    assert {run["id"] for run in get(client)["runs"]} == {plain, judged}
    assert "Is the mayor ill?" in report(client, judged)

    account = client_of(tmp_path, shared=True)
    assert [run["id"] for run in get(account)["runs"]] == [plain]
    assert get(account)["commands"]["feedback"] == ""
    assert get(account)["folder"] == "runs"
    assert str(tmp_path) not in str(get(account))
    report(account, plain)
    for runs in ((judged,), (plain, judged), (judged, plain)):
        assert "not there" in problem(account, 404, *runs)
