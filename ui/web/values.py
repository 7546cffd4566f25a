"""Types of the web page: user, ask settings, exchange, conversation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from eval.questions.schema import QuestionFilters
from rag.types import Answer

ID_PATTERN = r"[A-Za-z0-9_-]{16,43}"
"""Of a conversation or an exchange: cannot be guessed, and fits into an address."""

FEEDBACK_FILE = "feedback.jsonl"
"""Judgements of answers, beside the conversations."""

QUOTES = "quotes"
"""The name, where models are chosen, of answering without one."""


NEAREST = 3
"""So many of the nearest passages stand under a refusal."""

USER_KEY = "byline.user"
"""Where a request's scope says who sent it: a `User`, put there by the guard."""

REQUEST_ID = "byline.request_id"
"""Where it says what the request is called in the log, and to programs as X-Request-Id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Whose conversations these are. `name` is "" when there is no login: a browser."""

    owner: str  # the key of everything that is kept for this user
    name: str = ""
    client: str = ""  # without login: the address elsewhere that quotas go by; a cookie is made up

    @property
    def quota_key(self) -> str:
        """Whom a quota counts as one reader."""
        return self.client or self.owner


def user_of(scope: Mapping[str, Any]) -> User:
    """Who sent a request; the guard has seen to it that there is somebody."""
    user = scope[USER_KEY]
    assert isinstance(user, User)
    return user


class JsonModel(BaseModel):
    """What a request or a reply holds as JSON."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AskSettings(JsonModel):
    """How the page wants its next question answered."""

    conversation: str = Field(pattern=f"^{ID_PATTERN}$")  # made by the page; new or known
    replaces: str = Field(default="", pattern=f"^({ID_PATTERN})?$")  # an exchange asked again
    filters: QuestionFilters = QuestionFilters()
    reads_filters: bool = True
    chronological: bool = False
    model: str = QUOTES


class ExchangeState(StrEnum):
    """How far a question got."""

    ASKED = "asked"  # being answered, or Byline ended before it was
    ANSWERED = "answered"
    STOPPED = "stopped"  # by its reader; what was ready is kept
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One question of a conversation and what came of it."""

    exchange_id: str
    question: str
    asked_at: datetime
    settings: AskSettings
    state: ExchangeState = ExchangeState.ASKED
    answer: Answer | None = None  # not before there is one; of a stopped one, what was ready
    problem: str = ""  # why it failed, in plain words


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation as it is listed."""

    id: str
    title: str
    last_asked: datetime
    questions: int
