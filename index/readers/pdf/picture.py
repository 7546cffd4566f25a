"""Reads pictures of pages (PNG, JPEG, TIFF with all its pages): the words recognised in them."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps, ImageSequence

from index.readers.kinds import HeldBack, Unreadable
from index.readers.pdf.flow import Account, Page, to_article
from index.readers.pdf.recognised import add_recognised
from index.readers.raw import RawDocument
from index.readers.scans.engines import HOW_TO, PageFailed, find_engine
from index.readers.scans.recognise import recognise
from index.text.metadata import Metadata

_MOST_PIXELS = 80_000_000  # of one page: A3 at 600 dots to the inch
_DPI = 300  # more makes it slower, and no better
_MOST_PAGES = 2_000
_LEAST_WORDS = 8


def read_picture(data: bytes) -> RawDocument:
    """Reads the words in a picture.

    Raises:
        HeldBack: There is nothing to read it with, or there are no words in it.
        Unreadable: Damaged, or too large.
    """
    engine = find_engine()
    if engine is None:
        raise HeldBack(f"a picture: to have its words read, {HOW_TO}", again=True)
    account, pages = Account(), list[Page]()
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as opened:
            total = getattr(opened, "n_frames", 1)
            for number, seen in recognise(enumerate(_frames(opened)), engine, total):
                pages.append(page := Page())
                if isinstance(seen, PageFailed):
                    account.warnings.append(f"page {number + 1} could not be read: {seen}")
                else:
                    add_recognised(page, number, seen, account)
    except (OSError, SyntaxError, ValueError) as error:
        raise Unreadable("a damaged picture") from error
    if sum(len(row.words) for page in pages for row in page.rows) < _LEAST_WORDS:
        if failed := next((text for text in account.warnings if "could not" in text), ""):
            raise Unreadable(failed)
        raise HeldBack("a picture without text")
    return to_article(pages, account, Metadata())


def _frames(opened: Image.Image) -> Iterator[Image.Image]:
    """The pages in the file, upright and of a size that is read well."""
    for number, frame in enumerate(ImageSequence.Iterator(opened)):
        if number == _MOST_PAGES or frame.width * frame.height > _MOST_PIXELS:
            raise Unreadable("a picture that is too large: split it or make it smaller")
        yield _prepared(frame)


def _prepared(frame: Image.Image) -> Image.Image:
    dpi = float(frame.info.get("dpi", (0, 0))[0])
    picture = ImageOps.exif_transpose(frame)
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    picture = picture.convert("L")
    if dpi > 1.3 * _DPI:
        picture.thumbnail((picture.width * _DPI // dpi, picture.height * _DPI // dpi))
    return picture
