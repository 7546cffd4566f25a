"""The commands as a user types them, without an encoder: words alone, and no model to load."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys

import pytest

from tests.support.command import run_byline
from tests.support.news_site import NewsSite

ARTICLES = {
    "storm.md": "---\ntitle: Storm hits harbour\nauthor: Ann Lee\ndate: 2024-03-01\n"
    "outlet: The Gazette\n---\n\nThe storm took twelve boats from the harbour on Friday.\n\n"
    "![A wave](wave.jpg)\n",
    "ferry.md": "# Ferry runs again\n\nThe ferry runs again from Monday, the company said.\n",
}


ASKED = "How many boats did the storm take?"
COMMAND = [sys.executable, "-c", "from ui.main import main; main()"]


def byline(*arguments, check=0, stdin=""):
    """Run `byline`; returns what it printed."""
    done = run_byline(*arguments, stdin=stdin)
    assert done.returncode == check, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def index(tmp_path, write_articles):
    folder = write_articles(ARTICLES)
    path = tmp_path / "index"
    byline("sync", folder, "--index", path, "--encoder", tmp_path / "no-model")
    return path


def test_help_comes_at_once_and_loads_nothing_heavy():
    code = (
        "import sys; sys.argv = ['byline', '--help']\n"
        "from ui.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'torch', 'faiss', 'tantivy', 'gradio', 'onnxruntime', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.endswith("[]\n")
    assert "sync" in done.stdout


def test_sync_counts_every_file(index, write_articles, tmp_path):
    report = json.loads(byline("sync", tmp_path / "articles", "--index", index, "--json").stdout)
    assert report["unchanged"] == report["seen"] == 2
    assert report["passages_encoded"] == 0


def test_ask_prints_the_quotation_and_its_source(index):
    out = byline("ask", ASKED, "--index", index).stdout
    bare = byline("ask", *ASKED.split(), "--index", index)
    assert bare.stdout == out
    assert "The storm took twelve boats from the harbour on Friday. [1]" in out
    assert "[1] Storm hits harbour · Ann Lee · The Gazette · 2024-03-01" in out
    assert "storm.md" in out


def test_ask_says_that_it_searched_by_words_alone(index):
    assert "words alone" in byline("ask", "storm boats?", "--index", index).stderr


def test_ask_json_is_an_answer(index):
    from pydantic import TypeAdapter

    from rag.types import Answer

    out = byline("ask", "How many boats did the storm take?", "--index", index, "--json").stdout
    answer = TypeAdapter(Answer).validate_json(out)
    assert answer.sentences[0].citations[0].quote == answer.sentences[0].text
    assert json.loads(out)["text"] == answer.text
    assert [cited["marker"] for cited in json.loads(out)["citations"]] == [1]


def test_logs_are_bylines_and_hold_no_question_and_no_article(index, caplog, tmp_path):
    caplog.set_level(logging.INFO)
    byline("sync", tmp_path / "articles", "--index", index)
    byline("ask", ASKED, "--index", index)
    told = [record for record in caplog.records if record.name.startswith("byline.")]
    assert [record.name for record in told] == ["byline.index.index", "byline.rag.answerer"]
    assert "answered: " in told[1].getMessage()
    assert not re.search("boats|storm|harbour", " ".join(caplog.messages))


def test_ask_reads_the_question_from_standard_input(index):
    out = byline("ask", "-", "--index", index, stdin="How many boats did the storm take?\n")
    assert "twelve boats" in out.stdout


def test_ask_show_prompt_numbers_the_passages(index):
    out = byline("ask", "storm boats?", "--index", index, "--show-prompt").stdout
    assert " 1>\nStorm hits harbour | Ann Lee | The Gazette | 2024-03-01" in out


@pytest.mark.parametrize("question", ["", "   ", "x" * 100_000])
def test_ask_refuses_an_empty_or_endless_question(index, question):
    assert "question" in byline("ask", question, "--index", index, check=2).stderr


def test_ask_says_what_to_do_when_there_is_no_index(tmp_path):
    done = byline("ask", "Who?", "--index", tmp_path / "nowhere", check=1)
    assert "byline sync FOLDER" in done.stderr


def test_search_filters_and_shows_both_arms(index):
    out = byline("search", "harbour ferry", "--author", "ann lee", "--index", index).stdout
    assert "storm.md" in out
    assert "ferry.md" not in out


def test_names_are_listed_with_counts(index):
    assert byline("authors", "--index", index).stdout == "     1  Ann Lee\n"
    listed = json.loads(byline("outlets", "--index", index, "--json").stdout)
    assert listed == {"outlets": [{"name": "The Gazette", "articles": 1}]}
    assert byline("tags", "--index", index).stderr == "No article of the index has tags.\n"


@pytest.mark.parametrize("command", ["ask", "search"])
def test_an_author_who_wrote_nothing_is_told_with_the_nearest(index, command):
    done = byline(command, ASKED, "--author", "An Lee", "--index", index)
    assert "No articles by “An Lee”; there is “Ann Lee” (1)." in " ".join(done.stderr.split())


def test_dates_that_are_none_are_refused(index):
    done = byline("search", "harbour", "--from", "2024-13", "--index", index, check=2)
    assert "--from 2024-13" in done.stderr


def test_show_prints_the_article_and_what_was_left_out(index):
    assert "twelve boats" in byline("show", "storm.md", "--index", index).stdout
    assert "wave.jpg" in byline("show", "storm.md", "--removed", "--index", index).stdout
    assert "did you mean" in byline("show", "r", "--index", index, check=2).stderr


def test_status_and_doctor_describe_the_index(index):
    status = json.loads(byline("status", "--index", index, "--json").stdout)
    assert status["documents"] == 2
    assert "ok" in byline("doctor", "--index", index).stdout


def test_status_counts_the_dates_that_could_not_be_read(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, day in (("a", "3 mars 2025"), ("b", "soon"), ("c", "03/04/2025")):
        (folder / f"{name}.md").write_text(f"---\ntitle: Vote {name}\ndate: {day}\n---\nIt passed.")
    (folder / "d.md").write_text("---\ntitle: Vote d\n---\nIt passed again.")
    byline("sync", folder, "--index", tmp_path / "i", "--encoder", tmp_path / "no-model")
    said = byline("status", "--index", tmp_path / "i").stdout
    assert "undated    3; a date that could not be read: 2" in said


def test_sync_of_a_missing_folder_is_one_line(tmp_path):
    done = byline("sync", tmp_path / "nowhere", "--index", tmp_path / "i", check=2)
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_help_takes_less_than_half_a_second():
    def seconds():  # of the processor, which others may keep busy
        used = os.times()
        return used.children_user + used.children_system

    times = []
    for _ in range(5):
        started = seconds()
        subprocess.run([*COMMAND, "--help"], capture_output=True, check=True)
        times.append(seconds() - started)
    assert min(times) < 0.5


def test_output_that_cannot_be_written_is_one_line(index):
    full = "/dev/full"
    if not os.path.exists(full):
        pytest.skip("no device that is always full")
    with open(full, "w") as out:
        done = subprocess.run(
            [*COMMAND, "status", "--index", str(index)], stdout=out, stderr=subprocess.PIPE
        )
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)


def test_commands_print_in_any_encoding(index):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    arguments = ["search", b"boats \xff", "--index", str(index)]
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, env=environment)
    assert (done.returncode, b"storm.md" in done.stdout) == (0, True), done.stderr


def test_ask_without_standard_input_is_one_line(index):
    assert byline("ask", "-", "--index", index, check=2, stdin="").stderr.count("\n") == 1


def test_ask_goes_on_with_a_conversation_that_was_exported(index, tmp_path):
    talk, page = tmp_path / "talk.json", tmp_path / "talk.md"
    byline("ask", "How many boats did the storm take?", "--index", index, "--export", talk)
    done = byline("ask", "When?", "--index", index, "--continue", talk, "--export", page)
    assert "searched for: When? /" in done.stderr
    assert "# How many boats did the storm take?" in page.read_text()
    assert "When?" in page.read_text()
    error = byline("ask", "When?", "--index", index, "--export", tmp_path / "x.xyz", check=2)
    assert "let it end in" in error.stderr


@pytest.fixture
def site(monkeypatch):
    with NewsSite() as made:
        monkeypatch.setattr("index.fetching.fetch.Manners", made.manners)
        yield made


def test_fetch_saves_pages_and_says_which_failed(site, tmp_path):
    site.page("/vote", "Vote delayed")
    done = byline("fetch", site.url("/vote"), site.url("/gone"), tmp_path / "news", check=1)
    saved, failed, counts = done.stderr.splitlines()
    assert saved.startswith(f"saved: {site.url('/vote')} -> gazette.example-")
    assert failed == f"failed: {site.url('/gone')} (answered 404 Not Found)"
    assert counts == "Fetched: 1 saved, 1 failed."
    done = byline("fetch", site.url("/vote"), tmp_path / "news")
    assert done.stdout == f"To ask about them: byline sync {tmp_path / 'news'}\n"


def test_fetch_without_a_folder_says_so(tmp_path):
    done = byline("fetch", "https://a.example/b", "https://a.example/c", check=2)
    assert done.stderr == "byline: name the folder last: byline fetch URL... FOLDER\n"


def test_sync_from_a_list_fetches_first_and_cites_the_address(site, tmp_path):
    site.page("/vote", "Vote delayed until the harbour is dredged")
    listed = tmp_path / "feeds.txt"
    listed.write_text(f"# pages\n\n{site.url('/vote')}\n{site.url('/gone')}\n")
    news, index = tmp_path / "news", tmp_path / "index"
    words = ("--index", index, "--encoder", tmp_path / "no-model")
    done = byline("sync", news, *words, "--from", listed, "--json", check=1)
    assert json.loads(done.stdout)["added"] == 1
    assert f"failed: {site.url('/gone')}" in done.stderr
    answer = byline("ask", "Until when was the vote delayed?", "--index", index, "--json").stdout
    assert site.url("/vote") in answer
    asked = len(site.asked)
    byline("sync", news, *words)
    assert len(site.asked) == asked


@pytest.mark.parametrize("text", [None, "# nothing\n"])
def test_a_list_without_addresses_is_a_wrong_request(tmp_path, text):
    listed = tmp_path / "feeds.txt"
    if text:
        listed.write_text(text)
    done = byline("sync", tmp_path, "--index", tmp_path / "i", "--from", listed, check=2)
    assert done.stderr.startswith(f"byline: {listed}: ")
    assert not (tmp_path / "i").exists()


def test_says_its_version():
    assert byline("--version").stdout.startswith("byline 0.")
