"""Rows of tables as lines: each cell under its heads, each row true when read alone."""

from __future__ import annotations

import pytest

from index.text.sentences import split_sentences
from index.text.tables import Cell, table_lines

PORTS = [["Ellsby", "1,204", "960"], ["Skelling", "640", "1,015"]]


def test_every_cell_stands_with_its_head() -> None:
    assert table_lines([["Port", "2022", "2024"], *PORTS], caption="Landings, in tonnes") == [
        "Landings, in tonnes",
        "Port: Ellsby | 2022: 1,204 | 2024: 960",
        "Port: Skelling | 2022: 640 | 2024: 1,015",
    ]


def test_empty_cell_moves_no_number_under_another_head() -> None:
    lines = table_lines(
        [["Port", "2022", "2023", "2024"], ["Marrow Head", "88", "", "87"], ["Orra", "1", "2", "3"]]
    )
    assert lines[0] == "Port: Marrow Head | 2022: 88 | 2024: 87"


def test_head_of_two_rows_is_read_from_the_outermost() -> None:
    rows = [
        [Cell("Port", rows=2), Cell("2023", columns=2), Cell("2024", columns=2)],
        ["Q1", "Q2", "Q1", "Q2"],
        ["Ellsby", "1", "2", "3", "4"],
    ]
    assert table_lines(rows) == ["Port: Ellsby | 2023 Q1: 1 | 2023 Q2: 2 | 2024 Q1: 3 | 2024 Q2: 4"]


def test_unit_under_the_head_stands_with_it() -> None:
    flagged = [
        [Cell(text, is_head=True) for text in row] for row in (["", "2023"], ["", "(tonnes)"])
    ]
    assert table_lines([*flagged, ["Ellsby", "12"]]) == ["Ellsby | 2023 (tonnes): 12"]


def test_cell_over_two_columns_has_both_heads() -> None:
    rows = [["Port", "2023", "2024"], ["Ellsby", "7", "9"], ["Penmouth", Cell("closed", 2)]]
    assert table_lines(rows)[1] == "Port: Penmouth | 2023, 2024: closed"


def test_cell_over_two_rows_stands_in_both() -> None:
    rows = [["County", "Port", "2024"], [Cell("Eastmark", rows=2), "Ellsby", "9"], ["Orra", "4"]]
    assert table_lines(rows) == [
        "County: Eastmark | Port: Ellsby | 2024: 9",
        "County: Eastmark | Port: Orra | 2024: 4",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["Opened", "1911"], ["Beds", "362"]],
        [["Ann Lee", "Mayor", "Thornley"], ["Bo Ray", "Clerk", "Ellsby"]],
        [["Ellsby", "1,204", "960"], ["Skelling", "640", "1,015"]],
        [["Ellsby", "1911", "1920"], ["Skelling", "1923", "1931"]],
        [["1", "2"], ["3", "4"]],
        [[Cell("Opened", is_head=True), "1911"], [Cell("Beds", is_head=True), "362"]],
    ],
)
def test_without_certain_heads_none_is_made_up(rows: list[list[Cell | str]]) -> None:
    texts = [[cell if isinstance(cell, str) else cell.text for cell in row] for row in rows]
    assert table_lines(rows) == [" | ".join(row) for row in texts]


@pytest.mark.parametrize("heads", [["Age", "0–14", "15–64", "65+"], ["", "Q1", "Q2", "2021/22"]])
def test_bands_and_periods_are_heads(heads: list[str]) -> None:
    line = table_lines([heads, ["Ellsby", "1,100", "4,020", "900"]])[0]
    assert line.endswith(f"{heads[1]}: 1,100 | {heads[2]}: 4,020 | {heads[3]}: 900")


def test_groups_totals_and_notes() -> None:
    rows: list[list[Cell | str]] = [
        ["Port", "2024"],
        [Cell("East coast", 2)],
        ["Ellsby", "9"],
        ["Total", "9"],
        [Cell("West coast", 2)],
        ["Orra", "4"],
        ["Total", "4"],
        ["All ports", "13"],
        [Cell("Provisional figures.", 2)],
    ]
    assert table_lines(rows, heads=1) == [
        "East coast | Port: Ellsby | 2024: 9",
        "East coast | Port: Total | 2024: 9",
        "West coast | Port: Orra | 2024: 4",
        "West coast | Port: Total | 2024: 4",
        "Port: All ports | 2024: 13",
        "Provisional figures.",
    ]


def test_long_row_goes_on_with_its_name_again() -> None:
    years = [str(year) for year in range(1980, 2020)]
    lines = table_lines([["Port", *years], ["Skelling", *("1,015" for _ in years)]])
    assert len(lines) > 1
    assert all(line.startswith("Port: Skelling | ") and len(line) <= 300 for line in lines)
    assert "2019: 1,015" in lines[-1]


def test_heads_that_come_again_are_no_row() -> None:
    head = ["Port", "2022", "2024"]
    assert table_lines([head, PORTS[0], head, PORTS[1]]) == table_lines([head, *PORTS])


def test_nothing_is_lost_where_a_column_or_the_body_is_empty() -> None:
    assert table_lines([["Port", "Landed"]], heads=1) == ["Port | Landed"]
    assert table_lines([["Port", "2024", "2025"], ["Orra", "4", ""]]) == [
        "2025",
        "Port: Orra | 2024: 4",
    ]


def test_bar_inside_a_cell_parts_no_cells() -> None:
    assert table_lines([["Ellsby | Orra", "9"], ["Skelling", "4"]])[0] == "Ellsby|Orra | 9"


def test_one_column_is_no_table_and_huge_spans_are_bounded() -> None:
    assert table_lines([["One."], ["Two."]]) == ["One.", "Two."]
    rows = [[Cell("x", columns=10**9, rows=10**9)], ["y"]]
    assert table_lines(rows) == ["x", "x | y"]


def test_every_row_is_one_sentence() -> None:
    rows = [
        "Port: St. Ives | Opened: 5 p.m. Monday. Closed since. | 2024: 9",
        " Port: Orra | 2024: 4 ",
    ]
    text = "The ports. Three rows.\n" + "\n".join(rows) + "\nThe end."
    sentences = [text[start:end] for start, end in split_sentences(text)]
    assert sentences == ["The ports.", "Three rows.", *(row.strip() for row in rows), "The end."]
