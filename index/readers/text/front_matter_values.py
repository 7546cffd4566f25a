"""Values of front matter: YAML, TOML and JSON made safe; what is not valid is read key by key.

Aliases, tags and deep nesting are refused, since they serve attacks and not articles.
"""

import json
import re
import tomllib
from collections.abc import Hashable, Sequence
from typing import Any

import yaml

from index.text.metadata import is_known_key

_MAX_YAML_CHARS = 64_000
_MAX_DEPTH = 20
_LONG_KEY = re.compile(rf"(?:[\w\"'-]{{1,100}}[ \t]{{0,9}}\.[ \t]{{0,9}}){{{_MAX_DEPTH + 1}}}")
KEY_LINE = re.compile(
    r"([^\W\d][^\s:#{}\[\],][^:#{}\[\]]{0,78}?|\"[^\"\n]{1,78}\"|'[^'\n]{1,78}'|[^\W\d])\s*:(?:\s+(.*)|)"
)
"""A line "key: value", with the key and the value as its groups."""

_PLAIN_TAGS = tuple(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null"))
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_YAML_ERRORS = (
    yaml.YAMLError, ValueError, RecursionError, TypeError, AttributeError, OverflowError,
)  # fmt: skip


def read_block(lines: list[str], *, is_toml: bool) -> tuple[dict[str, object], tuple[str, ...]]:
    """The values of the lines between the marks (dates stay text), and warnings."""
    block = "\n".join(lines)
    if is_toml:
        try:
            # What no article needs: "a.a.a.a" takes `tomllib` the square of its length.
            if len(block) > _MAX_YAML_CHARS or _LONG_KEY.search(block):
                raise ValueError("too long")
            return dict(tomllib.loads(block)), ()
        except (tomllib.TOMLDecodeError, RecursionError, ValueError):
            swapped = [re.sub(r"^([\w\"'.-]+)\s*=\s*", r"\1: ", line) for line in lines]
            return _read_by_key(swapped), ("front matter is not valid TOML: read key by key",)
    if len(block) > _MAX_YAML_CHARS:
        return _read_by_key(lines), (
            f"front matter is longer than {_MAX_YAML_CHARS // 1000} KB: read key by key",
        )
    try:
        values, doubled = _load_yaml(block)
    except _YAML_ERRORS:
        return _read_by_key(lines), ("front matter is not valid YAML: read key by key",)
    warnings = [f"front matter has {key} more than once: the first is used" for key in doubled]
    return values, tuple(warnings)


def read_json(text: str) -> tuple[dict[str, object], str] | None:
    """The JSON object at the beginning of `text`, and the text behind it; None for any other text.

    What JSON does not allow and people write, as a comma behind the last value, is read as YAML.
    """
    try:
        found, end = json.JSONDecoder().raw_decode(text[:_MAX_YAML_CHARS])
        return (found, text[end:]) if isinstance(found, dict) else None
    except (ValueError, RecursionError):
        close = re.search(r"^\}[ \t]*$", text[:_MAX_YAML_CHARS], re.MULTILINE)
    try:
        values = _load_yaml(text[: close.end()].replace("\t", " "))[0] if close else {}
        return (values, text[close.end() :]) if close else None
    except _YAML_ERRORS:
        return None


def read_plain(lines: Sequence[str]) -> dict[str, object]:
    """The values of lines "key: value" as they stand, each with the lines that go on with it."""
    return {key: _read_entry(key, entry, small=False) for key, entry in _entries(lines)}


class _ArticleLoader(_Loader):  # type: ignore[misc]
    """Safe YAML: dates stay text, as `no` and `12:30` do; the first of two equal keys wins."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.doubled: list[str] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        values: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = str(self.construct_object(key_node, deep=True))
            if key in values:
                self.doubled.append(key)
            elif is_known_key(key) and value_node.tag in _PLAIN_TAGS:
                values[key] = None if value_node.tag.endswith(":null") else value_node.value
            else:
                values[key] = self.construct_object(value_node, deep=True)
        return values


_ArticleLoader.yaml_implicit_resolvers = {}
for _tag, _form, _firsts in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"0|-?[1-9][0-9]{0,14}", list("-0123456789")),
    ("float", r"-?[0-9]{1,15}\.[0-9]{1,15}", list("-0123456789")),
):
    _ArticleLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_form})$"), _firsts
    )


_ArticleLoader.add_constructor(
    "tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node, deep=True)
)


def _load_yaml(block: str) -> tuple[dict[str, object], list[str]]:
    _refuse_attacks(block)
    loader = _ArticleLoader(block)
    try:
        values = loader.get_single_data()
    finally:
        loader.dispose()
    if values is None:
        return {}, []
    if not isinstance(values, dict):
        raise ValueError("not a mapping")
    return values, list(dict.fromkeys(loader.doubled))


def _refuse_attacks(block: str) -> None:
    """Raises ValueError for aliases and for nesting that no article needs."""
    depth = 0
    for event in yaml.parse(block, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("aliases")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAX_DEPTH:
            raise ValueError("nested too deeply")


def _read_by_key(lines: list[str]) -> dict[str, object]:
    """Each key with its own lines: as YAML where they are, else as they stand."""
    values: dict[str, object] = {}
    for key, entry in _entries(lines):
        name = key.strip("\"'")
        value = _read_entry(key, entry, small=len(lines) < 500)
        if isinstance(value, str) and value.startswith(("!!", "!<", "!python")):
            name = f"unread {name}"  # a YAML tag is no title and no name
        values.setdefault(name, value)
    return values


def _entries(lines: Sequence[str]) -> list[tuple[str, list[str]]]:
    entries: list[tuple[str, list[str]]] = []
    for line in lines:
        if match := KEY_LINE.fullmatch(line):
            entries.append((match[1], [match[2] or ""]))
        elif entries:
            entries[-1][1].append(line)
        elif line.strip() and not line.startswith("#"):
            entries.append(("front_matter", [line]))
    return entries


def _read_entry(key: str, entry: list[str], *, small: bool) -> object:
    if small and sum(map(len, entry)) < 10_000:
        try:
            values, _ = _load_yaml("\n".join([f"{key}: {entry[0]}", *entry[1:]]))
            return values[key.strip("\"'")]
        except (yaml.YAMLError, ValueError, RecursionError, TypeError, KeyError, AttributeError):
            pass
    value, rest = entry[0].strip(), [line.strip() for line in entry[1:] if line.strip()]
    if not value and rest and all(line.startswith("- ") or line == "-" for line in rest):
        return [_unquoted(line[1:].strip()) for line in rest]
    if re.fullmatch(r"[|>][+-]?\d?", value):
        value = ""
    whole = " ".join([value, *rest]).strip()
    if len(whole) < 10_000 and whole.startswith("[") and whole.endswith("]"):
        return [_unquoted(part.strip()) for part in whole[1:-1].split(",") if part.strip()]
    return _unquoted(whole)


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'").replace("\\'", "'")
    if len(value) > 1 and value[0] == value[-1] == '"':
        try:
            return str(json.loads(value, strict=False))
        except ValueError:
            return value[1:-1].replace('\\"', '"').replace("\\'", "'")
    return value.lstrip("'\"") if value.count(value[:1] or " ") == 1 else value
