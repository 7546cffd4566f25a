#!/bin/bash
# scikit-learn 1.9.1: weighted kappa orders grades by the alphabet and ignores how far apart they are.
# Guess:   with weights="linear" the labels none, partly and fully are refused as text without an order, or taken as
#          they come; the grades 0, 1 and 3 are 1 and 2 apart.
# Happens: labels are sorted as text (fully < none < partly), so a confusion of none and fully costs as little as
#          one of none and partly, and of partly and fully most. With numbers only the PLACE in the sorted list counts:
#          0, 1, 3 is the same as 0, 1, 2, and if a grade happens not to be given in a sample, kappa changes.
# Matters: the agreement of two people who judge whether a source supports a sentence is half of what it is; values of
#          two samples with the same scale cannot be compared.
# Avoid:   always pass labels= with all grades of the scale in their order; grades with gaps as their full range.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check scikit-learn==1.9.1 2>/dev/null
cat > check.py <<'PY'
import sklearn
from sklearn.metrics import cohen_kappa_score

print("scikit-learn", sklearn.__version__)
SCALE = ["none", "partly", "fully"]
ANNA = ["none", "partly", "fully", "none", "partly", "fully", "none", "partly"]
TOM = ["none", "fully", "fully", "none", "partly", "partly", "partly", "partly"]
words = cohen_kappa_score(ANNA, TOM, weights="linear")
ordered = cohen_kappa_score(ANNA, TOM, weights="linear", labels=SCALE)
print(f"words: {words:.3f}, the same with labels in order: {ordered:.3f}")
assert (round(words, 3), round(ordered, 3)) == (0.286, 0.538)

first, second = [0, 1, 3, 0, 1, 3, 3, 0], [0, 1, 3, 1, 1, 3, 0, 0]
closed = [2 if grade == 3 else grade for grade in first], [2 if grade == 3 else grade for grade in second]
gap = cohen_kappa_score(first, second, weights="quadratic")
no_gap = cohen_kappa_score(*closed, weights="quadratic")
scale = cohen_kappa_score(first, second, weights="quadratic", labels=[0, 1, 2, 3])
print(f"grades 0, 1, 3: {gap:.3f}, as 0, 1, 2: {no_gap:.3f}, on the scale 0 to 3: {scale:.3f}")
assert gap == no_gap and (round(gap, 3), round(scale, 3)) == (0.545, 0.604)
PY
env/bin/python check.py
