"""Escaping for exports: text of articles, users and models acts in no Markdown, no link."""

import re
from urllib.parse import urlsplit

from index.text.characters import visible

# What Markdown or GitHub acts upon: anywhere, where a line begins, and in addresses and mentions.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~$&]|^[-+#=:]|:(?=//)|(?<=www)\.|(?<!\w)@")
_NUMBERED = re.compile(r"^(\d+)(?=[.)](?: |$))")
_IN_ADDRESS = re.compile(r"""[\s<>()\[\]{}|\\^`"]""")


def in_one_line(text: str) -> str:
    """`visible`, with every run of white space as one space."""
    return " ".join(visible(" ".join(text.split())).split())


def escape_markdown(text: str) -> str:
    """The text on one line, none of which acts as Markdown or HTML, wherever it is put."""
    safe = _MARKUP.sub(r"\\\g<0>", in_one_line(text))
    safe = _NUMBERED.sub(r"\1\\", safe)
    return safe.replace("\\<", "&lt;").replace("\\&", "&amp;")


def to_link(uri: str | None) -> str | None:
    """`uri` when it is an http or https address with a host; else None: it is then no link."""
    try:
        parts = urlsplit(uri or "")
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return uri if usable and uri and visible(uri) == uri else None


def encode_address(link: str) -> str:
    """A link without any character that could end it in Markdown or BibTeX."""
    return _IN_ADDRESS.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), link)
