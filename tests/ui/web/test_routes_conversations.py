"""Conversations and feedback over HTTP, as the page asks for them."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from eval.collections.feedback import Verdict, read_feedback
from eval.questions.schema import EarlierTurn, GoldSentence, QuestionFilters
from index.index import open_or_create
from index.settings import IndexSettings
from index.types import Filters
from rag.export.stored import from_json
from rag.types import Answer, AnswerStatus, Citation, Sentence, Support, SupportLevel
from tests.support.command import run_byline
from tests.support.waiting import wait_until
from ui.web.chat.answering import Answering
from ui.web.context import Context
from ui.web.conversations.store import Conversations
from ui.web.library.library import Library
from ui.web.routes import conversations, feedback, sources
from ui.web.routes.conversations import file_name
from ui.web.routes.replies import add_error_replies
from ui.web.values import USER_KEY, AskSettings, ExchangeState, User

ANN, BEN = User(owner="owner-ann"), User(owner="owner-ben")
TALK = "a" * 22
LINES = ("It rained on Friday.", "The ferry stopped.")
ARTICLES = {"rain.md": f"# Rain\n\n{LINES[0]} {LINES[1]}\n"}
TEXT = f"Rain\n\n{LINES[0]} {LINES[1]}"


@pytest.fixture
def context(tmp_path):
    kept = tmp_path / "kept"
    stored = Conversations.open(kept)
    library = Library(tmp_path / "no-index")
    return Context(
        library=library, conversations=stored, answering=Answering(library, stored), kept=kept,
        runs=tmp_path / "runs",
    )  # fmt: skip


@pytest.fixture
def client(context):
    return client_of(context)


def client_of(context):
    """The routes, as Ann sees them, or Ben when a header says so."""
    app = FastAPI()
    for module in (conversations, feedback, sources):
        app.include_router(module.routes(context))
    add_error_replies(app)

    async def with_user(scope, receive, send):
        headers = dict(scope.get("headers", ()))
        scope[USER_KEY] = BEN if headers.get(b"x-user") == b"ben" else ANN
        await app(scope, receive, send)

    return TestClient(with_user)


def a_citation(number):
    quote = LINES[number - 1]
    start = TEXT.index(quote)
    return Citation(
        marker=number, doc_id="rain.md", version="v1", passage_id=f"rain.md#{number}",
        start=start, end=start + len(quote), quote=quote, title="Rain",
    )  # fmt: skip


def an_answer(question, cited=(1, 2)):
    support = Support(level=SupportLevel.SUPPORTED)
    sentences = tuple(
        Sentence(text=f"Sentence {n}.", citations=(a_citation(n),), support=support) for n in cited
    )
    return Answer(
        question=question, standalone_question=question, filters=Filters(), sentences=sentences,
        hits=(), status=AnswerStatus.ANSWERED, confidence=0.9,
    )  # fmt: skip


def ask(context, question="Did it rain?", user=ANN, conversation=TALK, cited=(1, 2), **more):
    settings = AskSettings(conversation=conversation, **more)
    begun = context.conversations.begin(user.owner, conversation, question, settings)
    answer = an_answer(question, cited)
    ended = replace(begun, state=ExchangeState.ANSWERED, answer=answer)
    context.conversations.settle(ended, [])
    return ended


def written(context):
    return list(read_feedback(context.kept / "feedback.jsonl"))


def test_exchanges_tells_what_was_asked_and_how_far_each_is(context, client):
    first = ask(context, "One?")
    path = f"/byline/api/conversations/{TALK}/exchanges"
    told = [{"id": first.exchange_id, "question": "One?", "state": "answered"}]
    assert client.get(path).json() == {"exchanges": told, "sources": 2}
    settings = AskSettings(conversation=TALK)
    begun = context.conversations.begin(ANN.owner, TALK, "Two?", settings)
    # Nobody answers it: Byline was stopped before it did.
    told.append({"id": begun.exchange_id, "question": "Two?", "state": "failed"})
    assert client.get(path).json() == {"exchanges": told, "sources": 0}


def test_exchanges_are_none_when_the_conversation_is_new_and_refused_when_it_is_anothers(
    context, client
):
    path = f"/byline/api/conversations/{TALK}/exchanges"
    assert client.get(path).json() == {"exchanges": [], "sources": 0}
    ask(context)
    refused = client.get(path, headers={"x-user": "ben"})
    assert (refused.status_code, refused.json()["problem"]) == (
        404, "There is no such conversation.",
    )  # fmt: skip


def test_conversations_lists_those_of_the_user(context, client):
    ask(context, "One?")
    ask(context, "Two?", conversation="b" * 22)
    ask(context, "His?", user=BEN, conversation="c" * 22)
    found = client.get("/byline/api/conversations").json()["conversations"]
    assert [(one["id"], one["title"], one["questions"]) for one in found] == [
        ("b" * 22, "Two?", 1),
        (TALK, "One?", 1),
    ]
    assert found[0]["last_asked"] > found[1]["last_asked"]


def test_a_conversation_is_renamed_and_deleted(context, client):
    exchange = ask(context)
    renamed = client.patch(f"/byline/api/conversations/{TALK}", json={"title": " The  rain "})
    assert renamed.json()["title"] == "The rain"
    blank = client.patch(f"/byline/api/conversations/{TALK}", json={"title": " "})
    assert (blank.status_code, blank.json()["problem"]) == (
        400,
        "A conversation needs a name: type one.",
    )
    assert client.delete(f"/byline/api/conversations/{TALK}").status_code == 204
    assert client.get("/byline/api/conversations").json() == {"conversations": []}
    assert client.get(f"/byline/api/answers/{exchange.exchange_id}/export.md").status_code == 404


def test_another_user_gets_404_everywhere(context, client):
    exchange = ask(context)
    ben = {"x-user": "ben"}
    for reply in (
        client.patch(f"/byline/api/conversations/{TALK}", json={"title": "x"}, headers=ben),
        client.delete(f"/byline/api/conversations/{TALK}", headers=ben),
        client.get(f"/byline/api/conversations/{TALK}/export.md", headers=ben),
        client.get(f"/byline/api/answers/{exchange.exchange_id}/export.md", headers=ben),
        client.post(
            f"/byline/api/answers/{exchange.exchange_id}/feedback",
            json={"verdict": "up"},
            headers=ben,
        ),
    ):
        assert reply.status_code == 404
        assert reply.json()["problem"].endswith(".")
    thumbs = client.get(f"/byline/api/conversations/{TALK}/feedback", headers=ben)
    assert thumbs.json() == {"thumbs": {}}
    assert len(context.conversations.exchanges(ANN.owner, TALK)) == 1


@pytest.mark.parametrize(
    ("kind", "beginning"),
    [("md", b"# "), ("html", b"<!doctype html>"), ("docx", b"PK"), ("json", b"{"), ("bib", b"@")],
)
def test_export_gives_a_file_of_every_kind(context, client, kind, beginning):
    exchange = ask(context, "Did it rain in Łódź?")
    for address in (f"conversations/{TALK}", f"answers/{exchange.exchange_id}"):
        reply = client.get(f"/byline/api/{address}/export.{kind}")
        assert reply.status_code == 200
        assert reply.content.lower().startswith(beginning.lower())
        named = f'attachment; filename="byline-did-it-rain-in-odz.{kind}"'
        assert reply.headers["content-disposition"] == named


def test_a_conversation_is_exported_with_each_passage_under_one_number(context, client):
    ask(context, "One?", cited=(1,))
    ask(context, "Two?", cited=(2,))
    ask(context, "Three?", cited=(1,))
    text = client.get(f"/byline/api/conversations/{TALK}/export.md").text
    assert text.count("[^1]:") == text.count("[^2]:") == 1
    assert text.count("[^1]") == 3
    assert text.startswith("# Conversation: One?")
    context.conversations.rename(ANN.owner, TALK, "The wall")
    renamed = client.get(f"/byline/api/conversations/{TALK}/export.md").text
    assert renamed.startswith("# Conversation: The wall")
    whole = client.get(f"/byline/api/conversations/{TALK}/export.json").text
    assert [answer.question for answer in from_json(whole, where="export")] == [
        "One?",
        "Two?",
        "Three?",
    ]


def test_export_says_so_when_there_is_nothing_yet_or_no_such_kind(context, client):
    settings = AskSettings(conversation=TALK)
    context.conversations.begin(ANN.owner, TALK, "Did it rain?", settings)
    reply = client.get(f"/byline/api/conversations/{TALK}/export.md")
    assert (reply.status_code, reply.json()["problem"]) == (
        409,
        "There is no answer to export yet: ask something first.",
    )
    assert client.get(f"/byline/api/conversations/{TALK}/export.exe").status_code == 422


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What didn't the mayor say?", "byline-what-didnt-the-mayor-say"),
        ('a"; x=\r\n../b', "byline-a-x-b"),
        ("雨は降りましたか", "byline-answers"),
        ("word " * 40, "byline-" + "-".join(["word"] * 12)),
        ("x" * 200, "byline-" + "x" * 60),
    ],
)
def test_file_name_is_plain(title, name):
    assert file_name(title) == name


def test_a_thumb_up_is_written_with_what_was_cited_asked_before_and_filtered(context, client):
    filters = QuestionFilters(outlets=("Gazette",))
    ask(context, "Before?", cited=(2,))
    exchange = ask(context, filters=filters)
    ask(context, "Later?")
    reply = client.post(
        f"/byline/api/answers/{exchange.exchange_id}/feedback", json={"verdict": "up"}
    )
    assert reply.json() == {"verdict": "up"}
    (one,) = written(context)
    assert (one.verdict, one.question, one.filters) == (Verdict.UP, "Did it rain?", filters)
    assert one.history == (EarlierTurn(question="Before?", answer="Sentence 2."),)
    assert [gold.quote for gold in one.cited] == list(LINES)
    assert (context.kept / "feedback.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_second_thumb_replaces_the_first(context, client):
    exchange = ask(context)
    for verdict in ("up", "down"):
        client.post(
            f"/byline/api/answers/{exchange.exchange_id}/feedback", json={"verdict": verdict}
        )
    up, down = written(context)
    assert (up.replaces, down.replaces) == ("", up.id)
    found = client.get(f"/byline/api/conversations/{TALK}/feedback").json()
    assert found == {"thumbs": {exchange.exchange_id: "down"}}


def test_a_wrong_citation_is_written_with_its_sentence_and_note(context, client):
    exchange = ask(context)
    body = {"verdict": "wrong_citation", "place": 2, "sentence": 2, "note": " Not the ferry. "}
    address = f"/byline/api/answers/{exchange.exchange_id}/feedback"
    assert client.post(address, json=body).status_code == 200
    (one,) = written(context)
    start = TEXT.index(LINES[1])
    place = GoldSentence(doc_id="rain.md", quote=LINES[1], start=start, end=len(TEXT))
    assert one.cited == (place,)
    assert (one.note, one.sentence, one.replaces) == ("Not the ferry.", "Sentence 2.", "")
    assert client.get(f"/byline/api/conversations/{TALK}/feedback").json() == {"thumbs": {}}


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, 400),
        ({"place": 3}, 400),
        ({"place": 2, "sentence": 1}, 400),
        ({"place": 2, "sentence": 9}, 400),
        ({"place": 0}, 422),
        ({"place": 1, "note": "x" * 5001}, 422),
        ({"place": 1, "more": 1}, 422),
    ],
)
def test_a_wrong_citation_that_the_answer_does_not_have_is_refused(context, client, more, status):
    exchange = ask(context)
    address = f"/byline/api/answers/{exchange.exchange_id}/feedback"
    reply = client.post(address, json={"verdict": "wrong_citation", **more})
    assert reply.status_code == status
    assert not (context.kept / "feedback.jsonl").exists()


def test_byline_eval_run_reads_the_feedback(context, client, tmp_path, write_articles, monkeypatch):
    monkeypatch.setenv("BYLINE_RUNS", str(tmp_path / "runs"))
    index = tmp_path / "index"
    settings = IndexSettings(encoder=str(tmp_path / "no-model"))
    open_or_create(index, settings).sync(write_articles(ARTICLES))
    exchange = ask(context)
    address = f"/byline/api/answers/{exchange.exchange_id}/feedback"
    for body in ({"verdict": "up"}, {"verdict": "wrong_citation", "place": 1, "sentence": 1}):
        assert client.post(address, json=body).status_code == 200
    arguments = ["eval", "run", context.kept / "feedback.jsonl", "--index", index, "--json"]
    done = run_byline(*arguments)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    measured = {measure["name"]: measure["value"] for measure in found["measures"]}
    assert (found["collection"]["queries"], found["unlocated"]) == (2, 0)
    assert (measured["nDCG@10"], measured["RepeatedMistake"]) == (1.0, 1.0)


def test_votes_at_once_count_as_one(context, client):
    exchange = ask(context)
    address = f"/byline/api/answers/{exchange.exchange_id}/feedback"

    def vote(number):
        return client.post(address, json={"verdict": ("up", "down")[number % 2]}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(vote, range(8))) == {200}
    votes = written(context)
    replaced = {one.replaces for one in votes}
    assert [one.id for one in votes if one.id not in replaced] == [votes[-1].id]
    assert (
        context.conversations.thumbs(ANN.owner, TALK)[exchange.exchange_id].verdict
        == votes[-1].verdict
    )


class HeldModel:
    """Writes a sentence, then waits until it may go on."""

    name = "held"

    def __init__(self):
        self.let_go = threading.Event()

    def stream(self, messages):
        yield f"{LINES[0][:-1]} [1]. The ferry "
        self.let_go.wait(30)
        yield "stopped [1]."


@pytest.fixture
def begun(context, empty_index, write_articles):
    """A question of Ann of which the first sentence is there, and the model that writes it."""
    empty_index.sync(write_articles(ARTICLES))
    model = HeldModel()
    library = Library(empty_index.path, lambda path: empty_index, models={model.name: model})
    context = replace(context, library=library, answering=Answering(library, context.conversations))
    settings = AskSettings(conversation=TALK, model=model.name)
    job = context.answering.ask(ANN.owner, "Did it rain on Friday?", settings)
    wait_until(lambda: job.now.exchange.answer)
    yield context, job, model
    model.let_go.set()


def test_an_answer_that_could_not_be_kept_is_exported_judged_and_gone_on_from(begun):
    context, job, model = begun
    path = context.conversations.path
    away = path.rename(path.with_name("away"))
    model.let_go.set()
    wait_until(lambda: job.now.done)
    away.rename(path)
    client, key = client_of(context), job.now.exchange.exchange_id
    assert "could not be kept" in " ".join(job.now.exchange.answer.notices)
    for address in (f"conversations/{TALK}", f"answers/{key}"):
        exported = client.get(f"/byline/api/{address}/export.md")
        assert exported.status_code == 200
        assert LINES[0][:-1] in exported.text
    judged = client.post(f"/byline/api/answers/{key}/feedback", json={"verdict": "up"})
    assert judged.status_code == 200
    assert written(context)[0].cited
    assert client.get(f"/byline/api/answers/{key}/sources/1").status_code == 200
    follow_up = context.answering.ask(ANN.owner, "And then?", AskSettings(conversation=TALK))
    assert follow_up.history == (job.now.exchange.answer.turn,)


def test_an_answer_that_is_being_written_is_not_exported_and_no_history(begun):
    context, job, model = begun
    client = client_of(context)
    assert client.get(f"/byline/api/conversations/{TALK}/export.md").status_code == 409
    follow_up = context.answering.ask(ANN.owner, "And then?", AskSettings(conversation=TALK))
    assert follow_up.history == ()
    model.let_go.set()
    wait_until(lambda: job.now.done and follow_up.now.done)
    later = context.answering.ask(ANN.owner, "And then?", AskSettings(conversation=TALK))
    assert later.history[0] == job.now.exchange.answer.turn
    assert later.history[0].answer.endswith("stopped.")


def test_a_judgement_has_the_history_that_the_question_was_asked_with(begun):
    context, job, model = begun
    model.let_go.set()
    wait_until(lambda: job.now.done)
    asked = context.answering.ask(ANN.owner, "And the ferry?", AskSettings(conversation=TALK))
    wait_until(lambda: asked.now.done)
    key = asked.now.exchange.exchange_id
    client_of(context).post(f"/byline/api/answers/{key}/feedback", json={"verdict": "down"})
    (one,) = written(context)
    assert asked.history == (job.now.exchange.answer.turn,)
    turns = [(turn.question, turn.answer) for turn in one.history]
    assert turns == [(turn.question, turn.answer) for turn in asked.history]
