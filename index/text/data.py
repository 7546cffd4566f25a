"""Data files: word lists, tables and patterns that stand beside the modules which use them."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_REPEATED = re.compile(r"(?s)(\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.)([*+]?)")
_SPACES = {r"\s": 30, "[ \\t]": 30}


def bounded(pattern: str, reach: Mapping[str, int]) -> str:
    """`pattern`, which repeats no kind of character more often than `reach` says of it.

    No text, however it was made, is then looked through from each of its characters to its end.
    A class is taken for the like of "\\s", "\\w" or, where it excludes, ".".
    """

    def bound(repeated: re.Match[str]) -> str:
        what, sign = repeated.groups()
        kind = what
        if what[0] == "[" and what not in reach:
            spaces = " " in what or r"\s" in what
            kind = "." if what[1:2] == "^" else r"\s" if spaces else r"\w"
        most = reach.get(kind) if sign else None
        return f"{what}{{{int(sign == '+')},{most}}}" if most else repeated[0]

    return _REPEATED.sub(bound, pattern)


class Data(dict[str, Any]):
    """What stands in a data file, by name; its patterns are attributes, too."""

    def __getattr__(self, name: str) -> re.Pattern[str]:
        found: re.Pattern[str] = self[name]
        setattr(self, name, found)  # from now on without this detour
        return found


def read_data(module: str, **given: str) -> Data:
    """What stands in the file with the name of `module`, which gives its `__file__`.

    What its tables `patterns` and `any_case` hold are regular expressions, in one piece or in
    several, and so is what the rows of its lists have as `pattern`; `<<name>>` in them stands for
    what is `given` by that name, or for what the table `parts` has.
    """
    data = Data(tomllib.loads(Path(module).with_suffix(".toml").read_text(encoding="utf-8")))
    parts = dict(given)

    def filled(pattern: str | list[str]) -> str:
        whole = re.sub(r"<<(\w+)>>", lambda part: parts[part[1]], "".join(pattern))
        return bounded(whole, _SPACES)

    for name, part in data.pop("parts", {}).items():
        parts[name] = filled(part)
    for table, flags in (("patterns", re.NOFLAG), ("any_case", re.IGNORECASE)):
        found = data.pop(table, {}).items()
        data |= {name: re.compile(filled(pattern), flags) for name, pattern in found}
    for row in (row for rows in data.values() if isinstance(rows, list) for row in rows):
        if isinstance(row, dict):
            row["pattern"] = re.compile(filled(row["pattern"]))
    return data
