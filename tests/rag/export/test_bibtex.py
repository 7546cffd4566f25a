"""Cited articles as BibTeX, read by a parser that someone else wrote."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Filters
from rag.export.bibtex import to_bibtex
from rag.types import Answer, AnswerStatus, Citation, Sentence, Support, SupportLevel

bibtexparser = pytest.importorskip("bibtexparser")


def answer(*articles: dict[str, object]) -> Answer:
    sentences = tuple(
        Sentence(
            text="It has.", citations=(_citation(number, article),),
            support=Support(level=SupportLevel.SUPPORTED),
        )
        for number, article in enumerate(articles, start=1)
    )  # fmt: skip
    return Answer(
        question="Has it?", standalone_question="Has it?", filters=Filters(), sentences=sentences,
        hits=(), status=AnswerStatus.ANSWERED, confidence=0.9,
    )  # fmt: skip


def _citation(number: int, article: dict[str, object]) -> Citation:
    values: dict[str, object] = {
        "doc_id": f"{number}.md", "title": "The ferry gets a bell", "authors": ("Ann Lee",),
        "published": date(2024, 3, 5), "outlet": "The Gazette", "quote": "It has.",
        "uri": "https://a.example/b",
    } | article  # fmt: skip
    place = {"marker": number, "version": "1", "start": 0, "end": 7}
    return Citation(passage_id=f"{values['doc_id']}#0-9", **place, **values)


def parsed(*articles: dict[str, object]):
    library = bibtexparser.parse_string(to_bibtex([answer(*articles)]))
    assert not library.failed_blocks
    return library.entries


def fields_of(**article: object) -> dict[str, str]:
    [entry] = parsed(article)
    return {field.key: field.value for field in entry.fields}


def test_to_bibtex_gives_each_field_when_all_is_known():
    [entry] = parsed({})
    assert (entry.entry_type, entry.key) == ("article", "lee2024ferry")
    assert {field.key: field.value for field in entry.fields} == {
        "author": "Ann Lee", "title": "{The ferry gets a bell}", "journal": "The Gazette",
        "year": "2024", "date": "2024-03-05", "url": "https://a.example/b",
        "annote": "“It has.”",
    }  # fmt: skip


def test_to_bibtex_leaves_fields_out_when_nothing_is_known():
    [entry] = parsed({"authors": (), "published": None, "outlet": None, "uri": None})
    assert entry.entry_type == "misc"
    assert entry.key == "anonnodateferry"
    assert {field.key for field in entry.fields} == {"title", "annote"}


def test_to_bibtex_has_one_entry_when_an_article_is_cited_twice():
    same = {"doc_id": "a.md"}
    [entry] = parsed(same, same | {"quote": "It rings."})
    assert entry["annote"] == "“It has.” “It rings.”"


@pytest.mark.parametrize(
    ("authors", "written"),
    [
        (("Ann Lee", "J. R. Holt"), "Ann Lee and J. R. Holt"),
        (("Lee, Ann",), "Lee, Ann"),
        (("Marks and Spencer",), "{Marks and Spencer}"),
        (("Doe, J., Jr., MD",), "{Doe, J., Jr., MD}"),
        (("others",), "{others}"),
        (("Jörg Müßig",), "Jörg Müßig"),
    ],
)
def test_to_bibtex_joins_authors_when_names_are_odd(authors, written):
    assert fields_of(authors=authors)["author"] == written


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("50 % & more_ #1 $5", r"50 \% \& more\_ \#1 \$5"),
        ("a{b", r"a\textbraceleft{}b"),
        ("}a", r"\textbraceright{}a"),
        ("a\\b~c^d", r"a\textbackslash{}b\textasciitilde{}c\textasciicircum{}d"),
        ("Äpfel für „Özil“", "Äpfel für „Özil“"),
        ('say "x" @now', 'say "x" @now'),
        ("two\nlines", "two lines"),
    ],
)
def test_to_bibtex_escapes_titles_when_latex_would_act(title, written):
    assert fields_of(title=title)["title"] == f"{{{written}}}"


def test_to_bibtex_leaves_the_address_whole_when_it_holds_signs():
    found = fields_of(uri="https://a.example/b_c?d=%20&e={f}#g")
    assert found["url"] == "https://a.example/b_c?d=%20&e=%7Bf%7D#g"


def test_to_bibtex_leaves_the_address_out_when_it_is_no_web_address():
    assert "url" not in fields_of(uri="file:///etc/passwd")


def test_to_bibtex_keys_differ_when_articles_look_alike():
    one, two, three = parsed({}, {}, {"title": "A new ferry"})
    assert len({one.key, two.key, three.key}) == 3
    assert one.key.startswith("lee2024ferry-")
    assert parsed({}, {"doc_id": "x.md"})[0].key == one.key


@pytest.mark.parametrize(
    ("article", "key"),
    [
        ({"authors": ("Lee, Ann",)}, "lee2024ferry"),
        ({"authors": ("Jörg Müßig",)}, "mussig2024ferry"),
        ({"title": "Why the 46 piles?"}, "lee202446"),
    ],
)
def test_to_bibtex_keys_are_plain_when_names_are_not(article, key):
    assert parsed(article)[0].key == key


def test_to_bibtex_keys_hold_letters_when_nothing_is_latin():
    key = parsed({"authors": ("李安",), "title": "渡船"})[0].key
    assert key.isascii()
    assert key.startswith("anon2024")


def test_to_bibtex_is_no_entry_when_nothing_is_cited():
    assert parsed() == []


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_to_bibtex_parses_when_the_text_is_anything(title, author, outlet):
    [entry] = parsed({"title": title, "authors": (author,), "outlet": outlet, "quote": title})
    assert entry.key.isascii()
