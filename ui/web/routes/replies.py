"""Error responses: one plain sentence and the right status, never a traceback."""

import logging
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from index.errors import BylineError, IndexBusyError, NoIndexError, UsageError
from ui.web.articles.errors import ArticlesError
from ui.web.conversations.store import UnknownConversationError
from ui.web.text import UNEXPECTED, as_sentence
from ui.web.values import JsonModel

GONE = "That answer is no longer there."

_STATUSES = (
    (UnknownConversationError, 404),  # somebody else's, too: nobody learns which
    (UsageError, 400),
    (NoIndexError, 404),
    (IndexBusyError, 409),
)

_logger = logging.getLogger(__name__)

Offset = Annotated[int | None, Query(ge=0)]
"""A place in an article's text, in characters."""


class ProblemReply(JsonModel):
    """What every error says, as the page shows it."""

    problem: str


class Refused(Exception):
    """A request that is not served; `message` is shown to the reader as it is."""

    def __init__(self, status: int, message: str) -> None:
        self.status, self.message = status, message
        super().__init__(message)


def problem(status: int, message: str) -> JSONResponse:
    """The reply that the page's scripts show as a message."""
    return JSONResponse({"problem": message}, status, headers={"cache-control": "no-store"})


def add_error_replies(app: FastAPI) -> None:
    """Turn whatever a route raises into a `problem`."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(BylineError, _byline_error)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _no_such_thing)
    app.add_exception_handler(Exception, _unexpected)


def status_of(error: BylineError) -> int:
    """Whose fault it is, as HTTP says it."""
    if isinstance(error, ArticlesError):
        return error.status
    for kind, status in _STATUSES:
        if isinstance(error, kind):
            return status
    return 503


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return problem(error.status, error.message)


def _byline_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, BylineError)
    return problem(status_of(error), as_sentence(str(error)))


def _not_understood(request: Request, error: Exception) -> Response:
    return problem(422, "Byline could not read that request. Reload the page and try again.")


def _no_such_thing(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {404: "There is nothing at this address.", 405: "That cannot be done here."}
    return problem(error.status_code, known.get(error.status_code, "That was not possible."))


def _unexpected(request: Request, error: Exception) -> Response:
    _logger.error("a request could not be served", exc_info=error)
    return problem(500, as_sentence(UNEXPECTED))
