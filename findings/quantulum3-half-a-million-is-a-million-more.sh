#!/bin/bash
# quantulum3 0.10.0: half a million euros are 1,500,000, and £2-3 billion are 15.5 billion.
# Guess:   500000.0; a range is its middle, 2.5 billion and 4.5 million, as the package says and does for "3-4 per cent".
# Happens: "half a" is ADDED to the million behind it, as in "three and a half million", which is right. A scale word behind
#          a range belongs to its second number alone: 4 to 5 million euros are between 4 and 5,000,000, 2500002 in the
#          middle; with a hyphen the second number is 51 million or 31 billion besides, because "-5 million" is put into
#          digits with a 1 in front. "half a mile" is 0.5 in the unit "per mile".
# Matters: the sums of a budget story, in the words in which they are printed, come out with the right unit and two to
#          a million times wrong: £1.2-1.5 million is £1.36. Nothing but the value tells.
# Avoid:   take only quantities whose surface is digits and one scale word, and read ranges and halves yourself.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check quantulum3==0.10.0 2>/dev/null
cat > check.py <<'PY'
from importlib.metadata import version

from quantulum3 import parser

print("quantulum3", version("quantulum3"))
RIGHT = {"The wall cost 4.7 million euros.": 4_700_000, "It cost three and a half million euros.": 3_500_000}
RIGHT |= {"It rose by 3-4 per cent.": 3.5, "Some 1,200-1,500 people came.": 1350}
WRONG = {  # what is meant, what is given
    "The wall cost half a million euros.": (500_000, 1_500_000),
    "It will cost half a billion dollars.": (500_000_000, 1_500_000_000),
    "It will cost 4 to 5 million euros.": (4_500_000, 2_500_002),
    "It will cost £2-3 billion.": (2_500_000_000, 15_500_000_001),
    "It will cost £1.2-1.5 million.": (1_350_000, 1.355),
}
for text, meant in RIGHT.items():
    values = [quantity.value for quantity in parser.parse(text)]
    print(text, values)
    assert values == [meant]
for text, (meant, seen) in WRONG.items():
    [quantity] = parser.parse(text)
    print(text, "meant", meant, "read", quantity.value, quantity.unit.name, repr(quantity.surface))
    assert abs(quantity.value - seen) < 0.0001
[mile] = parser.parse("The ferry sank half a mile from the wall.")
print(mile.value, mile.unit.name)
assert (mile.value, mile.unit.name) == (0.5, "per mile")
PY
env/bin/python check.py 2>/dev/null
