"""`byline models`: the language models that answers can be written by, for every door the same."""

import os
import re
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import ModelError, UsageError
from index.text.characters import one_line
from rag.model_file import (
    SavedModel,
    find_model_file,
    forget_key,
    keep_key,
    read_model_file,
    write_model_file,
)
from rag.models.address import read_address
from rag.models.endpoint import EndpointModel
from rag.models.http_client import load_libraries
from rag.models.local import LocalModel
from rag.models.trial import Trial, try_model
from rag.settings import ModelSettings
from rag.types import LanguageModel
from ui.cli.terminal import console, described, error_console, print_json

QUOTES = "quotes"
HOW_TO = """\
No language model is configured: answers are quotations, which needs none.
For a model at an OpenAI-compatible endpoint, such as Ollama on this machine:
    byline models add NAME --url http://127.0.0.1:11434/v1 --model llama3.2
For a transformers model on this machine, a folder or a name on the hub:
    byline models add NAME --model path/to/model
In a container, BYLINE_BASE_URL, BYLINE_MODEL, BYLINE_API_KEY, BYLINE_LOCAL_MODEL say the same."""


def add(name: str, model: str, url: str = "", key_env: str = "", ask_key: bool = False) -> None:
    """Add a model. The first one is used; a key is asked for where there may be one."""
    file = read_model_file()
    if not re.fullmatch(r"[\w.@+-]{1,64}", name) or name == QUOTES:
        raise UsageError("a model's name here has letters, digits and . _ - + @, at most 64")
    if name in file.models:
        raise UsageError(f"{name} is there already: `byline models remove {name}` removes it")
    if key_env and not re.fullmatch(r"[A-Za-z_]\w*", key_env, re.ASCII):
        raise UsageError("--key-env takes the name of an environment variable, never the key")
    _check_url(url)
    folder = Path(model).expanduser()
    saved = SavedModel(
        model=str(folder.absolute()) if folder.is_dir() and not url else model,
        url=url,
        key_env=key_env,
    )
    typed = _ask_key(name) if ask_key or (url and not key_env and sys.stdin.isatty()) else ""
    if typed:
        in_keyring = keep_key(name, typed)
        kept = {"in_keyring": True} if in_keyring else {"key": typed}
        saved = saved.model_copy(update=kept)
    used = file.used or ("" if file.models else name)
    path = write_model_file(
        file.model_copy(update={"models": {**file.models, name: saved}, "used": used})
    )
    key = f" Its key is {saved.key_place}." if saved.key_place else ""
    print(f"{name} is added{' and used' if used == name else ''} ({path}).{key}")
    print(f"Try it with `byline models test {name}`.", file=sys.stderr)


def use(name: str) -> None:
    """Let this model write from now on; `quotes` lets none."""
    file = read_model_file()
    used = "" if name == QUOTES else name
    if used:
        file.find(used)
    write_model_file(file.model_copy(update={"used": used}))
    print(f"{name} is used from now on." if used else "Answers are quotations from now on.")
    _warn_of_environment()


def remove(name: str) -> None:
    """Remove a model, and its key wherever that is kept; quotations take its place."""
    file = read_model_file()
    if file.find(name).in_keyring:
        forget_key(name)
    left = {other: saved for other, saved in file.models.items() if other != name}
    used = "" if file.used == name else file.used
    write_model_file(file.model_copy(update={"models": left, "used": used}))
    print(f"{name} is removed.{' Answers are quotations now.' if file.used == name else ''}")


def list_models(json: bool = False) -> None:
    """List them and where their keys are, never the keys; the one that is used has a mark."""
    file, settings = read_model_file(), ModelSettings()
    rows = [_listed(name, saved, name == settings.saved) for name, saved in file.models.items()]
    if settings.configured and not settings.saved:
        model = settings.model or settings.local_model
        key = "in $BYLINE_API_KEY" if settings.api_key.get_secret_value() else ""
        named = SavedModel(model=model, url=settings.base_url)
        rows.append({**_listed("environment", named, True), "key": key})
    rows.append({"name": QUOTES, "used": not settings.configured})
    if json:
        print_json({"models": rows, "file": str(find_model_file())})
        return
    for row in rows:
        told = described(*(str(row[part]) for part in ("model", "url") if row.get(part)))
        key = f" (key {row['key']})" if row.get("key") else ""
        line = f"{'*' if row['used'] else ' '} {row['name']:<12} {told}{key}"
        console().print(one_line(line).rstrip(), soft_wrap=True)
    _warn_of_environment()


def _listed(name: str, saved: SavedModel, used: bool) -> dict[str, object]:
    try:
        url = read_address(saved.url).url if saved.url else ""
    except ModelError:
        url = "(no address of an endpoint)"
    return {"name": name, "model": saved.model, "url": url, "key": saved.key_place, "used": used}


def _warn_of_environment() -> None:
    named = [
        v for v in ("BYLINE_BASE_URL", "BYLINE_LOCAL_MODEL", "BYLINE_MODEL") if v in os.environ
    ]
    if named and read_model_file().used:
        print(f"byline: the environment goes first: {', '.join(named)}", file=sys.stderr)


def _check_url(url: str) -> None:
    try:
        if url:
            read_address(url)
    except ModelError as error:
        raise UsageError(str(error).replace("BYLINE_BASE_URL", "--url")) from None


def _ask_key(name: str) -> str:
    """The key, typed without being shown, or the first line of what is piped; "" for none."""
    from getpass import getpass

    if sys.stdin.isatty():
        return getpass(f"Key for {name} (Enter for none): ").strip()
    return sys.stdin.readline().strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A way to answer; `trial` is None for quotations, which always work."""

    kind: str
    name: str = ""
    used: bool
    trial: Trial | None = None


def try_models(
    name: str | None = None,
    json: bool = False,
    timeout: float | None = None,
    download: bool = False,
) -> None:
    """Try `name`, else what is configured, a line for each; exits 1 when what is used fails."""
    given = {} if timeout is None else {"timeout_s": timeout}
    settings = ModelSettings(**given, **(_settings_of(name) if name else {}))
    rows = [_try(kind, model, used) for kind, model, used in _configured(settings, download)]
    if not name:
        rows.append(Row(kind=QUOTES, used=not rows))
    if json:
        print_json({"models": [asdict(row) for row in rows]})
    else:
        for row in rows:
            console().print(_line(row), soft_wrap=True)
        if not settings.configured:
            error_console().print(f"\n{HOW_TO}", soft_wrap=True)
    if any(row.used and row.trial and row.trial.problem for row in rows):
        sys.exit(1)


def _settings_of(name: str) -> dict[str, str]:
    """The model of this name and its key, whatever the environment says."""
    saved = read_model_file().find(name)
    base, model, local = (saved.url, saved.model, "") if saved.url else ("", "", saved.model)
    return {"base_url": base, "model": model, "local_model": local, "saved": name, "api_key": ""}


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
