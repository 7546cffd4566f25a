"""Dates as people and systems write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from index.text.dates import parse_date


@pytest.mark.parametrize(
    "value",
    [
        "2025-03-03",
        "2025-3-3",
        "2025-03-03T10:00:00+01:00",
        "2025-03-03 10:00",
        "2025/03/03",
        "20250303",
        20250303,
        "3 March 2025",
        "3rd of March 2025",
        "March 3, 2025",
        "Mar. 3rd, 2025 at 10:30 a.m.",
        "Monday, 3 March 2025",
        "Mon, 03 Mar 2025 10:00:00 GMT",
        "3-Mar-2025",
        "3.3.2025",
        "3 mars 2025",
        "le lundi 3 mars 2025 à 10h40",
        "Montag, den 3. März 2025, 10:40 Uhr",
        "Mo., 03.03.2025",
        "lunes 3 de marzo de 2025",
        "3 de março de 2025",
        "lunedì 3 marzo 2025",
        "maandag 3 maart 2025 om 10.40 uur",
        "3 marca 2025 r.",
        "3 марта 2025 г.",
        "2025. március 3.",
        "2025年3月3日",
        "Mar. 3, 2025 | 10:40 p.m.",
        "March 3, 2025 at 10 p.m.",
        "Mon Mar 3 22:40:00 EST 2025",
        "Mon Mar 03 2025 22:40:00 GMT+0200 (Central European Standard Time)",
        "Published: 3 March 2025",
        "2025-03-03T23:30:00-05:00",
        "20250303T104000Z",
        1740998400,
        "1740998400000",
        date(2025, 3, 3),
        datetime(2025, 3, 3, 23, 59),
    ],
)
def test_reads_the_day_when_it_is_certain(value: object) -> None:
    assert parse_date(value) == date(2025, 3, 3)


def test_reads_a_slashed_date_when_one_number_is_no_month() -> None:
    assert parse_date("25/03/2025") == parse_date("03/25/2025") == date(2025, 3, 25)


@pytest.mark.parametrize(
    "value",
    [
        "2025-02-31",
        "0000-01-01",
        "99999-01-01",
        "9999-12-31",
        "03/04/2025",
        "March 2025",
        "2025",
        "soon",
        "",
        None,
        True,
        "the 1990s",
        "may",
        "4.7",
        "1,990",
        2024091210,
        "vote 12 May 2024",
        "Chapter 12, 2024",
        "12 bananas 2024",
        "12 listopada 2024",
        "30 février 2024",
        -5,
        2025.5,
        [],
        "2025-13-01",
        "x" * 10_000,
        "٣-٣-٢٠٢٥",
    ],
)
def test_gives_none_when_the_day_is_uncertain_or_impossible(value: object) -> None:
    assert parse_date(value) is None
