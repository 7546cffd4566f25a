"""Routes of conversations: list, rename, delete, export as files."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Response
from pydantic import Field

from rag.export.write import write_export
from rag.types import Answer
from ui.web.context import Context, CurrentUser
from ui.web.conversations.rows import shorten_title
from ui.web.conversations.store import UnknownConversationError
from ui.web.routes.replies import GONE, Refused
from ui.web.values import Conversation, Exchange, ExchangeState, JsonModel

LONGEST_NAME_CHARS = 60
NOTHING_YET = "There is no answer to export yet: ask something first."


class Format(StrEnum):
    """What an answer can be saved as; the value is the file's suffix."""

    MARKDOWN = "md"
    WORD = "docx"
    HTML = "html"
    JSON = "json"
    BIBTEX = "bib"


_KINDS = {
    Format.MARKDOWN: "text/markdown; charset=utf-8",
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.HTML: "text/html; charset=utf-8",
    Format.JSON: "application/json",
    Format.BIBTEX: "application/x-bibtex; charset=utf-8",
}


class NewTitle(JsonModel):
    """How a conversation is to be called."""

    title: str = Field(max_length=100_000)  # it is shortened; this only ends nonsense


class ListedConversations(JsonModel):
    """All of them, the last asked first."""

    conversations: tuple[Conversation, ...]


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
    """The addresses of conversations and their exports."""
    router = APIRouter(prefix="/byline/api")
    kept = context.conversations

    @router.get("/conversations")
    def listed(user: CurrentUser) -> ListedConversations:
        return ListedConversations(conversations=kept.listed(user.owner))

    @router.patch("/conversations/{conversation_id}")
    def rename(user: CurrentUser, conversation_id: str, body: NewTitle) -> Conversation:
        kept.rename(user.owner, conversation_id, body.title)
        return _listed(context, user.owner, conversation_id)

    @router.delete("/conversations/{conversation_id}", status_code=204)
    def delete(user: CurrentUser, conversation_id: str) -> None:
        context.answering.stop(user.owner, conversation_id)
        kept.delete(user.owner, conversation_id)

    @router.get("/conversations/{conversation_id}/exchanges")
    def exchanges(user: CurrentUser, response: Response, conversation_id: str) -> Exchanges:
        response.headers["cache-control"] = "no-store"
        asked = tuple(
            Asked(id=key, question=question, state=state)
            for key, question, state in context.answering.outline(user.owner, conversation_id)
        )
        return Exchanges(exchanges=asked, sources=_sources(context, user.owner, asked))

    @router.get("/conversations/{conversation_id}/export.{kind}")
    def export(user: CurrentUser, conversation_id: str, kind: Format) -> Response:
        exchanges = context.answering.exchanges(user.owner, conversation_id)
        title = _listed(context, user.owner, conversation_id).title
        given = title != shorten_title(exchanges[0].question)
        return to_file(exchanges, kind, title, heading=title if given else "")

    @router.get("/answers/{exchange_id}/export.{kind}")
    def export_answer(user: CurrentUser, exchange_id: str, kind: Format) -> Response:
        exchange = context.answering.exchange(user.owner, exchange_id)
        if exchange is None:
            raise Refused(404, GONE)
        return to_file((exchange,), kind, exchange.question)

    return router


def _sources(context: Context, owner: str, asked: tuple[Asked, ...]) -> int:
    if not asked or asked[-1].state is ExchangeState.ASKED:
        return 0
    last = context.answering.exchange(owner, asked[-1].id)
    return len(last.answer.citations) if last and last.answer else 0


def to_file(exchanges: Sequence[Exchange], kind: Format, title: str, heading: str = "") -> Response:
    """The answers of `exchanges` as a file to save, named after `title`."""
    ended = [exchange for exchange in exchanges if exchange.state is not ExchangeState.ASKED]
    answers = [exchange.answer for exchange in ended if exchange.answer is not None]
    if not answers:
        raise Refused(409, NOTHING_YET)
    name = f"{file_name(title)}.{kind}"
    return Response(
        _written(answers, kind, heading),
        media_type=_KINDS[kind],
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )


def file_name(title: str) -> str:
    """`title` in small letters, digits and hyphens that every system takes; no suffix."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", plain.replace("'", ""))
    name = "-".join(words)
    if len(name) > LONGEST_NAME_CHARS:
        name = name[: LONGEST_NAME_CHARS + 1].rpartition("-")[0] or name[:LONGEST_NAME_CHARS]
    return f"byline-{name}" if name else "byline-answers"


def _written(answers: Sequence[Answer], kind: Format, heading: str) -> bytes:
    with TemporaryDirectory(prefix="byline-") as folder:
        path = Path(folder) / f"export.{kind}"
        write_export(path, answers, heading)
        return path.read_bytes()


def _listed(context: Context, owner: str, conversation_id: str) -> Conversation:
    for conversation in context.conversations.listed(owner):
        if conversation.id == conversation_id:
            return conversation
    raise UnknownConversationError
