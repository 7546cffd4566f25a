#!/bin/bash
# number-parser 0.3.2 and text2num 3.1.0: "four point seven million" becomes 7,000,000 behind a 4.
# Guess:   4700000, or the words unchanged where they cannot be read; both packages promise to put figures for the number
#          words of a running text.
# Happens: the part that is understood is replaced and the rest stays. number-parser: "4 point 7000000"; text2num:
#          "4.7 1000000". "Two and a half million" gets 1000000 as a number of its own, "no one" becomes
#          "no 1" and the "First Minister" the "1 Minister" in number-parser; a year in words becomes "19 84" in both.
# Matters: a figure check that compares the numbers of a claim with those of its source finds 7,000,000 or 1,000,000,
#          which nobody said, and misses the real sum.
# Avoid:   leave number words alone unless the whole phrase is one number (parse_number returns None for these).
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check number-parser==0.3.2 text2num==3.1.0 2>/dev/null
cat > check.py <<'PY'
from importlib.metadata import version

import number_parser
import text_to_num

print("number-parser", version("number-parser"), "text2num", version("text2num"))
EXPECTED = {
    "one hundred thousand and fifty": ("100050", None),
    "four point seven million": ("4 point 7000000", "4.7 1000000"),
    "two and a half million": ("2 and a half 1000000", "two and a half 1000000"),
    "nineteen eighty-four": ("19 84", "19 84"),
    "no one": ("no 1", "no one"),
    "the First Minister": ("the 1 Minister", None),
}
for words, (first, second) in EXPECTED.items():
    seen = number_parser.parse(words), text_to_num.alpha2digit(words, "en")
    print(f"{words:32} -> number-parser {seen[0]!r}, text2num {seen[1]!r}")
    assert seen[0] == first and second in (None, seen[1])
assert number_parser.parse_number("four point seven million") is None
PY
env/bin/python check.py
