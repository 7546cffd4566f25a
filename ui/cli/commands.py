"""The tree of commands: what help says of each, and which function is loaded when it is called."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import is_dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}


class LazyCommand(TyperCommand):
    """A command whose function, `module:name` under `ui.cli`, is imported when it is called."""

    def __init__(self, name: str, place: str, help: str) -> None:
        super().__init__(name, help=help, rich_markup_mode=None)
        self._place = place

    def make_context(self, *given: Any, **extra: Any) -> Any:
        """The context of the command that is loaded, which takes the place of this one."""
        module, _, name = self._place.partition(":")
        app = typer.Typer(
            add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
        )
        app.command(self.name, help=self.help)(
            spread(getattr(import_module(f"ui.cli.{module}"), name))
        )
        return typer.main.get_command(app).make_context(*given, **extra)


def spread(function: Callable[..., None]) -> Callable[..., None]:
    """`function` as typer takes it: a parameter that is a dataclass becomes that one's fields."""
    parameters: list[inspect.Parameter] = []
    groups = {}
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        if is_dataclass(parameter.annotation):
            kind: Any = parameter.annotation
            fields = inspect.signature(kind, eval_str=True).parameters
            groups[parameter.name] = (kind, fields)
            parameters += fields.values()
        else:
            parameters.append(parameter)

    def call(**given: Any) -> None:
        for name, (kind, fields) in groups.items():
            given[name] = kind(**{field: given.pop(field) for field in fields})
        function(**given)

    keyword = inspect.Parameter.KEYWORD_ONLY
    signature = inspect.Signature([each.replace(kind=keyword) for each in parameters])
    call.__signature__ = signature  # type: ignore[attr-defined]
    return call


def _group(name: str, help: str, commands: Sequence[tuple[str, str, str]]) -> TyperGroup:
    """A group of lazy commands: the name, the `module:function` and the help of each."""
    return TyperGroup(
        name=name,
        help=help,
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings=HELP_OPTIONS,
        commands=[LazyCommand(*row) for row in commands],
    )


_COMMANDS = (
    ("sync", "sync:sync", "Make the index equal FOLDER: add, change, rename and remove articles."),
    ("ask", "ask:ask", "Answer QUESTION from the articles, each sentence with its source."),
    (
        "search",
        "search:search",
        "List the passages for a question, with each arm's rank and score.",
    ),
    ("show", "show:show", "Show an article as Byline reads it."),
    (
        "status",
        "status:status",
        "Say what the index holds, how it was made, and which files failed.",
    ),
    (
        "doctor",
        "doctor:doctor",
        "Check the store and its search caches; repair what can be rebuilt.",
    ),
    (
        "models",
        "models:models",
        "Try the language models that are configured, and say how to configure one.",
    ),
    (
        "serve",
        "serve:serve",
        "Open the web chat, on this machine (127.0.0.1) unless --host says otherwise.",
    ),
)
_EVAL = (
    ("run", "evaluation.run:run", "Ask every question of COLLECTION, measure, and save the run."),
    (
        "compare",
        "evaluation.compare:compare_runs",
        "Say which differences between runs are real, and which questions moved.",
    ),
    (
        "gate",
        "evaluation.compare:gate_run",
        "Exit with 1 when RUN is significantly worse than BASELINE: something to put in CI.",
    ),
    (
        "ablate",
        "evaluation.ablate:ablate_settings",
        "Run lexical, dense, fused and every other option over COLLECTION and compare them.",
    ),
    (
        "score",
        "evaluation.run:score",
        "Measure another program's ranking and save it as a run, to compare with.",
    ),
    (
        "report",
        "evaluation.report:report",
        "Write what runs found as one HTML page, Markdown or JSON.",
    ),
    (
        "questions",
        "evaluation.questions:questions",
        "Propose questions about FOLDER, with the sentences that answer them, for you to edit.",
    ),
    ("runs", "evaluation.report:list_runs", "List the saved runs, newest first."),
    ("measures", "evaluation.report:list_measures", "List the measures and what they mean."),
)
_USERS = (
    (
        "add",
        "users:add",
        "Add a user; asks for the password, or reads it from standard input when that is piped.",
    ),
    (
        "password",
        "users:password",
        "Give a user another password; whoever is logged in with the old one is logged out.",
    ),
    ("remove", "users:remove", "Remove a user; whoever is logged in under the name is logged out."),
    ("list", "users:list_users", "List the users."),
)

app = _group(
    "byline",
    "Ask a folder of articles; every sentence of the answer carries its source.",
    _COMMANDS,
)
app.add_command(
    _group(
        "eval",
        "Measure search, answers, citations and refusals; find out whether a change helped.",
        _EVAL,
    )
)
app.add_command(
    _group("users", "Say who may log in to the web chat (`byline serve --auth`).", _USERS)
)
