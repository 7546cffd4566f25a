#!/bin/bash
# price-parser 0.5.1: "In 2023 it cost 400 euros" is 2023 euros, and petrol at £1.459 is £1459.
# Guess:   the amount is the number that stands next to the currency; a loss of -£4 is -4 or refused; three figures behind
#          a point are decimals beside a pound or a dollar sign, where a comma parts the thousands.
# Happens: amount and currency are looked up apart from each other: the first number of the text gets the first currency,
#          wherever the two stand. "12 beds for £400" are £12. A sign in front of the currency or before it is dropped.
#          A point with exactly three figures behind it is a mark of thousands in any currency; four figures are decimals.
# Matters: every sentence with a year or a count in front of the sum gives a wrong price that looks right, losses become
#          profits, and fuel and exchange rates, which are printed with three decimals, are a thousand times too high.
# Avoid:   cut the number beside the currency out of the sentence first, pass decimal_separator=".", look for the sign.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check price-parser==0.5.1 2>/dev/null
cat > check.py <<'PY'
from importlib.metadata import version

from price_parser import Price

print("price-parser", version("price-parser"))
SEEN = {
    "The wall cost £400": "400 £",
    "It cost 400 euros in 2023": "400 euro",
    "In 2023 it cost 400 euros": "2023 euro",
    "12 beds for £400": "12 £",
    "Operating result: -£4": "4 £",
    "Operating result: £-4": "4 £",
    "£1.45 a litre": "1.45 £",
    "£1.459 a litre": "1459 £",
    "£1.4590 a litre": "1.4590 £",
}
for text, expected in SEEN.items():
    price = Price.fromstring(text)
    print(text, "->", price.amount, price.currency)
    assert f"{price.amount} {price.currency}" == expected
assert str(Price.fromstring("£1.459 a litre", decimal_separator=".").amount) == "1.459"
PY
env/bin/python check.py
