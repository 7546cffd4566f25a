"""Scans and pictures: what is made of recognised words; the engine is a fake, but for one test."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from benchmarks.shared.pdf_writer import A4, PdfPage, Picture, TextRun, text_width, wrap, write_pdf
from index.readers.formats import read_document
from index.readers.kinds import HeldBack, Unreadable
from index.readers.pdf.pdf import render_page
from index.readers.scans import engines
from index.readers.scans.engines import PageFailed, SeenPage, SeenWord
from index.readers.scans.progress import tell_progress
from tests.index.readers.pdf.test_pdf import LEFT, RIGHT, column, read, removed

WIDTH, HEIGHT = 1400, 2000
Lines = Sequence[tuple[float, float, str]]  # left, foot, text
Use = Callable[..., None]


def seen(lines: Lines, *, size: float = 24, fall: float = 0.0, sure: float = 95) -> SeenPage:
    """Lines as an engine sees them; `fall` is how far they sink from left to right."""
    words: list[SeenWord] = []
    for number, (left, foot, text) in enumerate(lines):
        for at, word in enumerate(text.split(" ")):
            x0 = left + text_width(" ".join([*text.split(" ")[:at], ""]), size)
            base = foot + fall * x0
            low = base + 0.2 * size if set("gjpqy,;()") & set(word) else base
            confidence = 40.0 if word.startswith("?") else sure
            box = (x0, base - 0.7 * size, x0 + text_width(word, size), low)
            words.append(SeenWord(word.lstrip("?"), *box, confidence, (number,)))
    return SeenPage(width=WIDTH, height=HEIGHT, words=words)


def set_in(text: str, left: float = 100, top: float = 300, width: float = 1100) -> Lines:
    return [(left, top + 34 * n, line) for n, line in enumerate(wrap(text, width, 24))]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """Reads the n-th picture as the n-th page given; without pages there is no engine."""

    def use(*pages: SeenPage | PageFailed) -> None:
        def engine(picture: Image.Image) -> SeenPage:
            page = pages[picture.getpixel((0, 0))]
            if isinstance(page, PageFailed):
                raise page
            return page

        for module in ("pdf", "picture"):
            monkeypatch.setattr(
                f"index.readers.pdf.{module}.find_engine", lambda: engine if pages else None
            )

    return use


def tiff(pages: int, form: str = "TIFF") -> bytes:
    """Pictures whose corner says which page they are."""
    frames = [Image.new("L", (WIDTH, HEIGHT), number) for number in range(pages)]
    stream = io.BytesIO()
    more = {"save_all": True, "append_images": frames[1:]} if pages > 1 else {}
    frames[0].save(stream, form, **more)
    return stream.getvalue()


def with_picture(text: Sequence[TextRun] = ()) -> bytes:
    """A PDF whose page is such a picture, with a text over it."""
    picture = Picture(
        x=0, y=0, width=A4[0], height=A4[1], jpeg=tiff(1, "JPEG"), pixels=(WIDTH, HEIGHT), grey=True
    )
    return write_pdf([PdfPage(drawn=[picture, *text])])


def test_reads_columns_one_after_the_other_and_joins_divided_words(use: Use) -> None:
    (x, y, above), (_, below, first), *rest = set_in(LEFT, width=520)
    start, end = first[:3], first[3:]  # of the word "twelve" or the like
    left = [(x, y, f"{above} {start}-"), (x, below, end), *rest]
    lines = [*left, *set_in(RIGHT, left=720, top=307, width=520)]
    use(seen(sorted(lines, key=lambda line: line[1])))
    assert read_document(tiff(1), "a.tif").text.split() == f"{LEFT} {RIGHT}".split()


@pytest.mark.parametrize("fall", [0.002, -0.002])
def test_sets_a_page_straight_that_lies_askew(use: Use, fall: float) -> None:
    use(seen(set_in(LEFT), fall=fall))
    assert read_document(tiff(1, "PNG"), "a.png").text == LEFT


def test_keeps_lines_apart_whose_words_have_the_height_of_the_line(use: Use) -> None:
    page = seen(set_in(LEFT))
    hazy = [
        word._replace(top=base - 36, bottom=base + 12) if number % 3 else word
        for number, word in enumerate(page.words)
        for base in [300 + 34 * word.line[0]]
    ]
    use(SeenPage(width=WIDTH, height=HEIGHT, words=hazy))
    assert read_document(tiff(1), "a.tif").text == LEFT


@pytest.mark.parametrize("angle", [-3.0, -1.25, 0.0, 2.0])
def test_turns_a_picture_until_its_lines_are_level(angle: float) -> None:
    page = Image.new("L", (800, 1000), 255)
    for top in range(100, 900, 40):
        page.paste(0, (80, top, 720, top + 15))
    level = engines.straightened(page.rotate(angle, fillcolor=255))
    left, right = (level.crop((x, 480, x + 1, 700)).tobytes().index(0) for x in (200, 600))
    assert abs(left - right) <= 2


def test_keeps_pages_and_leaves_out_running_heads(use: Use) -> None:
    stories = (LEFT, RIGHT, LEFT.replace("Ellsby", "Farrow"))
    use(*(seen([(100, 80, "The Quay Gazette"), *set_in(story)]) for story in stories))
    for name, data in (("a.tiff", tiff(3)), ("a.pdf", tiff(3, "PDF"))):
        document = read_document(data, name)
        assert document.text == "\n\n".join(stories)
        assert [document.page_at(document.text.index(story)) for story in stories] == [1, 2, 3]
        assert removed(document) == {"The Quay Gazette": "head or foot of the page"}
        assert [page.page for page in document.scans] == [1, 2, 3]


def test_says_how_surely_pages_and_figures_were_read(use: Use) -> None:
    use(seen(set_in(LEFT.replace("2.3", "?2.3"))), seen(set_in(RIGHT), sure=70))
    sure, hard = (document := read_document(tiff(2), "a.tif")).scans
    assert dict(sure.unsure) == {"2.3": 40}
    assert (sure.confidence, hard.confidence) == (94, 70)
    assert set(hard.unsure) == {"1998", "90,000"}
    assert document.warnings == (
        "page 1 was read from a scan",
        "page 2 was read from a scan, and is hard to read (70 %)",
    )


def test_lists_what_cannot_be_read_at_all(use: Use) -> None:
    noise = seen([(100, 1500, "|~ i; .")], sure=20)
    page = seen(set_in(LEFT))
    words = [*page.words, *(word._replace(line=(99,)) for word in noise.words)]
    use(SeenPage(width=WIDTH, height=HEIGHT, words=words))
    document = read_document(tiff(1), "a.tif")
    assert (document.text, removed(document)) == (LEFT, {"|~ i; .": "too hard to read"})


def test_goes_on_when_a_page_fails(use: Use) -> None:
    use(seen(set_in(LEFT)), PageFailed("took longer than 60 s"), seen(set_in(RIGHT)))
    told: list[tuple[int, int]] = []
    token = tell_progress.set(lambda done, total: told.append((done, total)))
    document = read_document(tiff(3), "a.tif")
    tell_progress.reset(token)
    assert document.text == f"{LEFT}\n\n{RIGHT}"
    assert document.page_at(len(LEFT) + 2) == 3
    assert "page 2 could not be read: took longer than 60 s" in document.warnings
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_skips_a_picture_without_text(use: Use) -> None:
    use(seen([(100, 100, "OPEN")]))
    with pytest.raises(HeldBack, match="a picture without text"):
        read_document(tiff(1, "JPEG"), "a.jpg")


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.jpeg", "a.pdf"])
def test_says_what_to_install_and_looks_again(use: Use, name: str) -> None:
    use()
    with pytest.raises(Unreadable, match="install tesseract") as caught:
        read_document(with_picture() if name == "a.pdf" else tiff(1, "PNG"), name)
    assert caught.value.again


@pytest.mark.parametrize("cut", [40, 200, 1000])
@pytest.mark.parametrize("form", ["PNG", "TIFF", "JPEG"])
def test_says_that_a_picture_is_damaged(use: Use, form: str, cut: int) -> None:
    use(seen(set_in(LEFT)))
    with pytest.raises(Unreadable, match="damaged"):
        read_document(tiff(1, form)[:cut], "a.png")


def test_takes_the_words_of_the_picture_where_the_text_is_a_stamp(use: Use) -> None:
    use(seen(set_in(LEFT)))
    stamp = [TextRun(x=60, y=20, text="Downloaded from the archive of Quay.", size=8)]
    assert read_document(with_picture(stamp), "a.pdf").text == LEFT


def test_keeps_the_text_of_a_page_with_a_picture(use: Use) -> None:
    use(seen([(100, 100, "OPEN")]))
    document = read_document(with_picture(column(60, 700, RIGHT, 450)), "a.pdf")
    assert (document.text, document.scans) == (RIGHT, ())


def test_recognises_letters_that_the_file_does_not_name(use: Use) -> None:
    runs = [TextRun(x=60, y=600, text=RIGHT[:60], size=10, unmapped=True)]
    use(*[seen(set_in(RIGHT))] * 256)
    assert read(runs).text == RIGHT


def test_knows_a_scan_whose_words_other_software_recognised() -> None:
    document = read([TextRun(x=60, y=600, text="The library opens at nine.", mode=3)])
    assert [(page.page, page.confidence) for page in document.scans] == [(1, None)]


TSV = "5\t1\t1\t1\t1\t{n}\t{left}\t100\t80\t20\t{sure}\t{word}"


def test_turns_a_page_that_lies_on_its_side(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(data: bytes, *arguments: str) -> list[str]:
        if "--psm" in arguments:
            return ["Orientation in degrees: 270", "Rotate: 90"]
        lies = data.startswith(b"P5\n1500 1400")
        words = ["~i", "|"] if lies else ["Ferry", "aground"]
        return [
            "level\tpage_num",
            *(
                TSV.format(n=n, left=100 * n, sure=20 if lies else 91.5, word=word)
                for n, word in enumerate(words)
            ),
        ]

    monkeypatch.setattr(engines, "_run", run)
    page = engines.read_with_tesseract(Image.new("L", (1500, 1400)))
    assert (page.width, page.height, page.confidence) == (1400, 1500, 91.5)
    assert page.words[1] == SeenWord("aground", 100, 100, 180, 120, 91.5, (1, 1, 1))


def test_gives_words_their_share_of_a_line_of_rapidocr(monkeypatch: pytest.MonkeyPatch) -> None:
    box = np.array([[100, 50], [200, 50], [200, 80], [100, 80]], np.float32)
    lines = SimpleNamespace(boxes=np.array([box]), txts=("Ferry sank",), scores=(0.9,))
    nothing = SimpleNamespace(boxes=None, txts=None, scores=None)
    page = Image.new("L", (400, 300))
    monkeypatch.setattr(engines, "_rapidocr", lambda: lambda picture: lines)
    assert engines.read_with_rapidocr(page).words == [
        SeenWord("Ferry", 100, 50, 150, 80, 90.0, (0,)),
        SeenWord("sank", 160, 50, 200, 80, 90.0, (0,)),
    ]
    monkeypatch.setattr(engines, "_rapidocr", lambda: lambda picture: nothing)
    assert engines.read_with_rapidocr(page).words == []


@pytest.mark.skipif(not shutil.which("tesseract"), reason="needs tesseract")
def test_reads_a_printed_page_with_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "PAGE_SECONDS", 3600)
    page = PdfPage(drawn=[*column(60, 700, LEFT), *column(320, 700, RIGHT)])
    stream = io.BytesIO()
    render_page(pdfium.PdfDocument(write_pdf([page])), 0, 200).save(stream, "PNG")
    document = read_document(stream.getvalue(), "a.png")
    assert document.text.split() == f"{LEFT} {RIGHT}".split()
