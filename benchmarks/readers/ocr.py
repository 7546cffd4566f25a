"""Benchmark of text recognition: words of known pages, printed, photographed and read again.

`python -m benchmarks ocr`: ten pages in each of four qualities; word error rate of what Byline
makes of them, and seconds a page. The control takes the same words line by line over the whole
page, as if there were no columns.
"""

import random
import time
from collections.abc import Callable, Mapping

import pypdfium2 as pdfium
from PIL import Image, ImageFilter

from benchmarks.readers.layouts import Layout, edit_rate, make_layouts
from benchmarks.shared.types import BenchOptions, BenchResult
from index.errors import BylineError
from index.readers.pdf.flow import Account, Page, to_article
from index.readers.pdf.pdf import render_page
from index.readers.pdf.recognised import add_recognised
from index.readers.scans.engines import HOW_TO, SeenPage, find_engine
from index.text.metadata import Metadata

_PAGES = 10
TARGETS = {"two columns 200 dpi": "<= 0.05", "control: no columns": "clearly worse"}


def _photographed(picture: Image.Image, number: int) -> Image.Image:
    """Askew, blurred, pale and grainy."""
    grain = random.Random(number)
    askew = picture.rotate(grain.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor=255)
    noise = Image.frombytes("L", askew.size, grain.randbytes(askew.width * askew.height))
    return Image.blend(askew.filter(ImageFilter.GaussianBlur(1)), noise, 0.2)


def _as_it_is(picture: Image.Image, number: int) -> Image.Image:
    return picture


# name -> layout, dots to the inch, what is done to the picture
QUALITIES: Mapping[str, tuple[str, int, Callable[[Image.Image, int], Image.Image]]] = {
    "clean 300 dpi": ("one", 300, _as_it_is),
    "clean 200 dpi": ("one", 200, _as_it_is),
    "photographed 200 dpi": ("one", 200, _photographed),
    "two columns 200 dpi": ("two", 200, _as_it_is),
}


def run(options: BenchOptions) -> BenchResult:
    """Mean word error of each quality, of the control, and seconds a page of one core."""
    engine = find_engine()
    if engine is None:
        raise BylineError(f"nothing recognises words here: {HOW_TO}")
    pages = options.limit or _PAGES
    values: dict[str, float] = {}
    seconds: dict[str, float] = {}
    for name, (kind, dpi, change) in QUALITIES.items():
        layouts = [layout for layout in make_layouts(pages) if layout.kind == kind]
        errors, control, spent = [], [], 0.0
        for number, layout in enumerate(layouts):
            picture = change(render_page(pdfium.PdfDocument(layout.data), 0, dpi), number)
            begun = time.perf_counter()
            seen = engine(picture)
            spent += time.perf_counter() - begun
            errors.append(_word_errors(_byline(seen), layout))
            control.append(_word_errors(_across(seen), layout))
        values[name] = sum(errors) / len(errors)
        seconds[f"seconds, {name}"] = spent / len(layouts)
        if kind == "two":
            values["control: no columns"] = sum(control) / len(control)
    return BenchResult(
        values={**values, **seconds}, targets=TARGETS, notes=(f"{engine.__name__}, {pages} pages",)
    )


def _byline(seen: SeenPage) -> str:
    page, account = Page(), Account()
    add_recognised(page, 0, seen, account)
    raw = to_article([page], account, Metadata())
    return raw.text


def _across(seen: SeenPage) -> str:
    step = 0.012 * seen.height
    ordered = sorted(seen.words, key=lambda word: (round(word.bottom / step), word.x0))
    return " ".join(word.text for word in ordered)


def _word_errors(text: str, layout: Layout) -> float:
    return edit_rate(text.split(), layout.text.split())
