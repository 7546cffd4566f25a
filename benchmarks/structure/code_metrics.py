"""Code metrics of source files: which the wheel ships, their lines, lengths of functions."""

import ast
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

CODE = (".py", ".js", ".css")
VENDORED = "vendor"
"""The folder of files that others wrote, wherever it lies."""


@dataclass(frozen=True)
class CodeFile:
    """One file of code; `name` is its path below the root."""

    root: Path
    name: str

    @property
    def kind(self) -> str:
        """Its ending, without the dot."""
        return PurePosixPath(self.name).suffix[1:]

    @cached_property
    def lines(self) -> list[str]:
        return (self.root / self.name).read_text(encoding="utf-8").splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of a file of Python."""
        return ast.parse("\n".join(self.lines))

    @property
    def first_words(self) -> str:
        """The first line of a Python docstring or of the comment that a script begins with."""
        if self.kind == "py":
            return (ast.get_docstring(self.tree) or "").partition("\n")[0]
        texts = (line.strip(" /*") for line in self.lines)
        return next((text for text in texts if text), "")


def read_wheel(root: Path) -> list[str]:
    """The paths that pyproject.toml puts into the wheel, generated files aside."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    return [
        name
        for package in wheel["packages"]
        for name in list_files(root, package)
        if not any(PurePosixPath(name).is_relative_to(left) for left in wheel.get("exclude", ()))
    ]


def list_files(root: Path, folder: str) -> list[str]:
    """Every file below a folder of `root`, as a path below `root`; what Python compiles aside."""
    found = (path for path in (root / folder).rglob("*") if path.is_file())
    names = (path.relative_to(root).as_posix() for path in found)
    return sorted(name for name in names if "__pycache__" not in name)


def code_in(root: Path, names: Sequence[str]) -> list[CodeFile]:
    """Those of the files that are code of our own."""
    kept = (PurePosixPath(name) for name in names)
    return [
        CodeFile(root, str(path))
        for path in kept
        if path.suffix in CODE and VENDORED not in path.parts
    ]


def function_lengths(sources: Sequence[CodeFile]) -> Iterator[tuple[int, str]]:
    """Lines and place of every function and method, nested ones too; decorators aside."""
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                place = f"{source.name}:{node.lineno} {node.name}"
                yield node.end_lineno - node.lineno + 1, place


def loose_modules(sources: Sequence[CodeFile], folder: str) -> list[str]:
    """The modules that lie directly in a folder, `__init__` aside."""
    paths = (PurePosixPath(source.name) for source in sources if source.kind == "py")
    return [path.name for path in paths if str(path.parent) == folder and path.stem != "__init__"]
