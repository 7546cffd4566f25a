#!/bin/bash
# pydantic-core 2.50.5 and jiter 0.19.0: partial JSON drops half a string, but keeps half a number.
# Guess:   from_json(..., allow_partial=True) leaves out the last value while it is unfinished: a string without
#          its closing quotation mark is left out, so a number without anything behind it is too.
# Happens: the number is returned as it stands so far. While {"cost": 4700000} arrives, the cost is 4, 47, 470 ...,
#          each a valid integer; 1.75 is first 1, then nothing, then 1.7. Validation with
#          experimental_allow_partial passes it as well.
# Matters: a figure shown or checked while a model's structured answer streams in can be wrong by powers of ten,
#          and if the stream is cut off at its token limit the wrong one stays.
# Avoid:   treat the last value of a partial object as missing when it is a number; or ask for figures as
#          strings; check that the stream ended before a figure is used.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check pydantic==2.14.4 pydantic-core==2.50.5 jiter==0.19.0 2>/dev/null
cat > check.py <<'PY'
from importlib.metadata import version

import jiter
import pydantic
import pydantic_core

print("pydantic-core", version("pydantic-core"), "jiter", version("jiter"))


def seen(text: str) -> object:
    value = pydantic_core.from_json(text, allow_partial=True)
    assert jiter.from_json(text.encode(), partial_mode=True) == value
    print(f"{text:28} -> {value}")
    return value


assert seen('{"quote": "The wall must ho') == {}
whole = '{"cost": 4700000}'
assert [seen(whole[:end]) for end in range(9, 17)] == [{}, *({"cost": int("4700000"[:n])} for n in range(1, 8))]
assert [seen('{"rise": ' + part) for part in ("1", "1.", "1.7")] == [{"rise": 1}, {}, {"rise": 1.7}]
rows = pydantic.TypeAdapter(list[dict[str, int]])
valid = rows.validate_json('[{"beds": 36}, {"beds": 4', experimental_allow_partial=True)
print("validated:", valid)
assert valid == [{"beds": 36}, {"beds": 4}]
PY
env/bin/python check.py
