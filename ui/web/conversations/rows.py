"""SQL of conversations, exchanges and cited documents; inside a connection's transaction."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from index.errors import UsageError
from rag.export.escaping import in_one_line
from rag.export.stored import from_json
from rag.types import Answer
from ui.web.values import AskSettings, Exchange, ExchangeState

LONGEST_TITLE_CHARS = 80
UNREADABLE_ANSWER = "This answer cannot be read by this version of Byline. Ask again."

_objects = TypeAdapter(dict[str, Any])

EXCHANGES = """
SELECT e.exchange_id, e.conversation_id, e.question, e.asked_at, e.settings, e.state, e.answer,
  e.problem
FROM exchanges e JOIN conversations c USING (conversation_id)
WHERE c.owner = ? AND """
OUTLINE = (
    "SELECT exchange_id, question, state FROM exchanges WHERE conversation_id = ? ORDER BY row"
)
# Beside max(), SQLite takes the other columns from the row that has the maximum.
LISTED = """
SELECT c.conversation_id, c.title, e.asked_at, count(*), max(e.row) AS newest
FROM conversations c JOIN exchanges e USING (conversation_id)
WHERE c.owner = ? GROUP BY c.conversation_id ORDER BY newest DESC"""
THUMBS = """
SELECT e.exchange_id, t.feedback_id, t.verdict
FROM thumbs t JOIN exchanges e ON e.row = t.exchange JOIN conversations c USING (conversation_id)
WHERE c.owner = ? AND c.conversation_id = ?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumb:
    """What somebody thinks of an answer, and under which id that was written down."""

    feedback_id: str
    verdict: str


class UnknownConversationError(UsageError):
    """There is no such conversation, or it is somebody else's: nobody learns which."""

    def __init__(self) -> None:
        super().__init__("There is no such conversation.")


def shorten_title(text: str) -> str:
    """`text` in one line of at most 80 characters, cut after a word where that is possible."""
    whole = in_one_line(text[: 40 * LONGEST_TITLE_CHARS])
    if len(whole) <= LONGEST_TITLE_CHARS:
        return whole
    cut = whole[: LONGEST_TITLE_CHARS - 1]
    words = cut.rpartition(" ")[0] if not whole[len(cut)].isspace() else cut
    return f"{(words or cut).rstrip()}…"


def is_known(connection: sqlite3.Connection, owner: str, conversation_id: str) -> bool:
    """Whether there is such a conversation; raises when it is somebody else's."""
    row = connection.execute(
        "SELECT owner FROM conversations WHERE conversation_id = ?", (conversation_id,)
    ).fetchone()
    if row and row[0] != owner:
        raise UnknownConversationError
    return row is not None


def check_known(connection: sqlite3.Connection, owner: str, conversation_id: str) -> None:
    """Raises unless `owner` has such a conversation."""
    if not is_known(connection, owner, conversation_id):
        raise UnknownConversationError


def storable(text: str) -> str:
    """`text` with U+FFFD for each half of a surrogate pair, which SQLite does not take."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def to_exchange(row: tuple[Any, ...]) -> Exchange:
    """The exchange of a row of `EXCHANGES`; one whose answer cannot be read has failed."""
    exchange_id, conversation_id, question, asked_at, settings, state, answer, problem = row
    exchange = Exchange(
        exchange_id=exchange_id,
        question=question,
        asked_at=datetime.fromisoformat(asked_at),
        settings=_to_settings(settings, conversation_id),
        problem=problem,
    )
    try:
        return replace(exchange, state=ExchangeState(state), answer=_to_answer(answer))
    except (UsageError, ValueError):
        return replace(exchange, state=ExchangeState.FAILED, problem=UNREADABLE_ANSWER)


def _to_answer(stored: str | None) -> Answer | None:
    if not stored:
        return None
    (answer,) = from_json(stored, where="the conversations")
    return answer


def _to_settings(stored: str, conversation_id: str) -> AskSettings:
    """What can be read of them: another version of Byline may have written them."""
    try:
        known = {**_objects.validate_json(stored), "conversation": conversation_id}
    except ValidationError:
        return AskSettings(conversation=conversation_id)
    try:
        return AskSettings.model_validate(known, extra="ignore")
    except ValidationError as error:
        unreadable = {place["loc"][0] for place in error.errors()}
        kept = {name: value for name, value in known.items() if name not in unreadable}
        return AskSettings.model_validate(kept, extra="ignore")
