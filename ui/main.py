"""The `byline` command. Only what `--help` needs is imported here; commands load the rest."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from ui.cli.arguments import (
    AuthorOption,
    FromOption,
    IndexOption,
    JsonOption,
    OutletOption,
    SectionOption,
    TagOption,
    ToOption,
)
from ui.cli.evaluation.app import RunsOption
from ui.cli.evaluation.app import app as eval_app
from ui.cli.users import UsersOption
from ui.cli.users import app as users_app

INTERRUPTED = 130  # the exit code that shells expect after Ctrl+C

app = typer.Typer(
    name="byline",
    help="Ask a folder of articles; every sentence of the answer carries its source.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


app.add_typer(eval_app, name="eval")
app.add_typer(users_app, name="users")


@app.command()
def sync(
    folder: Annotated[Path, typer.Argument(help="The folder of articles.")],
    index: IndexOption = None,
    json: JsonOption = False,
    encoder: Annotated[
        str | None,
        typer.Option(help="A sentence-transformers model, by hub name or folder."),
    ] = None,
    download: Annotated[
        bool, typer.Option("--download", help="Fetch the encoder if it is not on this machine.")
    ] = False,
    language: Annotated[
        str | None, typer.Option(help="Language of the articles, such as en or de.")
    ] = None,
    move: Annotated[
        bool, typer.Option("--move", help="Let this index hold FOLDER instead of its old folder.")
    ] = False,
) -> None:
    """Make the index equal FOLDER: add, change, rename and remove articles."""
    from ui.cli.sync import run_sync

    run_sync(folder, index, json, encoder, download, language, move)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="Your question; - reads it from standard input.")],
    index: IndexOption = None,
    json: JsonOption = False,
    published_from: FromOption = None,
    published_to: ToOption = None,
    author: AuthorOption = None,
    outlet: OutletOption = None,
    section: SectionOption = None,
    tag: TagOption = None,
    show_prompt: Annotated[
        bool, typer.Option("--show-prompt", help="Print what a language model would be sent.")
    ] = False,
    quotes_only: Annotated[
        bool, typer.Option("--quotes-only", help="Quote, even if a language model is configured.")
    ] = False,
    no_filters: Annotated[
        bool,
        typer.Option("--no-filters", help="Read no date, author or outlet out of the question."),
    ] = False,
    chronological: Annotated[
        bool,
        typer.Option("--chronological", help="Tell what several articles say in order of date."),
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export", metavar="FILE", help="Write the answer to a .md, .html, .docx, .json, .bib."
        ),
    ] = None,
    earlier: Annotated[
        Path | None,
        typer.Option(
            "--continue",
            metavar="FILE",
            help="The conversation before this question, as --export wrote it to a .json; --export"
            " then writes all of it.",
        ),
    ] = None,
) -> None:
    """Answer QUESTION from the articles, each sentence with its source."""
    from rag.types import AskOptions
    from ui.cli.ask import run_ask
    from ui.cli.options import to_filters

    options = AskOptions(
        filters=to_filters(published_from, published_to, author, outlet, section, tag),
        reads_filters=not no_filters,
        chronological=chronological,
    )
    run_ask(question, index, json, options, show_prompt, quotes_only, export, earlier)


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="What to search for.")],
    index: IndexOption = None,
    json: JsonOption = False,
    count: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 10,
    published_from: FromOption = None,
    published_to: ToOption = None,
    author: AuthorOption = None,
    outlet: OutletOption = None,
    section: SectionOption = None,
    tag: TagOption = None,
) -> None:
    """List the passages for a question, with each arm's rank and score."""
    from ui.cli.options import to_filters
    from ui.cli.search import run_search

    filters = to_filters(published_from, published_to, author, outlet, section, tag)
    run_search(question, index, json, count, filters)


@app.command()
def show(
    document: Annotated[str, typer.Argument(metavar="DOC", help="The article's path.")],
    index: IndexOption = None,
    json: JsonOption = False,
    passage: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Highlight a passage: its id, or START-END in characters."),
    ] = None,
    removed: Annotated[
        bool, typer.Option("--removed", help="List the lines that were left out, and why.")
    ] = False,
) -> None:
    """Show an article as Byline reads it."""
    from ui.cli.show import run_show

    run_show(document, index, json, passage, removed)


@app.command()
def status(index: IndexOption = None, json: JsonOption = False) -> None:
    """Say what the index holds, how it was made, and which files failed."""
    from ui.cli.status import run_status

    run_status(index, json)


@app.command()
def doctor(index: IndexOption = None, json: JsonOption = False) -> None:
    """Check the store and its search caches; repair what can be rebuilt."""
    from ui.cli.doctor import run_doctor

    run_doctor(index, json)


@app.command()
def models(
    json: JsonOption = False,
    timeout: Annotated[
        float | None,
        typer.Option(min=0.1, max=86_400, help="Seconds for each (default: BYLINE_TIMEOUT_S, 60)."),
    ] = None,
    download: Annotated[
        bool, typer.Option("--download", help="Fetch the local model if it is not on this machine.")
    ] = False,
) -> None:
    """Try the language models that are configured, and say how to configure one."""
    from ui.cli.models import run_models

    run_models(json, timeout, download)


@app.command()
def serve(
    index: IndexOption = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The address to listen on; others need a login.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 7860,
    auth: Annotated[
        bool, typer.Option("--auth", help="Let nobody in without a login; see `byline users`.")
    ] = False,
    users: UsersOption = None,
    without_login: Annotated[
        bool,
        typer.Option("--without-login", help="Let everybody in who reaches another ADDRESS."),
    ] = False,
    behind_proxy: Annotated[
        bool,
        typer.Option(
            "--behind-proxy", help="A proxy on this machine adds TLS: believe what it forwards."
        ),
    ] = False,
    proxy_address: Annotated[
        list[str] | None,
        typer.Option(
            "--proxy-address",
            metavar="ADDRESS",
            help="Where a proxy elsewhere, as in a container, sends from: an address or a network"
            " such as 172.16.0.0/12 (repeat for more).",
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host",
            metavar="NAME",
            help="A name by which browsers may ask for the page (repeat for more).",
        ),
    ] = None,
    kept: Annotated[
        Path | None,
        typer.Option(
            "--kept",
            metavar="FOLDER",
            help="Where conversations are kept (default: BYLINE_CHATS, else yours).",
        ),
    ] = None,
    runs: RunsOption = None,
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the page in your browser.")
    ] = False,
) -> None:
    """Open the web chat, on this machine (127.0.0.1) unless --host says otherwise."""
    from ui.cli.serve import ServeOptions, run_serve

    options = ServeOptions(
        index=index,
        host=host,
        port=port,
        auth=auth,
        users=users,
        without_login=without_login,
        behind_proxy=behind_proxy,
        proxy_addresses=tuple(proxy_address or ()),
        allow_hosts=tuple(allow_host or ()),
        kept=kept,
        runs=runs,
        open_page=open_page,
    )
    run_serve(options)


def main() -> None:
    """Run the command; our own errors become one line and exit code 1, or 2 for a wrong request.

    An output that nobody reads any more (`| head`) is exit code 1 without a word, Ctrl+C is 130.
    """
    from index.errors import BylineError, UsageError

    _print_anything()
    signal.signal(signal.SIGTERM, _stop)
    try:
        code = _run()
    except UsageError as error:
        code = _fail(str(error), 2)
    except BylineError as error:
        code = _fail(str(error), 1)
    except BrokenPipeError:
        _forget_output()
        code = 1
    except OSError as error:
        _forget_output()
        where = f"{error.filename}: " if error.filename else ""
        code = _fail(f"{where}{error.strerror or error}", 1)
    sys.exit(code)


def _run() -> int:
    """The command's exit code, its output written to the end."""
    try:
        app()
    except SystemExit as done:
        if done.code == INTERRUPTED:
            return _fail("stopped", INTERRUPTED)
        if sys.stdout is not None:
            sys.stdout.flush()
        return done.code if isinstance(done.code, int) else 0
    return 0


def _fail(message: str, code: int) -> int:
    from index.text.characters import one_line

    print(f"byline: {one_line(message)}", file=sys.stderr)
    return code


def _print_anything() -> None:
    """A terminal that knows few characters gets escapes for the others, not an error."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace" if stream is sys.stdin else "backslashreplace")


def _forget_output() -> None:
    """Let Python not try again, at its end, to write what could not be written."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop(number: int, frame: object) -> None:
    """Unwind, so that locks and temporary files are left behind by nobody."""
    sys.exit(128 + number)
