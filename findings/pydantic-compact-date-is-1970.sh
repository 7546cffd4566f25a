#!/bin/bash
# pydantic 2.14.4: a date without hyphens, or a year alone, is a moment in 1970.
# Guess:   "20240305" (ISO 8601's basic format, usual in news feeds and file names) is 5 March 2024, or an error,
#          as "2024-03" is; datetime.fromisoformat of Python 3.11 reads it.
# Happens: a datetime field takes any string of digits for Unix time. 20240305 is 23 August 1970, the year 1987
#          is half past midnight on 1 January 1970, and with hours and minutes (202403051200) the number is
#          large enough to be read as milliseconds: May 1976. The value even gets the time zone UTC.
#          A date field refuses the same strings. Strict JSON mode accepts them too, and refuses "2024-03-05".
# Matters: articles are sorted, filtered and cited under a wrong date, and the validation passed.
# Avoid:   a BeforeValidator that hands strings to datetime.fromisoformat.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check pydantic==2.14.4 2>/dev/null
cat > check.py <<'PY'
import datetime

import pydantic

print("pydantic", pydantic.VERSION)
moment = pydantic.TypeAdapter(datetime.datetime)
EXPECTED = {
    "20240305": "1970-08-23 06:18:25+00:00",
    "1987": "1970-01-01 00:33:07+00:00",
    "202403051200": "1976-05-31 15:04:11.200000+00:00",
    "2024-03-05": "2024-03-05 00:00:00",
}
for text, expected in EXPECTED.items():
    seen = str(moment.validate_python(text))
    print(f"{text:>13} -> {seen}")
    assert seen == expected
for refused in ("20240305", "1987"):
    try:
        pydantic.TypeAdapter(datetime.date).validate_python(refused)
        raise SystemExit("a date field now accepts " + refused)
    except pydantic.ValidationError as error:
        print(f"{refused:>13} -> as a date: {error.errors()[0]['type']}")
assert str(moment.validate_json('"20240305"', strict=True)) == EXPECTED["20240305"]
try:
    moment.validate_json('"2024-03-05"', strict=True)
    raise SystemExit("strict mode now accepts 2024-03-05")
except pydantic.ValidationError:
    print("strict JSON: 20240305 accepted as 1970, 2024-03-05 refused")
PY
env/bin/python check.py
