#!/bin/bash
# Four HTML converters (versions below): the numbers of a numbered list change.
# Guess:   the number that the reader sees before a point stands in the text: <ol start="4"> is respected, so <li value="9">
#          and <ol reversed> are as well.
# Happens: start is respected by all three, value and reversed by none. "Points 4 and 9" come out as 4 and 5; the
#          countdown from 3 to 1 comes out as 1 to 3, so that the last place is the first. inscriptis 2.7.6
#          does the opposite: it respects value, but not start (points 1 and 9).
# Matters: motions, clauses and rankings are quoted by these numbers ("the council rejected point 9", "ranked first").
# Avoid:   write the numbers into the HTML as text before it is converted.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check markdownify==1.2.3 html2text==2025.4.15 inscriptis==2.7.6 \
  html-to-markdown==3.21.2 2>/dev/null
cat > check.py <<'PY'
import re
from importlib.metadata import version

import html2text
import html_to_markdown
import inscriptis
import markdownify

POINTS = '<ol start="4"><li>The wall is repaired</li><li value="9">The lido is closed</li></ol>'
COUNTDOWN = "<ol reversed><li>Third is the ferry</li><li>Second is the lido</li><li>First is the wall</li></ol>"
CONVERTERS = {
    "markdownify": (markdownify.markdownify, ["4", "5"]),
    "html2text": (html2text.html2text, ["4", "5"]),
    "html-to-markdown": (lambda html: html_to_markdown.convert(html).content, ["4", "5"]),
    "inscriptis": (inscriptis.get_text, ["1", "9"]),
}
for name, (convert, expected) in CONVERTERS.items():
    seen = [re.findall(r"(\d+)[.)] ", convert(html)) for html in (POINTS, COUNTDOWN)]
    print(f"{name} {version(name)}: points 4 and 9 -> {seen[0]}, countdown 3, 2, 1 -> {seen[1]}")
    assert seen == [expected, ["1", "2", "3"]]
PY
env/bin/python check.py
