#!/bin/bash
# python-docx 1.2.0: a figure in a merged cell is read once for every place that the cell covers.
# Guess:   row.cells gives a merged cell once, or gives it once and empty cells for the places it covers.
# Happens: each covered place gives the whole text again, downwards as well as across: 300 votes written once over
#          three rows are 900 in a sum, and a remark across the table is repeated in every column. Only the
#          identity of the cells' XML tells.
# Matters: totals are too high, and a figure is ascribed to districts that have none of their own.
# Avoid:   skip a cell whose _tc was met before.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check python-docx==1.2.0 2>/dev/null
cat > check.py <<'PY'
import io
from importlib.metadata import version

import docx

print("python-docx", version("python-docx"))
document = docx.Document()
table = document.add_table(rows=4, cols=2)
for row, district in zip(table.rows, ("North", "South", "Quay", ""), strict=True):
    row.cells[0].text = district
table.cell(0, 1).merge(table.cell(2, 1)).text = "300"
table.cell(3, 0).merge(table.cell(3, 1)).text = "Not certified"
file = io.BytesIO()
document.save(file)
read = docx.Document(file).tables[0]
rows = [[cell.text for cell in row.cells] for row in read.rows]
print(rows, "sum of the votes:", sum(int(row[1]) for row in rows[:3]))
assert rows == [["North", "300"], ["South", "300"], ["Quay", "300"], ["Not certified", "Not certified"]]
cells = {cell._tc for row in read.rows for cell in row.cells}
print("cells with 300 in the file:", sum(cell.xpath("string(.)") == "300" for cell in cells))
assert sum(cell.xpath("string(.)") == "300" for cell in cells) == 1
PY
env/bin/python check.py
