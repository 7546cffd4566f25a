"""The addresses of the Evaluation view, asked over runs that are small enough to work out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import fromstring

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


def get(client: TestClient, path: str = "", **query: str) -> Any:
    reply = client.get(f"{API}{path}", params=query)
    assert reply.status_code == 200, reply.text
    return reply.json()


def problem(client: TestClient, path: str, status: int, **query: str) -> str:
    reply = client.get(f"{API}{path}", params=query)
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


def test_list_of_many_runs_is_quick_the_second_time(client: TestClient, save_run: SaveRun):
    for at in range(200):
        save_run(f"run-{at}", [0.5, 1.0], minute=at % 60)
    get(client)
    started = time.process_time()
    assert len(get(client)["runs"]) == 200
    assert time.process_time() - started < 0.3


def test_run_tells_measures_kinds_and_the_worst_questions(client: TestClient, save_run: SaveRun):
    save_run("one", [1.0, 0.25, 0.5, 0.0])
    found = get(client, "/one")
    assert found["verdict"] is None
    (level,) = found["levels"]
    assert level["heading"] == "Documents"
    (measure,) = level["measures"]
    assert measure["meaning"] == "relevant ones early, by grade, against the best order"
    assert measure["values"][0]["value"] == "0.438"
    (kinds, _) = found["kinds"]
    rows = [(row["kind"], row["questions"], row["means"]) for row in kinds["rows"]]
    assert rows == [("follow up", 2, ["0.750"]), ("plain", 2, ["0.125"])]
    (worst,) = found["lists"]
    assert worst["queries"] == ["q3", "q1", "q2"]
    view = found["views"]["q3"]
    assert view["answers"] == ["14 metres"]
    assert view["gold"] == [{"quote": "It was 14 metres.", "place": "harbour.md, 10 to 40"}]
    (column,) = view["columns"]
    assert (column["value"], column["answer"]["confidence"]) == ("0.000", "0.75")
    assert column["answer"]["sentences"][0]["citations"][0]["place"] == "harbour.md, 10 to 40"
    assert column["hits"][0]["excerpt"] == ["", "It was 14 metres.", ""]
    assert column["hits"][0]["right"] == "holds the gold sentence"


def test_comparison_tells_the_verdict_first_and_what_moved_both_ways(
    client: TestClient, save_run: SaveRun
):
    save_run("old-1", [0.0] * 12 + [1.0], label="old")
    save_run("new-1", [0.5] * 12 + [0.75], label="new", weight=1.0)
    found = get(client, "/compare", a="old-1", b="new-1")
    assert [run["title"] for run in found["runs"]] == ["old", "new"]
    assert found["verdict"]["tone"] == "better"
    assert "nDCG@10 rose by 0.442 (" in found["verdict"]["text"]
    changed = {one["setting"]: (one["before"], one["after"]) for one in found["changed"]}
    assert changed == {"lexical weight": ("0.4", "1.0")}
    difference = found["levels"][0]["measures"][0]["difference"]
    assert (difference["value"], difference["counts"]) == ("+0.442", [12, 0, 1])
    assert (difference["p"], difference["tone"]) == ("< 0.001", "better")
    gained, lost, *_ = found["lists"]
    assert (gained["title"], len(gained["queries"])) == ("Queries that got better", 10)
    assert (lost["title"], lost["queries"]) == ("Queries that got worse", ["q12"])
    columns = found["views"]["q12"]["columns"]
    assert [column["value"] for column in columns] == ["1.000", "0.750"]


def test_comparison_tells_runs_of_one_label_apart_by_name(client: TestClient, save_run: SaveRun):
    save_run("mine-1", [0.5, 1.0], label="mine")
    save_run("mine-2", [0.5, 1.0], label="mine")
    found = get(client, "/compare", a="mine-1", b="mine-2")
    assert [run["title"] for run in found["runs"]] == ["mine-1", "mine-2"]
    assert found["verdict"]["text"] == "No measure differs from mine-1 at all."


def test_comparison_is_refused_in_plain_words(client: TestClient, save_run: SaveRun):
    save_run("here", [0.5, 1.0])
    save_run("there", [0.5, 1.0], digest="other")
    said = problem(client, "/compare", 409, a="here", b="there")
    assert "here and there were asked different questions, those of harbour and" in said
    assert problem(client, "/compare/plots", 409, a="here", b="there") == said
    assert problem(client, "/compare", 400, a="here", b="here").startswith("That is one run twice")
    assert problem(client, "/compare", 404, a="here", b="gone").startswith("That run is not there")


def test_only_names_of_runs_are_found(client: TestClient, save_run: SaveRun, tmp_path: Path):
    save_run("one", [0.5, 1.0])
    elsewhere = tmp_path / "elsewhere"
    os.rename(tmp_path / "runs" / "one", elsewhere)
    save_run("one", [0.5, 1.0])
    for name in (str(elsewhere), "../elsewhere", "..", ".", "", "latest", "on", "one/", "~"):
        problem(client, "/compare", 404, a=name, b="one")


def test_damaged_run_says_where_it_is_damaged(
    client: TestClient, save_run: SaveRun, tmp_path: Path
):
    save_run("one", [0.5, 1.0])
    file = tmp_path / "runs" / "one" / OUTCOMES_FILE
    file.write_text("{}\n{}\n")
    assert "outcomes.jsonl, line 1: is no outcome of a query" in problem(client, "/one", 400)


def test_plots_are_images_with_words_for_those_who_do_not_see_them(
    client: TestClient, save_run: SaveRun
):
    save_run("old", [0.0, 0.5, 1.0])
    save_run("new", [0.5, 0.5, 1.0], minute=1)
    pair = {"a": "old", "b": "new"}
    plots = get(client, "/compare/plots", **pair)["plots"]
    assert [plot["title"] for plot in plots[:2]] == ["new against old, query by query", "Documents"]
    assert plots[0]["about"] == "nDCG@10: 1 queries better, 0 worse, 2 the same"
    for plot in plots:
        light = client.get(f"{API}/compare/plots/{plot['name']}.svg", params=pair)
        dark = client.get(f"{API}/compare/plots/{plot['name']}.svg", params={**pair, "dark": True})
        assert light.headers["content-type"] == "image/svg+xml"
        assert fromstring(light.text).tag.endswith("}svg")
        assert light.text != dark.text
    problem(client, "/compare/plots/plot-99.svg", 404, **pair)
    assert get(client, "/new/plots")["plots"][0]["title"] == "Documents"
    assert client.get(f"{API}/new/plots/plot-0.svg").status_code == 200


def test_report_is_taken_away_as_one_file(client: TestClient, save_run: SaveRun):
    save_run("old", [0.0, 0.5])
    save_run("new", [0.5, 0.5], text="<script>alert(1)</script>")
    reply = client.get(f"{API}/compare/report.html", params={"a": "old", "b": "new"})
    disposition = reply.headers["content-disposition"]
    assert disposition == "attachment; filename*=utf-8''new-against-old.html"
    assert "default-src 'none'" in reply.text
    assert "<script" not in client.get(f"{API}/new/report.html").text


def test_nobody_sees_what_readers_asked_when_others_reach_the_page(
    tmp_path: Path, save_run: SaveRun, client: TestClient
):
    plain = save_run("plain-1", [0.5, 0.75])
    judged = save_run("feedback-1", [0.5, 0.75], text="Is the mayor ill?")
    outcomes = tmp_path / "runs" / judged / OUTCOMES_FILE
    outcomes.write_text(outcomes.read_text().replace("follow_up", "thumbs down"))
    assert {run["id"] for run in get(client)["runs"]} == {plain, judged}
    assert "Is the mayor ill?" in str(get(client, f"/{judged}"))

    account = client_of(tmp_path, shared=True)
    assert [run["id"] for run in get(account)["runs"]] == [plain]
    assert get(account)["commands"]["feedback"] == ""
    assert get(account)["folder"] == "runs"
    assert str(tmp_path) not in str(get(account))
    get(account, f"/{plain}")
    for path in ("", "/plots", "/plots/plot-0.svg", "/report.html"):
        assert "not there" in problem(account, f"/{judged}{path}", 404)
        query = {"a": plain, "b": judged}
        assert "not there" in problem(account, f"/compare{path}", 404, **query)
