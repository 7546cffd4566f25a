"""Text of articles, users and models as text: nothing in it acts in the file that holds it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# C0 but for tab and line feed, DEL, C1, line separators, marks that turn the direction of the text
# after them, halves of surrogate pairs, and the two characters that XML cannot hold.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# What Markdown or GitHub acts upon: anywhere, where a line begins, and in addresses and mentions.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~$&]|^[-+#=:]|:(?=//)|(?<=www)\.|(?<!\w)@")
_NUMBERED = re.compile(r"^(\d+)(?=[.)](?: |$))")
_IN_ADDRESS = re.compile(r"""[\s<>()\[\]{}|\\^`"]""")


def visible(text: str) -> str:
    """The text with every character that would act instead of being read written as its code."""
    return _CONTROL.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


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
