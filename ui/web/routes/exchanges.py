"""Routes of exchanges: how far each question of a conversation is, polled by the scripts."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from ui.web.context import Context, current_user
from ui.web.values import ExchangeState, JsonModel


class Asked(JsonModel):
    """One question of a conversation and how far it got."""

    id: str
    question: str
    state: ExchangeState


class Exchanges(JsonModel):
    """Oldest first; `sources` is the number of citations of the last one, 0 until it has ended."""

    exchanges: tuple[Asked, ...]
    sources: int


def routes(context: Context) -> APIRouter:
    """What the scripts ask whenever the conversation was drawn anew."""
    router = APIRouter(prefix="/byline/api")
    answering = context.answering

    @router.get("/conversations/{conversation}/exchanges")
    def exchanges(request: Request, response: Response, conversation: str) -> Exchanges:
        owner = current_user(request).owner
        response.headers["cache-control"] = "no-store"
        asked = tuple(
            Asked(id=key, question=question, state=state)
            for key, question, state in answering.outline(owner, conversation)
        )
        return Exchanges(exchanges=asked, sources=_sources(owner, asked))

    def _sources(owner: str, asked: tuple[Asked, ...]) -> int:
        if not asked or asked[-1].state is ExchangeState.ASKED:
            return 0
        last = answering.exchange(owner, asked[-1].id)
        return len(last.answer.citations) if last and last.answer else 0

    return router
