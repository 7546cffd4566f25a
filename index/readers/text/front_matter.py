"""Finds the front matter of a Markdown or text file, and what other programs put in its place.

YAML between `---`, TOML between `+++`, a JSON object (Hugo), lines "Key: value" without marks
(Pelican, MultiMarkdown), and a title block of `%` lines (pandoc). What they say is never executed
and never left in the text; a rule above the first paragraph opens none of them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.readers.text.front_matter_values import KEY_LINE, read_block, read_json, read_plain
from index.text.metadata import is_known_key, read_metadata

_OPENS_YAML = ("{", "%", "&", "*", "!", "? ", "<<:")
# Hugo, Zola and others put an article's own fields one level down.
_NESTS = ("params", "extra", "taxonomies", "metadata")
_MAX_HEAD_LINES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """Keys and values, and the text after them."""

    values: dict[str, object] = field(default_factory=dict)
    body: str
    warnings: tuple[str, ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """Takes the front matter, if there is any, off the beginning of `text`.

    Returns:
        The values as they are written (dates stay text), and the body with nothing of the block
        left in it. A block that was never closed ends at its last line of that form.
    """
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    mark = lines[first].rstrip()
    found = None
    if mark in ("---", "+++"):
        found = _marked(lines, first, mark) if _opens_block(lines, first, mark) else None
    elif mark.startswith("{"):
        found = _json_object("\n".join(lines[first:]))
    elif mark.startswith("% "):
        found = _title_block(lines[first:])
    elif KEY_LINE.fullmatch(mark):
        found = _key_lines(lines[first:])
    return found or FrontMatter(body=text)


def _marked(lines: list[str], first: int, mark: str) -> FrontMatter | None:
    ends = ("---", "...") if mark == "---" else ("+++",)
    end = next((n for n in range(first + 1, len(lines)) if lines[n].rstrip() in ends), None)
    is_toml = mark == "+++"
    warnings: tuple[str, ...] = ()
    if end is not None:
        block, body = lines[first + 1 : end], lines[end + 1 :]
        values, warnings = read_block(block, is_toml=is_toml)
    is_closed = end is not None and not (warnings and _holds_paragraphs(block))
    if not is_closed:
        end = _unclosed_end(lines, first + 1)
        block, body = lines[first + 1 : end], lines[end:]
        values, warnings = read_block(block, is_toml=is_toml)
        warnings = ("front matter is not closed", *warnings)
    values = _unnested(values)
    if _is_prose(block, values, is_closed=is_closed):
        return None
    return FrontMatter(values=values, body="\n".join(body), warnings=warnings)


def _unnested(values: Mapping[str, object]) -> dict[str, object]:
    nests = [values[name] for name in _NESTS if isinstance(values.get(name), Mapping)]
    inner = {str(key): value for nest in nests for key, value in dict(nest).items()}  # type: ignore[call-overload]
    outer = {k: v for k, v in values.items() if k not in _NESTS or not isinstance(v, Mapping)}
    return {**inner, **outer}


def _opens_block(lines: list[str], first: int, mark: str) -> bool:
    """Whether a mark opens front matter, and is not a rule above the first paragraph."""
    for line in lines[first + 1 :]:
        if line.strip() and not line.startswith("#"):
            if mark == "+++":
                return bool(re.match(r"[\w\"'.-]+\s*=|\[|\+\+\+", line))
            is_end = line.rstrip() in ("---", "...")
            return is_end or bool(KEY_LINE.fullmatch(line)) or line.startswith(_OPENS_YAML)
    return False


def _holds_paragraphs(block: Sequence[str]) -> bool:
    """Whether, behind a blank line, lines follow that belong to no key."""
    blank = False
    for line in block:
        if blank and line.strip() and not (KEY_LINE.fullmatch(line) or line[:1] in " \t-#"):
            return True
        blank = not line.strip()
    return False


def _is_prose(block: Sequence[str], values: Mapping[str, object], *, is_closed: bool) -> bool:
    """Whether the lines between two rules are paragraphs, one of which opens like "Note: "."""
    if any(is_known_key(key) for key in values):
        return False
    if not is_closed:
        return True
    keyed = all(KEY_LINE.fullmatch(line) or line[:1] in ("", *" \t-#[]{}<?") for line in block)
    return not keyed or any(" " in key for key in values)


def _unclosed_end(lines: list[str], start: int) -> int:
    for number in range(start, len(lines)):
        line = lines[number]
        if not line.strip() or not (KEY_LINE.fullmatch(line) or line[:1] in " \t-#"):
            return number
    return len(lines)


def _json_object(text: str) -> FrontMatter | None:
    values, body = read_json(text) or ({}, "")
    values = _unnested(values)
    if not any(is_known_key(key) for key in values) or body.strip(" \t")[:1] not in ("\n", ""):
        return None
    return FrontMatter(values=values, body=body)


def _title_block(lines: Sequence[str]) -> FrontMatter | None:
    """Up to three fields, each behind a `%`: the title, the authors, the date."""
    end = _blank(lines)
    fields: list[list[str]] = []
    for line in lines[:end]:
        if line.startswith("%"):
            fields.append([line[1:].strip()])
        elif line[:1] in " \t":
            fields[-1].append(line.strip())
        else:
            return None
    if len(fields) > 3 or fields[0][0][:1].islower():
        return None
    told = (joint.join(lines) for joint, lines in zip((" ", "; ", " "), fields, strict=False))
    values = dict(zip(("title", "author", "date"), told, strict=False))
    return FrontMatter(values={**values}, body="\n".join(lines[end:]))


def _key_lines(lines: Sequence[str]) -> FrontMatter | None:
    """Lines "Key: value" down to the first blank one, if they are certainly no dialogue."""
    end = _blank(lines)
    if end > _MAX_HEAD_LINES or not all(
        KEY_LINE.fullmatch(x) or x[:1] in " \t" for x in lines[:end]
    ):
        return None
    values = read_plain(lines[:end])
    first = next(iter(values)).casefold()
    known = read_metadata(values)
    told = (known.title, known.authors, known.published)
    others = (known.outlet, known.section, known.tags, known.language, known.uri)
    enough = sum(map(bool, (*told, *others))) >= 2 and any(told)
    if first == "name" or not is_known_key(first) or not "".join(lines[end:]).strip():
        return None
    is_sure = enough or first == "title"
    return FrontMatter(values=values, body="\n".join(lines[end:])) if is_sure else None


def _blank(lines: Sequence[str]) -> int:
    return next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
