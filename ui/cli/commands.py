"""The tree of commands, out of commands.toml: a command's function is loaded when it is called."""

import inspect
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}

_told = tomllib.loads(Path(__file__).with_name("commands.toml").read_text(encoding="utf-8"))


class LazyCommand(TyperCommand):
    """A command whose function is imported when it is called; `told` is its table."""

    def __init__(self, name: str, told: Mapping[str, Any]) -> None:
        super().__init__(name, help=told["help"], hidden="hidden" in told, rich_markup_mode=None)
        self._told = told

    def get_short_help_str(self, limit: int = 0) -> str:
        """The whole sentence, which is wrapped and never cut."""
        return self.help or ""

    def make_context(self, *given: Any, **extra: Any) -> Any:
        """The context of the command that is loaded, which takes the place of this one."""
        module, _, name = self._told["function"].partition(":")
        function = getattr(import_module(f"ui.cli.{module}"), name)
        app = typer.Typer(
            add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
        )
        epilog = f"Example: {self._told['example']}"
        app.command(self.name, help=self.help, epilog=epilog)(spread(function, self._told))
        return typer.main.get_command(app).make_context(*given, **extra)


def spread(function: Callable[..., None], told: Mapping[str, Any]) -> Callable[..., None]:
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

    signature = inspect.Signature([_described(each, told) for each in parameters])
    call.__signature__ = signature  # type: ignore[attr-defined]
    return call


def _described(parameter: inspect.Parameter, told: Mapping[str, Any]) -> inspect.Parameter:
    """An argument, or an option where it has a default, with what the tables tell of it."""
    described = parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
    about = told.get(parameter.name) or _told["options"][parameter.name]
    about = {"help": about} if isinstance(about, str) else dict(about)
    default = ... if parameter.default is inspect.Parameter.empty else parameter.default
    if about.pop("argument", default is ...):
        return described.replace(default=typer.Argument(default, **about))
    flags = about.pop("flags", [f"--{parameter.name.replace('_', '-')}"])
    return described.replace(default=typer.Option(default, *flags, **about))


class Group(TyperGroup):
    """Commands; without one, `default` is called, if there is any."""

    default = ""

    def get_short_help_str(self, limit: int = 0) -> str:
        """The whole sentence, which is wrapped and never cut."""
        return self.help or ""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, with the default command in front where none is named."""
        named = args and (args[0] in HELP_OPTIONS["help_option_names"] or args[0][:1] != "-")
        return super().parse_args(ctx, args if named or not self.default else [self.default, *args])


def _group(name: str, help: str, commands: Mapping[str, Any]) -> Group:
    first = next(each["example"] for each in commands.values() if "hidden" not in each)
    return Group(
        name=name,
        help=help,
        epilog=f"Example: {first}",
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings=HELP_OPTIONS,
        commands=[LazyCommand(*row) for row in commands.items()],
    )


app = _group(
    "byline",
    "Ask a folder of articles; every sentence of the answer carries its source."
    " `byline --version` says which version this is.",
    _told["commands"],
)
app.default = "next"
app.add_command(
    _group(
        "eval",
        "Measure search, answers, citations and refusals; find out whether a change helped.",
        _told["eval"],
    )
)
_models = _group(
    "models",
    "Say which language model writes answers, in every door; without a command, try it.",
    _told["models"],
)
_models.default = "test"
app.add_command(_models)
app.add_command(
    _group("users", "Say who may log in to the web chat (`byline serve --auth`).", _told["users"])
)
app.add_command(
    _group("tokens", "Give programs tokens to come in with (`byline serve`).", _told["tokens"])
)
