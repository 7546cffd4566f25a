"""PDFs: columns, furniture, raised marks, letters, what is hidden; files made here."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from benchmarks.shared.pdf_writer import PdfPage, Rule, TextRun, text_width, wrap, write_pdf
from index.readers.formats import read_document
from index.readers.kinds import Unreadable
from index.types import Document

LEFT = (
    "The port of Ellsby will close its north quay for nine weeks from May, the harbour master said "
    "on Tuesday. Repairs are put at 2.3 million pounds, which the trust will borrow over twelve "
    "years. Two trawlers have already moved to Skelling, ten miles along the coast."
)
RIGHT = (
    "In Skelling the mood was different. The landing fee rose by a fifth in March, and Councillor "
    "Petra Voss said the town had waited since 1998 for its share of the trade. She rejected a "
    "toll on lorries, which would bring in 90,000 pounds a year."
)
THIRD = (
    "Fish is landed before dawn and sold by seven. The ice plant there has taken on six more "
    "hands, and a vote on the toll is due in June, before the summer recess begins."
)


def column(x: float, y: float, text: str, width: float = 225, size: float = 10) -> list[TextRun]:
    """The lines of a column from (x, y) downwards."""
    return [
        TextRun(x=x, y=y - 1.3 * size * number, text=line, size=size)
        for number, line in enumerate(wrap(text, width, size))
    ]


def line(text: str, y: float, x: float = 60, size: float = 10) -> TextRun:
    return TextRun(x=x, y=y, text=text, size=size)


def read(*pages: Sequence[TextRun | Rule], **info: str) -> Document:
    """The document of a file with these pages."""
    return read_document(write_pdf([PdfPage(drawn=page) for page in pages], info), "a.pdf")


def removed(document: Document) -> dict[str, str]:
    return {line.text: line.reason for line in document.removed}


def by_row(runs: Sequence[TextRun]) -> list[TextRun]:
    return sorted(runs, key=lambda run: (-round(run.y), run.x))


@pytest.mark.parametrize("drift", [0, 1.5, 4, 6.5])
@pytest.mark.parametrize("gap", [9, 14, 40])
def test_reads_two_columns_one_after_the_other(drift: float, gap: float) -> None:
    runs = [*column(60, 700, LEFT), *column(285 + gap, 700 - drift, RIGHT)]
    for drawn in (runs, by_row(runs), runs[::-1]):
        assert read(drawn).text == f"{LEFT}\n\n{RIGHT}"


def test_reads_three_columns_under_a_headline() -> None:
    head = line("Harbours compete for the trade of the coast", 760, size=20)
    runs = [
        run
        for number, text in enumerate((LEFT, RIGHT, THIRD))
        for run in column(50 + 170 * number, 720, text, 155)
    ]
    assert read([head, *by_row(runs)]).text == f"{LEFT}\n\n{RIGHT}\n\n{THIRD}"


def test_reads_columns_above_and_below_a_heading_apart() -> None:
    above = [*column(60, 700, LEFT, 200), *column(300, 700, RIGHT, 200)]
    below = [*column(60, 540, THIRD, 200), *column(300, 540, LEFT, 200)]
    heading = line("What the trust says about all of this", 570, size=14)
    text = read(by_row([*above, heading, *below])).text
    assert text.index(RIGHT) < text.index("What the trust says") < text.index(THIRD)
    assert text.endswith(LEFT)


def test_goes_on_with_a_sentence_past_a_caption_in_another_column() -> None:
    first, second = LEFT[:150].rsplit(" ", 1)[0], LEFT[len(LEFT[:150].rsplit(" ", 1)[0]) + 1 :]
    caption = line("The quay at Ellsby in an autumn storm", 620, size=8)
    document = read([*column(60, 700, first), caption, *column(310, 700, f"{second} {RIGHT}")])
    assert document.text.startswith(f"{LEFT} {RIGHT}")
    assert document.text.endswith("The quay at Ellsby in an autumn storm")


def test_reports_a_page_whose_columns_cannot_be_told_apart() -> None:
    labels = ("He came here", "She left it then", "They went away", "Who are you now")
    texts = ("and that was all", "but it was late", "Nobody asked why", "so the man said")
    runs = [line(text, 700 - 13 * n) for n, text in enumerate(labels)]
    runs += [line(text, 700 - 13 * n, x=200) for n, text in enumerate(texts)]
    document = read([*runs, *column(60, 600, LEFT, 450)])
    assert document.text == LEFT
    assert "columns could not be told apart on page 1" in document.warnings
    assert removed(document)["He came here and that was all"] == "columns could not be told apart"


@pytest.mark.parametrize("labels", [("•", "•"), ("A.", "B."), ("(1)", "(2)"), ("1990", "1998")])
def test_reads_a_list_with_its_bullets(labels: tuple[str, str]) -> None:
    drawn: list[TextRun] = []
    for y, label, text in zip((700, 620), labels, (LEFT, RIGHT), strict=True):
        drawn += [line(label, y), *column(90, y, text, 400)]
    document = read([*drawn, *column(60, 500, THIRD, 430)])
    text = f"{labels[0]} {LEFT}\n\n{labels[1]} {RIGHT}\n\n{THIRD}"
    assert (document.text, document.warnings) == (text, ())


ROWS = (("Port", "2022", "2023"), ("Ellsby", "1,204", "960"), ("Marrow Head", "88", "1,015"))
TABLE = "Port: Ellsby | 2022: 1,204 | 2023: 960\nPort: Marrow Head | 2022: 88 | 2023: 1,015"


@pytest.mark.parametrize("step", [70, 90, 150])
def test_reads_a_table_by_rows(step: float) -> None:
    cells = [
        line(cell, 640 - 15 * row, x=60 + step * number)
        for row, cells in enumerate(ROWS)
        for number, cell in enumerate(cells)
    ]
    document = read([*column(60, 700, THIRD, 450), *cells, *column(60, 560, RIGHT, 450)])
    assert document.text == f"{THIRD}\n\n{TABLE}\n\n{RIGHT}"


def test_takes_the_words_of_a_cell_together_where_a_table_is_ruled() -> None:
    texts = (("Library", "Plan"), ("Mill Street", THIRD), ("Merton", "It opens on Sundays."))
    drawn: list[TextRun | Rule] = [Rule(x=x, y=560, width=0.7, height=120) for x in (56, 150, 400)]
    drawn += [Rule(x=56, y=y, width=344) for y in (680, 660, 590, 560)]
    for y, (name, text) in zip((667, 630, 575), texts, strict=True):
        start = y + 15 if text == THIRD else y
        drawn += [line(name, y), *column(154, start, text, 240)]
    document = read([*column(60, 720, LEFT, 450), *drawn])
    assert f"\nMill Street | {THIRD}\n" in document.text
    assert document.text.endswith("Merton | It opens on Sundays.")


HEAD = "The Lease Valley Courier | Saturday, 31 August 2024"


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (HEAD, "www.courier.example Page {} of 2"),
        (
            "11/28/26, 12:19 AM     Library in Mill Street to close",
            "https://courier.example/a {}/2",
        ),
        ("COURIER", "– {} –"),
        ("Harbour Trust: report for the year", "{}"),
    ],
)
def test_leaves_out_heads_and_feet_of_two_pages(head: str, foot: str) -> None:
    first, second = RIGHT[:120].rsplit(" ", 1)[0], RIGHT[len(RIGHT[:120].rsplit(" ", 1)[0]) + 1 :]
    pages = [
        [line(head, 810, size=8), *column(60, 770, text, 450), line(foot.format(n), 30, size=8)]
        for n, text in ((1, first), (2, second))
    ]
    document = read(*pages)
    assert document.text == RIGHT
    assert document.page_starts == (0, len(first) + 1)


@pytest.mark.parametrize(
    "edge",
    [
        "28.11.2026, 00:19     Library in Mill Street to close",
        "https://courier.example/news/library-close     1/1",
        "Page 3",
        "12",
        HEAD,
    ],
)
@pytest.mark.parametrize("y", [815, 25])
def test_leaves_out_heads_and_feet_of_one_page(edge: str, y: float) -> None:
    document = read([line(edge, y, size=8), *column(60, 770, RIGHT, 450)])
    assert document.text == RIGHT


def test_keeps_a_first_and_a_last_line_that_only_hold_figures_or_dates() -> None:
    text = f"On Saturday, 31 August 2024 it rained. {RIGHT} He was paid 11 pounds in 1987"
    assert read(column(60, 790, text, 450)).text == text


def test_takes_the_day_of_the_issue_but_not_of_the_file_or_the_printing() -> None:
    body = column(60, 770, RIGHT, 450)
    made = {"CreationDate": "D:20261128001610Z"}
    assert str(read([line(HEAD, 810, size=8), *body], **made).published) == "2024-08-31"
    printed = read([line("11/28/26, 12:19 AM   Library", 810, size=8), *body], **made)
    assert (printed.published, printed.extra["file_made"]) == (None, "2026-11-28")


@pytest.mark.parametrize(
    ("mark", "note"), [("1", "1 Minutes of the board."), ("*", "* He wrote."), ("a", "a Untaxed.")]
)
def test_moves_footnotes_out_of_the_sentence_that_goes_on_overleaf(mark: str, note: str) -> None:
    body = "The board learned of the payments in May 2023, when a"
    end = 60 + text_width(body, 10)
    pages = (
        [line(body, 700), line(mark, 704, x=end, size=6), line(note, 60, size=7)],
        [line("clerk compared the ledger with the statements.", 770)],
    )
    document = read(*pages)
    assert document.text == f"{body} clerk compared the ledger with the statements."
    assert removed(document) == {note: "footnote", mark: "reference mark"}
    assert document.page_at(document.text.index("clerk")) == 2


@pytest.mark.parametrize(
    ("before", "mark", "after", "text"),
    [
        ("a fine of £500", "1", " for it.", "a fine of £500 for it."),
        ("in 2023", "4", " and later.", "in 2023 and later."),
        ("3 × 10", "6", " litres.", "3 × 10⁶ litres."),
        ("covers 320 m", "2", " of land.", "covers 320 m² of land."),
        ("on the 21", "st", " of May.", "on the 21st of May."),
        ("36 beds", "3,4", ", he said.", "36 beds, he said."),
        ("cost £4.7 million", "*", ".", "cost £4.7 million."),
    ],
)
@pytest.mark.parametrize("size", [6.0, 7.5, 10.0])
def test_tells_powers_from_marks_that_are_raised(
    before: str, mark: str, after: str, text: str, size: float
) -> None:
    x = 60 + text_width(before, 10)
    rise = line(mark, 704, x=x, size=size)
    rest = line(after, 700, x=x + text_width(mark, size))
    for drawn in ([line(before, 700), rise, rest], [line(before, 700), rest, rise]):
        assert read(drawn).text == text


@pytest.mark.parametrize(
    ("cap", "rest", "word"), [("O", "scar", "Oscar"), ("T", "HE", "THE"), ("A", "storm", "A storm")]
)
def test_joins_a_drop_cap_to_its_word(cap: str, rest: str, word: str) -> None:
    first = f"{rest} Brandt lit the lamps of Ellsby for forty years before the storm"
    runs = [line(cap, 678, size=36), line(first, 690, x=95)]
    runs += [line("council switched to timers in 1987. He was paid", 677, x=95)]
    runs += [line("eleven pounds a week and kept a diary.", 664)]
    assert read(runs).text == (
        f"{word} Brandt lit the lamps of Ellsby for forty years before the storm council switched "
        "to timers in 1987. He was paid eleven pounds a week and kept a diary."
    )


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        (TextRun(x=60, y=600, text="Printer's slug", mode=3), "drawn in no colour"),
        (TextRun(x=60, y=600, text="Printer's slug", grey=1), "white on white"),
        (TextRun(x=60, y=600, text="Printer's slug", size=1), "too small to be read"),
        (TextRun(x=60, y=600, text="Printer's slug", angle=90), "printed sideways"),
        (TextRun(x=60, y=-30, text="Printer's slug"), "outside the page"),
        (TextRun(x=700, y=600, text="Printer's slug"), "outside the page"),
    ],
)
def test_lists_what_nobody_sees(run: TextRun, reason: str) -> None:
    document = read([*column(60, 700, RIGHT, 450), run])
    assert (document.text, removed(document)) == (RIGHT, {"Printer's slug": reason})


def test_leaves_out_hidden_words_inside_a_line() -> None:
    parts = [("The mayor", 0.0), (" secretly", 1.0), (" resigned.", 0.0)]
    runs, x = [], 60.0
    for text, grey in parts:
        runs.append(TextRun(x=x, y=700, text=text, size=10, grey=grey))
        x += text_width(text, 10)
    assert read([*runs, *column(60, 600, RIGHT, 450)]).text.startswith("The mayor resigned.")


def test_reads_white_letters_on_a_dark_ground_and_the_words_under_a_scan() -> None:
    box = Rule(x=50, y=590, width=300, height=30, grey=0.2)
    title = TextRun(x=60, y=600, text="The library opens at nine.", size=10, grey=1)
    assert "opens at nine" in read([*column(60, 700, RIGHT, 450), box, title]).text
    scan = read([TextRun(x=60, y=600, text="The library opens at nine.", mode=3)])
    assert scan.text == "The library opens at nine."
    assert "page 1 is a scan; its text was recognised" in scan.warnings


def test_reads_a_page_that_is_turned() -> None:
    runs = [
        TextRun(x=100 + 13 * n, y=60, text=text, size=10, angle=90)
        for n, text in enumerate(wrap(RIGHT, 450, 10))
    ]
    assert read(runs).text == RIGHT


def test_reports_letters_that_the_file_does_not_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.readers.pdf.pdf.find_engine", lambda: None)
    gone = [TextRun(x=60, y=600 - 13 * n, text=t, size=10, unmapped=True)
            for n, t in enumerate(wrap(RIGHT, 450, 10))]  # fmt: skip
    with pytest.raises(Unreadable, match="its letters cannot be read"):
        read(gone)
    document = read(column(60, 700, LEFT, 450), gone)
    assert document.text == LEFT
    assert any("page 2 is left out" in warning for warning in document.warnings)


HEBREW = "הגשר מעל הנהר (הגדול) נפתח ביום שני, 12.3.2024, בעלות של 3,200,000 שקלים ו-15% מס"


def test_reads_hebrew_in_its_order_with_numbers_in_place() -> None:
    seen = re.sub(r"\d[\d.,]*\d%?", lambda found: found[0][::-1], HEBREW)[::-1]
    seen = seen.translate(str.maketrans("()", ")("))
    document = read([TextRun(x=60, y=700, text=seen, size=10, unicode=True)])
    assert document.text == HEBREW


@pytest.mark.parametrize("made", ["anonymous", "(anonymous)", "Scanner", "Microsoft Word"])
def test_takes_no_program_for_an_author_or_a_title(made: str) -> None:
    document = read(column(60, 700, RIGHT, 450), Author=made, Title=made)
    assert (document.authors, document.title_derived) == ((), True)
    assert not any("not usable" in warning for warning in document.warnings)


def test_gives_one_reason_wherever_a_file_ends() -> None:
    data = write_pdf([PdfPage(drawn=column(60, 700, RIGHT, 450))] * 3)
    known = ("truncated or damaged PDF", "damaged PDF", "no text", RIGHT)
    for end in range(20, len(data) - 1, len(data) // 25):
        assert _outcome(data[:end]).startswith(known)


def _outcome(data: bytes) -> str:
    """The text, or why there is none."""
    try:
        return read_document(data, "a.pdf").text
    except Unreadable as error:
        return str(error)
