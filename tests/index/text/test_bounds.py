"""What is kept beside an article's text has bounds, and a warning says what went."""

from __future__ import annotations

import pytest

from index.readers.formats import read_document
from index.store.rows import to_record


def read(head: str, body: str = "The ferry runs again.\n", name: str = "a.md"):
    return read_document(f"---\ntitle: Ferry\n{head}\n---\n{body}".encode(), name)


def test_usual_front_matter_is_kept_whole():
    document = read("tags: [harbour, ferry]\ndek: Again from Monday\nphoto: pier.jpg")
    assert (document.tags, document.warnings) == (("harbour", "ferry"), ())
    assert document.extra == {"dek": "Again from Monday", "photo": "pier.jpg"}


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("dek: " + "harbour " * 200_000, "too long to be kept: “dek”"),
        ("\n".join(f"key{n}: harbour wall" for n in range(5_000)), "too long to be kept: “key"),
        ("notes: [" + ", ".join(f"n{n}" for n in range(20_000)) + "]", "too long to be kept"),
        ("tags: " + ", ".join(f"tag{n}" for n in range(50_000)), "50,000 tags: the first 200"),
        ("authors: [" + ", ".join(f"Ann B{n}" for n in range(1_000)) + "]", "1,000 authors"),
        ("d" * 60 + ": " + "x" * 1_000_000, "too long to be kept"),
        ("\n".join(f"date{n}: never" for n in range(5_000)), "too long to be kept"),
    ],
)
def test_long_front_matter_is_cut_with_a_warning(head, said):
    document = read(head)
    assert any(said in warning for warning in document.warnings)
    assert len(to_record(document)) < 60_000
    assert (document.title, document.text) == ("Ferry", "The ferry runs again.")


def test_long_hidden_words_are_listed_by_their_beginning():
    hidden = "".join(f"<!-- {'note ' * 4_000}{n} -->\n\nThe wall holds.\n\n" for n in range(60))
    document = read("", hidden)
    assert len(document.removed) == 60
    assert len(to_record(document)) < 200_000
    many = read("", "<!-- a -->\n\nThe wall.\n\n" * 300)
    assert len(many.removed) == 300


def test_the_text_may_be_as_long_as_it_is():
    assert len(read("", "The wall holds. " * 100_000).text) > 1_500_000
