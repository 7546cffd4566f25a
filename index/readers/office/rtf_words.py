"""The control words of rich text: which characters, looks and destinations they stand for."""

from __future__ import annotations

import codecs

from index.readers.office.runs import COMMENT

CHARACTERS = {
    "tab": " ", "line": "\n", "page": "\n", "column": "\n", "emdash": "—",
    "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
# The name of a look in Word; its value, "" for the word's own number; the value when switched off.
LOOKS = {
    "strike": ("strike", "1", "0"), "striked": ("dstrike", "1", "0"), "v": ("vanish", "1", "0"),
    "deleted": ("deleted", "1", "0"), "mvf": ("deleted", "1", "0"), "b": ("b", "1", "0"),
    "super": ("vertAlign", "superscript", "baseline"),
    "sub": ("vertAlign", "subscript", "baseline"),
    "nosupersub": ("vertAlign", "baseline", "baseline"), "up": ("position", "", "0"),
    "dn": ("position", "0", "0"), "fs": ("sz", "", "24"),
}  # fmt: skip
# Words apart from the running text, and why they are none of the article's; "" when they are.
DESTINATIONS = {
    "footnote": "", "shptxt": "", "dptxbxtext": "", "annotation": COMMENT, "moMath": "formula",
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "head of the pages"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "foot of the pages"),
}  # fmt: skip
INFO = ("title", "author", "subject", "keywords", "category", "doccomm")
COLLECTED = frozenset({*INFO, "stylesheet", "fonttbl", "creatim"})
SKIPPED = frozenset({
    "colortbl", "pict", "fldinst", "listtext", "pntext", "pntxta", "pntxtb", "nonshppict", "sp",
    "shprslt", "objdata", "xe", "tc", "rxe", "revtim", "printim", "buptim", "operator", "company",
    "manager", "nonesttables", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "filetbl", "listtable",
    "atnid", "atnauthor", "bkmkstart", "bkmkend", "linkval", "hlinkbase", "generator", "template",
})  # fmt: skip
# Words behind an asterisk that begin text, and not what older programs may pass over.
STARRED = frozenset({"shpinst", "do", "pn", "annotation", "moMath", "cs", "s", "ts"})
CODECS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip


def codec_of(page: int) -> str:
    """The codec of a code page, or that of the West when it is not known."""
    name = "utf-8" if page == 65001 else "mac_roman" if page == 10000 else f"cp{page}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
