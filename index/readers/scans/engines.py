"""The programs that recognise words in a picture: tesseract on the PATH, else rapidocr."""

import csv
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import Any, NamedTuple

from PIL import Image, ImageChops, ImageFilter, ImageStat

HOW_TO = "install tesseract (apt install tesseract-ocr) or byline[ocr] and sync again"
PAGE_SECONDS = 120  # for one page: a machine may be busy

_MOST_LANGUAGES = 3  # each makes it slower; with all that there are it would take minutes
_SMALL_WIDTH = 1_300  # a screenshot's letters are too small to be recognised well
_CLEARLY = 1.05
_SMOOTH = Image.Resampling.BICUBIC
_GRAIN = 2  # from one dot to the next, of 255 shades
_UPRIGHT = 50.0  # a page that is read less surely than this may lie on its side


_one_at_a_time = threading.Lock()  # it takes all cores for itself


class SeenWord(NamedTuple):
    """A word in a picture, in pixels from its upper left corner; `line` tells its line's words."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float  # 0 to 100
    line: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """The words in a picture of a page, and how large it is."""

    width: int
    height: int
    words: list[SeenWord] = field(default_factory=list)

    @property
    def confidence(self) -> float:
        """The mean of its letters; 0 without any."""
        letters = sum(len(word.text) for word in self.words)
        return sum(len(w.text) * w.confidence for w in self.words) / letters if letters else 0.0


class PageFailed(Exception):
    """The words of a picture cannot be recognised; the message says why."""


Engine = Callable[[Image.Image], SeenPage]


@cache
def find_engine() -> Engine | None:
    """What recognises words on this machine; None when there is nothing."""
    if shutil.which("tesseract"):
        return read_with_tesseract
    return read_with_rapidocr if find_spec("rapidocr") else None


def read_with_tesseract(picture: Image.Image) -> SeenPage:
    """The words; a page that lies on its side or upside down is turned first."""
    picture = _without_noise(straightened(picture))
    if picture.width < _SMALL_WIDTH:
        picture = picture.resize((2 * picture.width, 2 * picture.height), _SMOOTH)
    seen = _tesseract_words(picture)
    if seen.confidence >= _UPRIGHT:
        return seen
    found = [line.split(":")[1] for line in _asked(picture, "--psm", "0") if "Rotate:" in line]
    angle = int(found[0]) if found else 0
    turned = _tesseract_words(picture.rotate(-angle, expand=True)) if angle else seen
    return turned if turned.confidence > seen.confidence else seen


def straightened(picture: Image.Image) -> Image.Image:
    """The picture turned until its lines are level: then most rows are all dark, or all white."""
    small = picture.convert("L")
    small.thumbnail((800, 800))

    def contrast(angle: float) -> float:
        rows = small.rotate(angle, fillcolor=255).resize((1, small.height), Image.Resampling.BOX)
        return ImageStat.Stat(rows.crop((0, 8, 1, max(9, small.height - 8)))).var[0]

    angle = max((step / 4 for step in range(-16, 17)), key=contrast)
    is_askew = contrast(angle) > _CLEARLY * contrast(0)
    return picture.convert("L").rotate(angle, _SMOOTH, fillcolor=255) if is_askew else picture


def _without_noise(picture: Image.Image) -> Image.Image:
    """A grainy picture a little blurred: of grain tesseract makes letters, and takes minutes."""
    middle = (picture.width // 2, picture.height // 2)
    box = (max(0, middle[0] - 400), max(0, middle[1] - 400), middle[0] + 400, middle[1] + 400)
    part = picture.convert("L").crop(box)
    grain = ImageChops.difference(part, part.filter(ImageFilter.MedianFilter(3)))
    is_grainy = ImageStat.Stat(grain).median[0] > _GRAIN
    return picture.convert("L").filter(ImageFilter.GaussianBlur(1)) if is_grainy else picture


def _tesseract_words(picture: Image.Image) -> SeenPage:
    rows = csv.reader(
        _asked(picture, "-l", _languages(), "tsv"), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    return SeenPage(width=picture.width, height=picture.height, words=list(_words_of(rows)))


def _words_of(rows: Iterator[list[str]]) -> Iterator[SeenWord]:
    for row in rows:
        if len(row) == 12 and row[0] == "5" and row[11].strip():
            left, top, width, height = map(float, row[6:10])
            line = tuple(map(int, row[2:5]))
            box = (left, top, left + width, top + height)
            yield SeenWord(row[11].strip(), *box, float(row[10]), line)


@cache
def _languages() -> str:
    """Those installed, English first; `BYLINE_OCR_LANGUAGES` says otherwise, as "deu+eng"."""
    if wanted := os.environ.get("BYLINE_OCR_LANGUAGES"):
        return wanted
    listed = _run(b"", "--list-langs")[1:]
    known = [name for name in listed if len(name) == 3 and name not in ("osd", "equ")]
    ordered = sorted(known, key=lambda name: (name != "eng", name))
    return "+".join(ordered[: _MOST_LANGUAGES if len(known) <= _MOST_LANGUAGES else 1]) or "eng"


def _asked(picture: Image.Image, *arguments: str) -> list[str]:
    data = BytesIO()
    picture.convert("L").save(data, "PPM")
    return _run(data.getvalue(), "stdin", "stdout", "--dpi", "300", *arguments)


def _run(data: bytes, *arguments: str) -> list[str]:
    """The lines of tesseract's answer."""
    try:
        answer = subprocess.run(
            ["tesseract", *arguments],
            input=data,
            capture_output=True,
            timeout=PAGE_SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # pages are read side by side instead
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PageFailed(f"took longer than {PAGE_SECONDS} s") from error
    except OSError as error:
        raise PageFailed(f"tesseract did not start ({error.strerror})") from error
    if answer.returncode and "--psm" not in arguments:
        said = answer.stderr.decode("utf-8", "replace").strip().splitlines()
        raise PageFailed(f"tesseract failed ({said[0][:100] if said else answer.returncode})")
    return answer.stdout.decode("utf-8", "replace").splitlines()


def read_with_rapidocr(picture: Image.Image) -> SeenPage:
    """The words; rapidocr gives lines, whose words get their share of the width."""
    with _one_at_a_time:
        found = _rapidocr()(picture.convert("RGB"))
    words: list[SeenWord] = []
    lines = () if found.boxes is None else zip(found.boxes, found.txts, found.scores, strict=True)
    for number, (box, text, score) in enumerate(lines):
        left, top, right, bottom = min(box[:, 0]), min(box[:, 1]), max(box[:, 0]), max(box[:, 1])
        step, at = (right - left) / max(1, len(text)), 0
        for word in text.split():
            at = text.index(word, at)
            x0, at = left + at * step, at + len(word)
            place = (float(x0), float(top), float(left + at * step), float(bottom))
            words.append(SeenWord(word, *place, 100 * float(score), (number,)))
    return SeenPage(width=picture.width, height=picture.height, words=words)


@cache
def _rapidocr() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR()
