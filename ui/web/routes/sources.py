"""Routes of sources: the articles that an answer cites, each at the cited place."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request

from eval.questions.schema import QuestionFilters
from index.types import Filters
from rag.types import Answer
from ui.web.context import Context, current_user
from ui.web.routes.replies import Offset, Refused
from ui.web.source.blocks import Piece
from ui.web.source.opening import Opened, listed_unused, open_also, open_place
from ui.web.source.panel import Source, source_piece, to_source
from ui.web.source.shelf import KeptShelf
from ui.web.values import AskSettings, Exchange, JsonModel

NO_ANSWER = "This answer is not there any more. Ask the question again to see its sources."
NO_SOURCE = "There is no such source in this answer."
NO_ALSO = "That article is no longer in the index."


class HowAsked(JsonModel):
    """A question, how it was asked, and the filters of its answer; `read_filters` were its own."""

    question: str
    filters: QuestionFilters
    read_filters: QuestionFilters
    settings: AskSettings


def routes(context: Context) -> APIRouter:
    """What the source panel and the chips of an answer ask."""
    router = APIRouter(prefix="/byline/api/answers")
    shelf = KeptShelf(context.library, context.conversations)

    @router.get("/{exchange}")
    def asked(request: Request, exchange: str) -> HowAsked:
        return _how_asked(find_exchange(context, request, exchange))

    @router.get("/{exchange}/sources/{place}")
    def source(
        request: Request,
        exchange: str,
        place: str,
        also: str = "",
        to: Offset = None,
        from_: Annotated[int | None, Query(alias="from", ge=0)] = None,
    ) -> Source | Piece:
        answer = _answer(find_exchange(context, request, exchange))
        opened = open_place(answer, place, shelf)
        if opened is None:
            raise Refused(404, NO_SOURCE)
        address = f"/byline/api/answers/{quote(exchange, safe='')}/sources/{place}"
        unused = listed_unused(answer)
        if also:
            opened, unused = _also(opened, also, shelf), []
            address = f"{address}?{urlencode({'also': also})}"
        if to is not None or from_ is not None:
            return source_piece(opened, address, before=to, after=from_)
        return to_source(opened, address, shelf, unused)

    return router


def find_exchange(context: Context, request: Request, exchange_id: str) -> Exchange:
    """The exchange as far as it is made; raises `Refused` when it is not this user's."""
    found = context.answering.exchange(current_user(request).owner, exchange_id)
    if found is None:
        raise Refused(404, NO_ANSWER)
    return found


def _answer(exchange: Exchange) -> Answer:
    if exchange.answer is None:
        raise Refused(404, "This question has no answer yet.")
    return exchange.answer


def _also(opened: Opened, doc_id: str, shelf: KeptShelf) -> Opened:
    mark = opened.marks[0]
    found = open_also(opened, opened.document.text[mark.start : mark.end], doc_id, shelf)
    if found is None:
        raise Refused(404, NO_ALSO)
    return replace(found, place=opened.place, count=opened.count, prefix=opened.prefix)


def _how_asked(exchange: Exchange) -> HowAsked:
    answer = exchange.answer
    return HowAsked(
        question=exchange.question,
        filters=_told(answer.filters if answer else Filters()),
        read_filters=_told(answer.read_filters if answer else Filters()),
        settings=exchange.settings,
    )


def _told(filters: Filters) -> QuestionFilters:
    return QuestionFilters(
        **{name: getattr(filters, name) for name in QuestionFilters.model_fields}
    )
