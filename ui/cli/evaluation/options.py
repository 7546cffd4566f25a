"""Parses the options of `byline eval`: collection, index, settings, arms of an ablation."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from eval.collections import open_collection
from eval.comparing.types import Comparison
from eval.sample import sample_folder
from eval.types import Collection, Run, RunSettings
from index.errors import UsageError
from index.files import reading
from index.index import Index
from ui.cli.terminal import error_console


@dataclass(frozen=True, slots=True)
class CollectionOptions:
    """What is to be measured."""

    spec: str
    index: Path | None = None
    folder: Path | None = None
    split: str | None = None
    half: str | None = None
    columns: list[str] | None = None
    queries: Path | None = None
    qrels: Path | None = None
    limit: int | None = None

    def open(self) -> Collection:
        """The collection; raises `UsageError`."""
        if self.index is not None and self.folder is not None:
            raise UsageError("--index and --folder name the articles twice: give one of them")
        return open_collection(
            self.spec,
            folder=self.folder,
            split=self.split,
            half=self.half,
            columns=dict(_pair(column, "--column") for column in self.columns or ()),
            queries=self.queries,
            qrels=self.qrels,
        )

    @property
    def articles(self) -> Path | None:
        """The folder of articles as far as the user named it, for links to them."""
        return sample_folder() if self.spec == "sample" else self.folder

    def open_index(self) -> Index | None:
        """The index to ask; None where the collection brings its own articles."""
        return None if self.index is None else Index.open(self.index.expanduser().absolute())


@dataclass(frozen=True, slots=True)
class SettingsOptions:
    """How questions are asked."""

    config: Path | None = None
    changes: list[str] | None = None

    def read(self) -> RunSettings:
        """The settings of a file, then of `--set`; raises `UsageError` naming what is wrong."""
        changes = self.changes or ()
        found = dict(_read_file(self.config)) if self.config else {}
        found |= dict(_pair(change, "--set") for change in changes)
        return to_settings(found, str(self.config) if self.config and not changes else "settings")


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """The reports that are asked for."""

    html: Path | None = None
    markdown: Path | None = None

    def write(
        self,
        runs: Sequence[Run],
        comparison: Comparison | None = None,
        articles: Path | None = None,
    ) -> None:
        """Write them; passages link to the files of `articles`."""
        if self.html:
            from eval.reports.html import write_html
            from eval.reports.view_model import links_to_files

            links = links_to_files(articles, self.html) if articles else None
            write_html(self.html, runs, comparison, links)
        if self.markdown:
            from eval.reports.markdown import write_markdown

            write_markdown(self.markdown, runs, comparison)
        for path in filter(None, (self.html, self.markdown)):
            error_console().print(f"Report: {path}", soft_wrap=True)


def to_settings(values: Mapping[str, object], place: str) -> RunSettings:
    """Settings by name; raises `UsageError`."""
    try:
        return RunSettings.model_validate(values)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        name = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            known = ", ".join(RunSettings().model_dump())
            raise UsageError(f"{place}: no setting is called {name}; there are {known}") from error
        raise UsageError(f"{place}: {name}: {problem['msg']}") from error


def parse_arm(text: str) -> tuple[str, dict[str, object] | None]:
    """`name:setting=value,...` -> the name and its settings; None for a name alone."""
    name, colon, rest = text.partition(":")
    if not colon:
        return name, None
    return name, dict(_pair(part, "--arm") for part in rest.split(","))


def _pair(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"{option} {text}: write it as NAME=VALUE")
    return name.strip(), value.strip()


def _read_file(path: Path) -> Mapping[str, object]:
    try:
        with reading(path):
            text = path.read_text(encoding="utf-8")
        found = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except ValueError as error:  # of JSON, TOML and UTF-8 alike
        raise UsageError(f"{path}: {error}") from error
    if not isinstance(found, dict):
        raise UsageError(f"{path}: holds no settings by name")
    return found
