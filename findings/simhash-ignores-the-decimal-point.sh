#!/bin/bash
# simhash 2.1.2: £4.7 million and £47 million have distance 0.
# Guess:   a near-duplicate hash sees a different figure as at least a small difference.
# Happens: a string is cut down to its letters and digits, these are joined without spaces or points, and pieces
#          of four characters are hashed. So 4.7 is 47, 2023-24 is 202324, and "now here" is "nowhere".
# Matters: a corrected article (ten times the sum, another season) counts as an exact copy of the wrong one, and
#          deduplication throws one of the two away. Nothing shows it: the distance is 0, not 1.
# Avoid:   pass a list of features (words with their points kept) instead of a string, and compare the figures
#          of two texts before one of them is dropped.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check simhash==2.1.2 2>/dev/null
cat > check.py <<'PY'
from importlib.metadata import version

from simhash import Simhash

print("simhash", version("simhash"))
PAIRS = [
    ("The harbour wall cost £4.7 million.", "The harbour wall cost £47 million."),
    ("The mayor of Marlow Bay is now here.", "The mayor of Marlow Bay is nowhere."),
    ("Profit rose by 1.5 points.", "Profit rose by -15 points."),
]
for first, second in PAIRS:
    as_text = Simhash(first).distance(Simhash(second))
    as_words = Simhash(first.split()).distance(Simhash(second.split()))
    print(f"{first} | {second} | as strings {as_text}, as lists of words {as_words}")
    assert as_text == 0 and as_words > 0
PY
env/bin/python check.py
