#!/bin/bash
# pypdfium2 5.15.2: a hyphen at the end of a line comes back as U+FFFE or U+0002, and two methods differ.
# Guess:   "-" and a line break as in the file (so other extractors do), or the two halves joined.
# Happens: between letters, the hyphen AND the line break are replaced by one character: U+FFFE with
#          get_text_range, U+0002 with get_text_bounded. Hyphens that belong to the word (well-known, sea-wall) and those of the
#          typesetter (coun-cillor) are treated alike. Between digits (2023-24) hyphen and line break stay.
# Matters: the word on two lines is in neither form in the index, a quotation with it does not match its article, and
#          on screen it may look joined. No space or line break is left, so the usual cleaning of "-\n" does nothing.
# Avoid:   replace both characters by a hyphen, and decide with a word list whether it belongs.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check pypdfium2==5.15.2 reportlab==5.1.0 2>/dev/null
cat > check.py <<'PY'
import io
from importlib.metadata import version

import pypdfium2
from reportlab.pdfgen import canvas

print("pypdfium2", version("pypdfium2"))
LINES = ["The well-", "known wall was built in 2023-", "24, said a coun-", "cillor."]
file = io.BytesIO()
page = canvas.Canvas(file, pagesize=(400, 300))
for number, line in enumerate(LINES):
    page.drawString(20, 250 - 14 * number, line)
page.save()
text = pypdfium2.PdfDocument(file.getvalue())[0].get_textpage()
for method, mark in ((text.get_text_range, "\ufffe"), (text.get_text_bounded, "\x02")):
    seen = method()
    print(method.__name__, repr(seen))
    assert seen == f"The well{mark}known wall was built in 2023-\r\n24, said a coun{mark}cillor."
PY
env/bin/python check.py
