"""Tables in Markdown and plain text: rows with their heads."""

from __future__ import annotations

import pytest

from index.readers.text.plain import read_text

LANDINGS = "Port: Ellsby | 2023: 1,118 | 2024: 960\nPort: Skelling | 2023: 702 | 2024: 1,015"


@pytest.mark.parametrize(
    "table",
    [
        "| Port | 2023 | 2024 |\n|---|---:|:-:|\n"
        "| Ellsby | 1,118 | 960 |\n| Skelling | 702 | 1,015 |",
        "Port | 2023 | 2024\n--- | --- | ---\nEllsby | 1,118 | 960\nSkelling | 702 | 1,015",
        "|Port|**2023**|[2024](https://x.example/y)|\n|-|-|-|\n"
        "|Ellsby|1,118|960\n|Skelling|702|1,015|",
        "| Port | 2023 | 2024 |\n|---+---+---|\n"
        "| Ellsby | 1,118 | 960 |\n| Skelling | 702 | 1,015 |",
        "+--------+-----+-----+\n| Port   |2023 |2024 |\n+========+=====+=====+\n"
        "| Ellsby |1,118| 960 |\n"
        "+--------+-----+-----+\n"
        "| Skel-  | 702 |1,015|\n| ling   |     |     |\n+--------+-----+-----+",
        "+----------+-------+-------+\n| Port     |  2023 |  2024 |\n+----------+-------+-------+\n"
        "| Ellsby   | 1,118 |   960 |\n| Skelling |   702 | 1,015 |\n+----------+-------+-------+",
    ],
)
def test_rows_stand_with_their_heads(table: str) -> None:
    text = read_text(f"# Landings\n\nIn tonnes.\n\n{table}\n\nThe end.").text
    expected = LANDINGS if "Skel-" not in table else LANDINGS.replace("Skelling", "Skel- ling")
    assert text == f"# Landings\n\nIn tonnes.\n\n{expected}\n\nThe end."


def test_escaped_bars_and_line_breaks_stay_in_their_cell() -> None:
    table = "| Name | Role |\n|---|---|\n| Ann \\| Lee | Mayor<br>Chair |"
    assert read_text(f"Who.\n\n{table}").text == "Who.\n\nName: Ann|Lee | Role: Mayor Chair"


def test_table_under_a_line_of_its_paragraph_and_cells_too_many_or_too_few() -> None:
    table = "The table:\n| Port | 2024 |\n|---|---|\n| Orra |\n| Ellsby | 9 | late |\nAfter it."
    assert (
        read_text(table).text == "The table:\nPort: Orra\nPort: Ellsby | 2024: 9 | late\nAfter it."
    )


@pytest.mark.parametrize(
    "text",
    [
        "```\n| a | b |\n|---|---|\n| 1 | 2 |\n```",
        "Home | News | Sport\n\nThe council met.",
        "The vote was 5 | 4.\n---\n\nIt passed.",
        "| a | b |\n| c | d |",
    ],
)
def test_code_and_lone_bars_are_no_table(text: str) -> None:
    assert read_text(text).text == text


def test_headings_after_a_table_are_where_the_text_has_them() -> None:
    raw = read_text("# T\n\n| Port | 2024 |\n|---|---|\n| Orra | 4 |\n\n## Later\n\nText.")
    (heading,) = raw.headings
    assert raw.text[heading.start :].startswith("## Later")
