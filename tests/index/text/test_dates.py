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
        1738517844,
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
