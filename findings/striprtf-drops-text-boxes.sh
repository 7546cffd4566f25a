#!/bin/bash
# striprtf 0.0.35: the text of text boxes is left out.
# Guess:   words that the page shows are in the text, somewhere: at the anchor of the box or at the end.
# Happens: the words of \shptxt stand in a group that begins with \*, and such groups are skipped whole: a box in
#          the paragraph leaves no trace, while the rest, and words of a table, are given.
# Matters: statements, corrections and figures in a box ("At a glance") are not indexed: the answer is "not found".
# Avoid:   take the \shptxt groups out of the file and convert each of them as a document of its own.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check striprtf==0.0.35 2>/dev/null
cat > check.py <<'PY'
from importlib.metadata import version

from striprtf.striprtf import rtf_to_text

print("striprtf", version("striprtf"))
BOX = (
    r"{\shp{\*\shpinst\shpleft0\shptop0\shpright4000\shpbottom900{\sp{\sn shapeType}{\sv 202}}"
    r"{\shptxt\pard The figure of 4.7 million is wrong.\par}}}"
)
FILE = (
    r"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}\pard The council voted on Tuesday." + BOX
    + r"\par\trowd\cellx3000\cellx6000\intbl Wall\cell 4.7\cell\row\pard The wall stays.\par}"
)
seen = rtf_to_text(FILE)
print(repr(seen))
assert "voted on Tuesday." in seen and "Wall|4.7" in seen and "The wall stays." in seen
assert "wrong" not in seen
PY
env/bin/python check.py
