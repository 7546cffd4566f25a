"""Number formats of spreadsheets: a stored number as its sheet shows it."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from index.text.data import read_data

BUILT_IN = {int(number): code for number, code in read_data(__file__)["built_in"].items()}

_LITERAL = re.compile(
    r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|_.|\*.|\[[^\]hms][^\]]*\]', re.IGNORECASE
)
_DATE = re.compile(r"\[?(?:y+|m+|d+|h+|s+)\]?(?:\.0+)?|AM/PM|A/P", re.IGNORECASE)
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?,*")
_MOST_CHARS = 1000  # of a format; Excel takes 255
_LITERALS_AT = 0xE000  # private characters stand for literals while the rest is read


def shown(value: float, code: str, *, epoch_1904: bool = False) -> str:
    """`value` in the format `code`, "General" included."""
    if code == "General":
        return general(value)
    sections = _sections(code)
    at = 1 if value < 0 else 2 if value == 0 else 0
    at = at if at < len(sections) else 0
    bare, literals, is_moment = sections[at]
    value = -value if at == 1 else value
    text = _date(value, bare, epoch_1904) if is_moment else _number(value, bare)
    for place, literal in enumerate(literals):
        text = text.replace(chr(_LITERALS_AT + place), literal)
    return " ".join(text.split())


@lru_cache(maxsize=1000)
def _sections(code: str) -> list[tuple[str, list[str], bool]]:
    """The parts of a format without its literals, these, and whether it is a day's or a time's."""
    found = []
    for section in re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code[:_MOST_CHARS]):
        literals: list[str] = []

        def keep(match: re.Match[str], literals: list[str] = literals) -> str:
            literals.append(next((group for group in match.groups() if group), ""))
            return chr(_LITERALS_AT + len(literals) - 1)

        bare = _LITERAL.sub(keep, section[:200])
        found.append((bare, literals, bool(_DATE.search(bare.replace("General", "")))))
    return found


@lru_cache(maxsize=1000)
def is_date(code: str) -> bool:
    """Whether numbers in this format are days or times."""
    return bool(_DATE.search(_LITERAL.sub("", code[:_MOST_CHARS]).replace("General", "")))


def moment(value: float, *, epoch_1904: bool = False) -> datetime:
    """The time that a number stands for; `OverflowError` where it is none."""
    start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)
    return start + timedelta(seconds=round(value * 86_400))


def general(value: float) -> str:
    """A number without a format: as written, to eleven digits."""
    if abs(value) < 1e11 and value == int(value):
        return str(int(value))
    return f"{Decimal(f'{value:.11g}'):f}"


def _number(value: float, code: str) -> str:
    digits = _DIGITS.search(code)
    if digits is None or "/" in code:
        words = code if not {"@", "/"} & set(code) else "General"
        return words.replace("General", general(value)) or general(value)
    if exponent := re.search(r"E[+-]0+", code):
        places = len(digits[0].partition(".")[2])
        return code[: digits.start()] + f"{value:.{places}E}" + code[exponent.end() :]
    run = digits[0]
    whole, _, after = run.rstrip(",").partition(".")
    number = Decimal(repr(value)) * 100 ** code.count("%")
    number /= 1000 ** (len(run) - len(run.rstrip(",")))
    number = number.quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    text = f"{abs(number):{',' if ',' in whole else ''}f}"
    head, point, tail = text.partition(".")
    for mark in reversed(after):
        if mark == "0" or not tail.endswith("0"):
            break
        tail = tail[:-1]
    head = head.rjust(whole.replace(",", "").count("0"), "0") if "," not in head else head
    sign = "-" if number < 0 else ""
    rest = _DIGITS.sub("", code[digits.end() :])
    return f"{sign}{code[: digits.start()]}{head}{point if tail else ''}{tail}{rest}"


def _date(value: float, code: str, epoch_1904: bool) -> str:
    try:
        at = moment(value, epoch_1904=epoch_1904)
    except OverflowError:
        return general(value)
    half = "AM/PM" in code.upper() or "A/P" in code.upper()
    before = ""

    def part(match: re.Match[str]) -> str:
        nonlocal before
        token = match[0].lower()
        bare, long = token.strip("[].0"), len(token.strip("[].0"))
        after = _DATE.search(code, match.end())
        minutes = (
            bare[0] == "m"
            and long < 3
            and (before == "h" or (after is not None and after[0].lower().strip("[")[0] == "s"))
        )
        before = bare[0]
        if token.startswith("["):
            total = value * 24 * {"h": 1, "m": 60, "s": 3600}[bare[0]]
            return str(int(round(total, 6)))
        if token in ("am/pm", "a/p"):
            return "AM" if at.hour < 12 else "PM"
        if minutes:
            return f"{at.minute:0{long}d}"
        if bare[0] == "h":
            return f"{(at.hour % 12 or 12) if half else at.hour:0{long}d}"
        if bare[0] in "ys":
            number = at.second if bare[0] == "s" else at.year if long > 2 else at.year % 100
            return f"{number:0{2 if bare[0] == 'y' else long}d}"
        number, names = (at.month, ("%b", "%B")) if bare[0] == "m" else (at.day, ("%a", "%A"))
        return f"{number:0{long}d}" if long < 3 else at.strftime(names[long > 3])

    return _DATE.sub(part, code)
