"""`byline models`: which language models are configured, and whether they answer."""

import sys
from dataclasses import asdict, dataclass

from rag.models.endpoint import EndpointModel
from rag.models.http_client import load_libraries
from rag.models.local import LocalModel
from rag.models.trial import Trial, try_model
from rag.settings import ModelSettings
from rag.types import LanguageModel
from ui.cli.terminal import console, error_console, print_json

HOW_TO = """\
No language model is configured: answers are quotations, which needs none.
For a model at an OpenAI-compatible endpoint, such as Ollama on this machine:
    export BYLINE_BASE_URL=http://127.0.0.1:11434/v1
    export BYLINE_MODEL=llama3.2
    export BYLINE_API_KEY=...       (if the endpoint wants a key)
For a transformers model on this machine, a folder or a name on the hub:
    export BYLINE_LOCAL_MODEL=path/to/model"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A way to answer; `trial` is None for quotations, which always work."""

    kind: str
    name: str = ""
    used: bool
    trial: Trial | None = None


def models(json: bool = False, timeout: float | None = None, download: bool = False) -> None:
    """Try each and print a line for it; exits 1 when the one that answers use fails."""
    settings = ModelSettings() if timeout is None else ModelSettings(timeout_s=timeout)
    rows = [_try(kind, model, used) for kind, model, used in _configured(settings, download)]
    rows.append(Row(kind="quotes", used=not rows))
    if json:
        print_json({"models": [asdict(row) for row in rows]})
    else:
        for row in rows:
            console().print(_line(row), soft_wrap=True)
        if not settings.configured:
            error_console().print(f"\n{HOW_TO}", soft_wrap=True)
    if any(row.used and row.trial and row.trial.problem for row in rows):
        sys.exit(1)


def _configured(settings: ModelSettings, download: bool) -> list[tuple[str, LanguageModel, bool]]:
    found: list[tuple[str, LanguageModel, bool]] = []
    if settings.has_endpoint:
        load_libraries()  # takes seconds, which are not the endpoint's
        found.append(("endpoint", EndpointModel(settings), True))
    if settings.local_model:
        local = LocalModel(settings.local_model, timeout_s=settings.timeout_s, download=download)
        found.append(("local", local, not found))
    return found


def _try(kind: str, model: LanguageModel, used: bool) -> Row:
    error_console().print(f"trying {model.name or kind} ...", style="dim", soft_wrap=True)
    return Row(kind=kind, name=model.name, used=used, trial=try_model(model))


def _line(row: Row) -> str:
    mark = "*" if row.used else " "
    name = f"  {row.name}" if row.name else ""
    return f"{mark} {row.kind:<9}{name}  {_verdict(row)}"


def _verdict(row: Row) -> str:
    if row.trial is None:
        return "no model needed: answers are quoted word for word"
    if row.trial.problem:
        return f"FAILED: {row.trial.problem}"
    loading = ", loading included" if row.kind == "local" else ""
    streaming = "streams" if row.trial.streams else "does not stream"
    return f"answers, first piece after {row.trial.first_piece_s or 0:.2f} s{loading}, {streaming}"
