"""Routes of feedback: what readers think of answers, written down for `byline eval`."""

import secrets
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

from fastapi import APIRouter
from pydantic import Field

from eval.collections.feedback import Feedback, Verdict, write_feedback
from eval.questions.schema import EarlierTurn, GoldSentence
from rag.types import Answer, Citation, Sentence, Turn
from ui.web.context import Context, CurrentUser
from ui.web.conversations.rows import Thumb
from ui.web.routes.replies import GONE, Given, Refused
from ui.web.values import FEEDBACK_FILE, Exchange, JsonModel

NO_SUCH_SOURCE = "That source is not part of this answer. Reload the page and try again."


class Judgement(JsonModel):
    """What somebody thinks of an answer; of a wrong citation, of which.

    `place` counts the answer's citations from 1. `sentence` counts its sentences from 1 and is
    absent when the source was not opened from a sentence.
    """

    verdict: Verdict
    place: int | None = Field(default=None, ge=1)
    sentence: int | None = Field(default=None, ge=1)
    note: str = Field(default="", max_length=5_000)


class Thumbs(JsonModel):
    """Exchange -> the thumb that it was given last."""

    thumbs: dict[str, Verdict]


def routes(context: Context) -> APIRouter:
    """The addresses of feedback."""
    router = APIRouter(prefix="/byline/api")
    writing = threading.Lock()  # of two thumbs that come at once, one replaces the other

    @router.post("/answers/{exchange_id}/feedback")
    def judge(user: CurrentUser, exchange_id: str, body: Judgement) -> Given:
        exchange = context.answering.exchange(user.owner, exchange_id)
        if exchange is None or exchange.answer is None:
            raise Refused(404, GONE)
        history = context.answering.history(user.owner, exchange)
        one = to_feedback(exchange, exchange.answer, history, body)
        with writing:
            _write(context, user.owner, exchange, one)
        return Given(verdict=body.verdict)

    @router.get("/conversations/{conversation_id}/feedback")
    def thumbs(user: CurrentUser, conversation_id: str) -> Thumbs:
        found = context.conversations.thumbs(user.owner, conversation_id)
        return Thumbs(thumbs={name: Verdict(thumb.verdict) for name, thumb in found.items()})

    return router


def _write(context: Context, owner: str, exchange: Exchange, one: Feedback) -> None:
    """Write a judgement down; a thumb replaces the one that was given before."""
    path = context.kept / FEEDBACK_FILE
    if one.verdict is Verdict.WRONG_CITATION:
        write_feedback(path, one)
        return
    key, conversation = exchange.exchange_id, exchange.settings.conversation
    earlier = context.conversations.thumbs(owner, conversation).get(key)
    replaces = earlier.feedback_id if earlier else ""
    write_feedback(path, one.model_copy(update={"replaces": replaces}))
    context.conversations.set_thumb(key, Thumb(feedback_id=one.id, verdict=one.verdict))


def to_feedback(
    exchange: Exchange, answer: Answer, history: Sequence[Turn], judgement: Judgement
) -> Feedback:
    """The judgement, which replaces none yet, as `byline eval` reads it.

    Raises:
        Refused: it is about a citation that the answer does not have.
    """
    sentence, cited = _judged(answer, judgement)
    return Feedback(
        id=secrets.token_urlsafe(12),
        question=exchange.question,
        verdict=judgement.verdict,
        at=datetime.now(UTC),
        history=tuple(EarlierTurn(question=t.question, answer=t.answer) for t in history),
        cited=tuple(_to_gold(citation) for citation in cited),
        filters=exchange.settings.filters,
        note=judgement.note.strip(),
        sentence=sentence.text if sentence else "",
    )


def _judged(answer: Answer, judgement: Judgement) -> tuple[Sentence | None, Sequence[Citation]]:
    """What the judgement is about: everything that the sentences cite, or one wrong citation."""
    if judgement.verdict is not Verdict.WRONG_CITATION:
        cited = [citation for sentence in answer.sentences for citation in sentence.citations]
        return None, tuple(dict.fromkeys(cited))
    place, number = judgement.place or 0, judgement.sentence
    if not 1 <= place <= len(answer.citations):
        raise Refused(400, NO_SUCH_SOURCE)
    citation = answer.citations[place - 1]
    if number is None:
        return None, (citation,)
    if number > len(answer.sentences) or citation not in answer.sentences[number - 1].citations:
        raise Refused(400, NO_SUCH_SOURCE)
    return answer.sentences[number - 1], (citation,)


def _to_gold(citation: Citation) -> GoldSentence:
    return GoldSentence(
        doc_id=citation.doc_id, quote=citation.quote, start=citation.start, end=citation.end
    )
