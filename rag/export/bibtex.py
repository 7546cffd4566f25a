"""Export to BibTeX: one entry for each cited article."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from rag.export.escaping import encode_address, in_one_line, to_link
from rag.export.quoting_marks import in_quotes
from rag.types import Answer, Citation

NOTHING = "Nothing is cited: the articles do not say."
"""What stands in the file instead of entries; BibTeX passes over it."""

# Braces count in BibTeX even behind a backslash, so none that the text holds may stay.
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
} | {sign: f"\\{sign}" for sign in "%&_#$"}  # fmt: skip
_SPECIAL = re.compile("[" + re.escape("".join(_LATEX)) + "]")
_JOINER = re.compile(r"\band\b", re.IGNORECASE)
_OPENING_WORDS = frozenset(
    ["a", "an", "the", "how", "why", "what", "who", "when", "where", "is", "are", "in", "on", "of"]
)


def to_bibtex(answers: Sequence[Answer]) -> str:
    """An entry for each article that `answers` cite, in the order of first use.

    Keys are author, year and a word of the headline; where two would be alike, both get letters
    made from the article's path, so that a key never comes to mean another article.
    """
    articles: dict[str, list[Citation]] = {}
    for answer in answers:
        for citation in answer.citations:
            articles.setdefault(citation.doc_id, []).append(citation)
    keys = _keys([group[0] for group in articles.values()])
    entries = [_entry(keys[doc_id], group) for doc_id, group in articles.items()]
    return "\n".join(entries) or f"{NOTHING}\n"


def escape_latex(text: str) -> str:
    """The text on one line, none of which LaTeX or BibTeX acts upon; other letters stay."""
    return _SPECIAL.sub(lambda found: _LATEX[found[0]], in_one_line(text))


def _entry(key: str, group: Sequence[Citation]) -> str:
    first = group[0]
    quotes = dict.fromkeys(citation.quote for citation in group)
    link = to_link(first.uri)
    fields = {
        "author": " and ".join(_name(author) for author in first.authors),
        "title": f"{{{escape_latex(first.title)}}}",
        "journal": escape_latex(first.outlet or ""),
        "year": f"{first.published.year:04d}" if first.published else "",
        "date": first.published.isoformat() if first.published else "",
        "url": encode_address(link) if link else "",
        "annote": escape_latex(" ".join(map(in_quotes, quotes))),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    kind = "article" if first.outlet else "misc"
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _name(author: str) -> str:
    """A name that BibTeX would take apart wrongly is kept whole by braces."""
    name = escape_latex(author)
    whole = _JOINER.search(name) or name.count(",") > 1 or name.casefold() == "others"
    odd = name.startswith(",") or name.endswith(",") or not name
    return f"{{{name}}}" if whole or odd else name


def _keys(articles: Sequence[Citation]) -> dict[str, str]:
    plain = {article.doc_id: _key(article) for article in articles}
    used = Counter(plain.values())
    return {
        doc_id: key if used[key] == 1 else f"{key}-{_letters(doc_id)}"
        for doc_id, key in plain.items()
    }


def _key(article: Citation) -> str:
    author = next(iter(article.authors), "")
    surname = author.partition(",")[0] if "," in author else (author.split() or [""])[-1]
    year = f"{article.published.year:04d}" if article.published else "nodate"
    return f"{_folded(surname) or 'anon'}{year}{_title_word(article)}"


def _title_word(article: Citation) -> str:
    words = [_folded(word) for word in re.split(r"[\W_]+", article.title)]
    telling = [word for word in words if word and word not in _OPENING_WORDS]
    return next(iter(telling), _letters(article.doc_id))


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return re.sub("[^a-z0-9]", "", plain)


def _letters(doc_id: str) -> str:
    return hashlib.sha256(doc_id.encode("utf-8", "replace")).hexdigest()[:6]
