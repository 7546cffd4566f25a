"""Synthetic articles: made-up authors, outlets and sections that share words with SQuAD.

They are known to the index in `conversation`'s count of false filters: a surname such as King or a
paper such as The Daily Force may not turn a question about kings and forces into a filter.
"""

from datetime import date

from index.types import Document

_AUTHORS = (
    "Ann Lee", "John Smith", "Mary Brown", "James Wilson", "Peter King", "Maria Young",
    "David Martin", "Sarah Newton", "Thomas Fisher", "Emma Church", "George French",
    "Luke England", "Mark Temple",
)  # fmt: skip
_OUTLETS = (
    "The Northern Star", "The Daily Force", "The Valley Sun", "Nature Weekly", "Imperial Review",
    "The Construction Times", "The Harvard Post", "Jacksonville Courier", "Science Monthly",
)  # fmt: skip
_SECTIONS = ("Science", "History", "Sport", "Opinion", "Law")


def made_up_documents() -> list[Document]:
    """Documents without text, published from 1500 to 2020, so that no year is out of range."""
    return [
        Document(
            doc_id=f"made-up/{number}",
            version="",
            text="",
            title="",
            authors=(author,),
            outlet=_OUTLETS[number % len(_OUTLETS)],
            section=_SECTIONS[number % len(_SECTIONS)],
            published=date(1500 + 40 * number, 1, 1),
        )
        for number, author in enumerate(_AUTHORS * 2)
        if 1500 + 40 * number <= 2020
    ]
