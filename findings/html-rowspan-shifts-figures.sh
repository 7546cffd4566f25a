#!/bin/bash
# markdownify 1.2.3, html2text 2025.4.15, inscriptis 2.7.6: below a cell that spans rows, figures move one column left.
# Guess:   the spanned cell is repeated or left empty, and each figure stays under its heading; markdownify does so
#          for cells that span columns.
# Happens: the next row has no cell for the spanned column and is written as if it began there. Under Town
#          stands 2023, under Year stands 5.1, under Cost stands 40; html2text shifts below a cell that spans
#          columns as well. html-to-markdown 3.21.2 (another package) keeps the columns.
# Matters: news tables (town over years, party over districts) use rowspan; the text is a valid table with wrong
#          statements: the number of beds becomes the cost.
# Avoid:   spread rowspan and colspan over the cells in the HTML first, or convert with html-to-markdown.
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

TABLE = """<table><tr><th>Town</th><th>Year</th><th>Cost</th><th>Beds</th></tr>
<tr><td rowspan="2">Marlow Bay</td><td>2022</td><td>4.7</td><td>36</td></tr>
<tr><td>2023</td><td>5.1</td><td>40</td></tr></table>"""
CONVERTERS = {
    "markdownify": (markdownify.markdownify, "2023"),
    "html2text": (html2text.html2text, "2023"),
    "inscriptis": (inscriptis.get_text, "2023"),
    "html-to-markdown": (lambda html: html_to_markdown.convert(html).content, ""),
}
for name, (convert, under_town) in CONVERTERS.items():
    row = next(line for line in convert(TABLE).splitlines() if "2023" in line)
    cells = [cell.strip() for cell in re.split(r"\||\s{2,}", re.sub(r"^\||\|\s*$", "", row.rstrip()))]
    print(f"{name} {version(name)}: Town is {cells[0]!r} in {row!r}")
    assert cells[0] == under_town
PY
env/bin/python check.py
