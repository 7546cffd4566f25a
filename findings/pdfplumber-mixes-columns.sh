#!/bin/bash
# pdfplumber 0.11.10: two columns are read across, though pdfminer.six, on which it is built, keeps them apart.
# Guess:   extract_text() gives the text as pdfminer.six's extract_text() does, column by column.
# Happens: letters are sorted by height on the page, so each line of the left column goes on in the right one, with a
#          single space between. That one column was drawn after the other does not count; layout=True puts
#          them side by side. pdfminer.six and pypdfium2 read column by column.
# Matters: words of one article finish the sentences of another: "The council voted to The ferry company said".
# Avoid:   use_text_flow=True, or crop the page by columns, or pdfminer.six for the text and pdfplumber for tables.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check pdfplumber==0.11.10 pypdfium2==5.15.2 fpdf2==2.8.9 2>/dev/null
cat > check.py <<'PY'
import io
from importlib.metadata import version

import pdfplumber
import pypdfium2
from fpdf import FPDF
from pdfminer.high_level import extract_text

print(*(f"{name} {version(name)}" for name in ("pdfplumber", "pdfminer.six", "pypdfium2")))
LEFT = ["The council voted on Tuesday to", "close the harbour wall, which", "cost £4.7 million."]
RIGHT = ["The ferry company said that no", "ship had sailed since March and", "that 12 people were ill."]
page = FPDF()
page.add_page()
page.set_font("Helvetica", size=10)
for x, lines in ((20, LEFT), (110, RIGHT)):
    for number, line in enumerate(lines):
        page.text(x, 40 + 5 * number, line)
file = io.BytesIO(bytes(page.output()))
with pdfplumber.open(file) as plumber:
    mixed = plumber.pages[0].extract_text()
    flow = plumber.pages[0].extract_text(use_text_flow=True)
apart = " ".join(LEFT + RIGHT)
others = [extract_text(file), pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range()]
print("pdfplumber:", mixed.split("\n"))
print("pdfminer.six:", others[0].split("\n")[:3])
assert mixed.split("\n") == [f"{left} {right}" for left, right in zip(LEFT, RIGHT, strict=True)]
assert all(" ".join(text.split()) == apart for text in [flow, *others])
PY
env/bin/python check.py
