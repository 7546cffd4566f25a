"""All of `/byline/api`; `python -m ui.web.routes.api` prints its OpenAPI schema."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI

from ui.web.chat.answering import Answering
from ui.web.context import Context
from ui.web.conversations.store import Conversations
from ui.web.library.library import Library
from ui.web.routes import (
    articles,
    conversations,
    feedback,
    library,
    runs,
    sources,
)
from ui.web.routes.replies import ProblemReply


def add_api(app: FastAPI, context: Context) -> None:
    """Have `app` serve what the page's scripts ask for."""
    for module in (articles, conversations, feedback, library, runs, sources):
        app.include_router(module.routes(context), responses={"default": {"model": ProblemReply}})


def openapi_schema() -> dict[str, Any]:
    """What each address takes and gives back."""
    app = FastAPI(title="Byline", separate_input_output_schemas=False)
    with TemporaryDirectory() as name:
        folder = Path(name)
        about, kept = Library(folder), Conversations.open(folder)
        answering = Answering(about, kept)
        context = Context(
            library=about, conversations=kept, answering=answering, kept=folder, runs=folder
        )
        add_api(app, context)
        return app.openapi()


def types_schema() -> dict[str, Any]:
    """The schemas alone, from which the scripts' types are made: each field is there, untitled."""
    whole = openapi_schema()
    schemas = _untitled(whole["components"]["schemas"])
    for schema in schemas.values():
        if "properties" in schema:
            schema["required"] = list(schema["properties"])
    return {**whole, "paths": {}, "components": {"schemas": schemas}}


def _untitled(value: Any) -> Any:
    """Without the titles that pydantic makes of names, and without defaults."""
    if isinstance(value, list):
        return [_untitled(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {key: one for key, one in value.items() if key != "default"}
    return {k: _untitled(one) for k, one in kept.items() if k != "title" or isinstance(one, dict)}


if __name__ == "__main__":
    print(json.dumps(types_schema(), indent=1))
