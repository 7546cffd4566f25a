"""Keys and values of front matter and the like, sorted into fields."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.authors import read_authors
from index.text.metadata import (
    Metadata,
    dated_by_file,
    dated_by_name,
    merge_metadata,
    read_metadata,
)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("publishedAt", "2024-05-07T00:00:00Z"),
        ("publishedOn", "2024-05-07"),
        ("pubDate", "Tue, 07 May 2024 10:00:00 GMT"),
        ("published-date", "2024-05-07"),
        ("fecha", "7 de mayo de 2024"),
        ("Datum", "7. Mai 2024"),
    ],
)
def test_reads_a_date_when_its_name_is_one_word_or_of_another_language(
    key: str, value: str
) -> None:
    assert read_metadata({key: value}).published == date(2024, 5, 7)


@pytest.mark.parametrize("key", ["autor", "Auteur", "autore", "authorName", "author_name"])
def test_reads_an_author_when_the_name_is_of_another_spelling(key: str) -> None:
    assert read_metadata({key: "Inés Vara"}).authors == ("Inés Vara",)


def test_reads_fields_when_they_have_their_usual_other_names() -> None:
    found = read_metadata(
        {
            "headline": "Vote delayed",
            "byline": "By Ann Lee",
            "pubDate": "Mon, 03 Mar 2025 10:00:00 GMT",
            "site_name": "Harbour Gazette",
            "category": "Local",
            "keywords": "tram, council; tram",
            "lang": "en_GB",
            "canonical_url": "https://example.org/vote",
            "read_time": "8 mins",
        }
    )
    assert found == Metadata(
        title="Vote delayed",
        authors=("Ann Lee",),
        published=date(2025, 3, 3),
        outlet="Harbour Gazette",
        section="Local",
        tags=("tram", "council"),
        language="en-GB",
        uri="https://example.org/vote",
        extra={"read_time": "8 mins"},
    )


def test_takes_the_most_telling_name_when_several_are_given() -> None:
    found = read_metadata({"date": "2025-03-04", "publish_date": "2025-03-03"})
    assert found.published == date(2025, 3, 3)
    assert found.extra == {"date": "2025-03-04"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("date", "2025-02-31"),
        ("url", "javascript:alert(1)"),
        ("url", "/vote"),
        ("lang", "English!"),
    ],
)
def test_keeps_a_value_in_extra_when_it_is_not_usable(key: str, value: str) -> None:
    found = read_metadata({key: value})
    assert found.extra == {key: value}
    assert len(found.warnings) == 1


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("By Ann Lee and Bob Day", ("Ann Lee", "Bob Day")),
        ("Ann Lee, Bob Day and Cem Efe", ("Ann Lee", "Bob Day", "Cem Efe")),
        ("Lee, Ann", ("Lee, Ann",)),
        ("Ann Lee; Bob Day", ("Ann Lee", "Bob Day")),
        ("Ann Lee, Staff Writer", ("Ann Lee",)),
        (["Ann Lee", {"name": "Bob Day"}, "ann lee"], ("Ann Lee", "Bob Day")),
        ({"@type": "Person", "name": "Ann Lee"}, ("Ann Lee",)),
        ("https://example.org/ann", ()),
        ("[[people/Ann Lee|Ann L.]]", ("Ann L.",)),
        (["[[Ann Lee]]", "[[people/Bob Day]]"], ("Ann Lee", "Bob Day")),
        ("Ann Lee <ann@news.example>", ("Ann Lee",)),
        ("ann@news.example (Ann Lee)", ("Ann Lee",)),
        (None, ()),
    ],
)
def test_reads_names_when_a_byline_is_given(value: object, names: tuple[str, ...]) -> None:
    assert read_authors(value) == names


@pytest.mark.parametrize(
    "value",
    [
        "scanner",
        "(anonymous)",
        "Anonymous",
        "admin",
        "Administrator",
        "Staff",
        "staff writer",
        "Microsoft Office User",
        "root",
        "python-docx",
        "Apache POI",
        "user",
        "Owner",
        "N/A",
        "unknown",
        "Unknown Author",
        "LibreOffice 7.3",
        "Editor",
        "user1",
        "Adobe InDesign CC 13.1",
        "wkhtmltopdf 0.12",
        "HP Scanner",
        "Canon iR-ADV C5535",
        "KMBT_C224",
        "WordPress",
        "Windows User",
        "pdfTeX-1.40",
        "Skia/PDF m120",
        "Xerox WorkCentre 7845",
    ],
)
def test_takes_no_name_when_a_program_or_a_machine_wrote_it(value: str) -> None:
    assert read_authors(value) == ()


@pytest.mark.parametrize(
    "value",
    [
        "Sharp Daniels",
        "Brother Anselm",
        "Winston Pym",
        "Master Ali",
        "Canon Michael Ford",
        "Toby Root",
        "Guest Essay",
        "Associated Press",
        "Gazette staff",
        "Editorial Board",
        "Nil Ratan",
        "Adobe Jones",
        "PA Media",
    ],
)
def test_takes_a_name_when_it_only_resembles_a_machines(value: str) -> None:
    assert read_authors(value) == (value,)


def test_keeps_a_files_day_apart_from_the_day_of_publication() -> None:
    dated = dated_by_file(Metadata(), date(2025, 3, 4))
    assert (dated.published, dated.extra) == (None, {"file_made": "2025-03-04"})
    assert dated.warnings == ("no date of publication is known; the file was made on 2025-03-04",)


def test_takes_the_day_of_a_posts_name_when_it_has_no_other() -> None:
    dated = dated_by_name(Metadata(title="Wall"), "2024-09-12-wall.md")
    assert dated.published == date(2024, 9, 12)
    assert dated.warnings == ("the date is that of the file's name",)
    told = Metadata(title="Wall", published=date(2024, 9, 10))
    assert dated_by_name(told, "2024-09-12-wall.md") == told
    assert dated_by_name(Metadata(title="Wall"), "2024-09-12-wall.pdf").published is None


def test_takes_a_source_for_the_address_when_it_is_one() -> None:
    found = read_metadata({"source": "https://a.example/1", "outlet": "Gazette"})
    assert (found.uri, found.outlet) == ("https://a.example/1", "Gazette")
    assert read_metadata({"source": "The Gazette"}).outlet == "The Gazette"


def test_fills_gaps_only_when_the_first_has_them() -> None:
    merged = merge_metadata(Metadata(title="One"), Metadata(title="Two", outlet="Gazette"))
    assert (merged.title, merged.outlet) == ("One", "Gazette")


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
_KEYS = st.sampled_from(["title", "author", "date", "tags", "lang", "url", "section"]) | st.text()


@settings(deadline=None, max_examples=60)
@given(values=st.dictionaries(_KEYS, _VALUES))
def test_never_fails_and_gives_json_when_values_are_odd(values: dict[str, object]) -> None:
    found = read_metadata(values)
    json.dumps(dict(found.extra), allow_nan=False)
