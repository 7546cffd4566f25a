#!/bin/bash
# json_repair 0.64.6: an unquoted amount loses its unit, a quotation loses its second half.
# Guess:   what cannot be read as a number is kept as a string, as the library does with 4,700,000, 1/2 and 2023-24.
# Happens: the digits are kept and the rest is thrown away when it follows a space or a sign: 12 million is the
#          integer 12, 10:30 is 10, 50% is 50. An inch mark before a comma ends the string there, and all words up to the
#          next key are gone, with other inch marks and inner quotation marks kept.
# Matters: JSON from a language model is repaired to figures a million times too small, with the right type, so
#          that a schema accepts them; a quotation is cut and may mean the opposite.
# Avoid:   repair only for display; for figures and quotations take json.loads, or compare every repaired value
#          with the raw answer (loads(..., logging=True) says that something was skipped).
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check json_repair==0.64.6 2>/dev/null
cat > check.py <<'PY'
from importlib.metadata import version

import json_repair

print("json_repair", version("json_repair"))
EXPECTED = {
    '{"cost": 4,700,000, "unit": "GBP"}': {"cost": "4,700,000", "unit": "GBP"},
    '{"cost": 12 million}': {"cost": 12},
    '{"opens": 10:30, "beds": 36}': {"opens": 10, "beds": 36},
    '{"turnout": 50%, "beds": 36}': {"turnout": 50, "beds": 36},
    '{"quote": "The pipe is 6" wide", "page": 1}': {"quote": 'The pipe is 6" wide', "page": 1},
    '{"quote": "The pipe is 5", not 6", "page": 1}': {"quote": "The pipe is 5", "page": 1},
}
for text, expected in EXPECTED.items():
    seen = json_repair.loads(text)
    print(f"{text:46} -> {seen}")
    assert seen == expected
PY
env/bin/python check.py
