#!/bin/bash
# xlsx2csv 0.8.6: the figure disappears when its number format has a unit with a d, m, h, s or y.
# Guess:   a cell that shows "36 beds" (the value 36 in the format 0 "beds") gives 36 beds, or the bare 36, as Excel's own
#          CSV or the raw value would be.
# Happens: one of the letters d, m, h, s and y in the format, quoted words included, makes it a date format. 36 beds becomes
#          0 "be04s" (36 read as a day of 1900, of which the day of the month is written), 365 days becomes 0 "30ays", and
#          3 points, with its s, becomes 0" points" without any figure. A unit without these letters (kg) does no harm.
# Matters: a table of figures arrives as text that looks like damaged labels, or carries another number (04 for 36).
# Avoid:   read the values with openpyxl or python-calamine and write the unit yourself.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check xlsx2csv==0.8.6 openpyxl==3.1.5 2>/dev/null
cat > check.py <<'PY'
import csv
import io
from importlib.metadata import version

import openpyxl
import xlsx2csv

print("xlsx2csv", version("xlsx2csv"))
FORMATS = [(36, '0 "beds"'), (365, '0 "days"'), (3, '0" points"'), (5, '0.0 "m"'), (36, '0" kg"'), (36, "0"), (0.05, "0%")]
book = openpyxl.Workbook()
for row, (value, number_format) in enumerate(FORMATS, start=1):
    cell = book.active.cell(row, 1, value)
    cell.number_format = number_format
book.save("figures.xlsx")
text = io.StringIO()
xlsx2csv.Xlsx2csv("figures.xlsx").convert(text)
seen = [row[0] for row in csv.reader(io.StringIO(text.getvalue()))]
for (value, number_format), cell in zip(FORMATS, seen, strict=True):
    print(f"{value} in the format {number_format} -> {cell}")
assert [str(value) in cell for (value, _), cell in zip(FORMATS[:4], seen, strict=False)] == [False] * 4
assert seen[4:] == ["36", "36", "5%"]
PY
env/bin/python check.py
