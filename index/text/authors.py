"""Author names: read out of bylines and lists, without those of programs, machines and desks."""

import re

from index.text.data import read_data
from index.text.values import first_of, items_of, one_line_of

_DATA = read_data(__file__)
_NAME_OF_MAIL = re.compile(r"(?<!\S)[^\s@]++@\S+?\s?\(([^()]+)\)")  # jo@news.example (Jo Lee)
_MAIL = re.compile(r"\s?[<(][^<>()\s@]++@[^<>()\s]++[>)]")  # Jo Lee <jo@news.example>


def read_authors(value: object) -> tuple[str, ...]:
    """The names in a byline, or in a list of names or of `{name: ...}`, each once, in order.

    "By Ann Lee and Bob Day" is two names; "Lee, Ann" and "Procter & Gamble" are one; "scanner",
    "admin" and a program's name are none.
    """
    names: dict[str, str] = {}
    for item in items_of(value):
        line = _MAIL.sub("", one_line_of(first_of(item, "name", "@id")))
        for name in _split_names(_NAME_OF_MAIL.sub(r"\1", line)):
            # A profile's address is not a name.
            usable = not name.startswith(("http://", "https://", "@"))
            if name and usable and is_author(name):
                names.setdefault(name.casefold(), name)
    return tuple(names.values())


def is_author(name: str) -> bool:
    """Whether `name` can be a person's or a newsroom's."""
    return len(name) <= 200 and not _DATA.no_author.fullmatch(name.strip(" ()[]<>*-_."))


def _split_names(line: str) -> list[str]:
    line = re.sub(r"^(?:(?:written )?by|author):?\s+", "", line, flags=re.IGNORECASE)
    names: list[str] = []
    for part in line.split(";"):
        pieces = re.split(r",\s*(?:and\s+)?|\s+(?:and|&|und|et|y|en|og|och)\s+", part)
        whole_names = all(len(piece.split()) > 1 or not piece.strip() for piece in pieces)
        for piece in pieces if whole_names else [part]:
            name = piece.strip(" ,|")
            if not _DATA.role.fullmatch(name) or not names:
                names.append(name)
    return names
