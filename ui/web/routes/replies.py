"""Replies of several routes; errors are one plain sentence and the right status, no traceback."""

import logging
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from eval.collections.feedback import Verdict
from index.errors import BylineError, IndexBusyError, NoIndexError, UsageError
from ui.web.articles.errors import ArticlesError
from ui.web.conversations.store import UnknownConversationError
from ui.web.gate.programs import is_door, told
from ui.web.text import UNEXPECTED, as_sentence
from ui.web.values import REQUEST_ID, JsonModel

GONE = "That answer is no longer there."

_STATUSES = (
    (UnknownConversationError, 404),  # somebody else's, too: nobody learns which
    (UsageError, 400),
    (NoIndexError, 404),
    (IndexBusyError, 409),
)

_KNOWN = {
    400: "The body is no JSON that can be read.",
    404: "There is nothing at this address.",
    405: "That cannot be done here.",
}

_logger = logging.getLogger(__name__)

Offset = Annotated[int | None, Query(ge=0)]
"""A place in an article's text, in characters."""


class ProblemReply(JsonModel):
    """What every error says, as the page shows it."""

    problem: str


class Given(JsonModel):
    """The verdict that was written down."""

    verdict: Verdict


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


def described(error: RequestValidationError) -> str:
    """The first thing that is wrong with a program's request, and where."""
    first = error.errors()[0]
    if first["loc"] == ("body",):
        return "The body must be a JSON object, with `Content-Type: application/json`."
    where = ".".join(str(part) for part in first["loc"])[:200]
    if first["type"] == "json_invalid":
        return f"The body is no JSON: {first['ctx']['error']}."
    return f"{where}: {first['msg']}."


def _reply(request: Request, status: int, message: str) -> Response:
    path = request.url.path
    return told(path, status, message) if is_door(path) else problem(status, message)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _reply(request, error.status, error.message)


def _byline_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, BylineError)
    return _reply(request, status_of(error), as_sentence(str(error)))


def _not_understood(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if is_door(request.url.path):
        status = 400 if request.url.path.startswith("/v1") else 422
        return told(request.url.path, status, described(error))
    return problem(422, "Byline could not read that request. Reload the page and try again.")


def _no_such_thing(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _reply(
        request, error.status_code, _KNOWN.get(error.status_code, "That was not possible.")
    )


def _unexpected(request: Request, error: Exception) -> Response:
    _logger.error("%s could not be served", request.scope.get(REQUEST_ID), exc_info=error)
    return _reply(request, 500, as_sentence(UNEXPECTED))
