#!/bin/bash
# statsmodels 0.15.0: a rating that was not given is a grade of its own in Fleiss' kappa.
# Guess:   aggregate_raters leaves NaN out of the table, or raises, since Fleiss' kappa wants the same number of
#          ratings for every item.
# Happens: NaN becomes one more column of the table. The rows then all have the same sum, so that fleiss_kappa's own
#          check passes. Two raters who both skipped an item AGREE on it, and a rater who skipped disagrees
#          with the others. Empty strings do the same.
# Matters: the more items nobody judged, the higher the agreement: here three raters who never agree have a kappa
#          of -0.5 on the four items judged, and above 0.2 with four that all three skipped.
# Avoid:   drop or model missing ratings before; Krippendorff's alpha (package krippendorff) allows for them.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check statsmodels==0.15.0 krippendorff==0.9.0 2>/dev/null
cat > check.py <<'PY'
import krippendorff
import numpy as np
import statsmodels
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

print("statsmodels", statsmodels.__version__)
nan = np.nan
JUDGED = [[0, 1, 2], [1, 2, 0], [2, 0, 1], [0, 1, 2]]  # four items, three raters, never the same grade
SKIPPED = [[nan, nan, nan]] * 4
table, grades = aggregate_raters(np.array(JUDGED + SKIPPED))
print("grades:", grades, "ratings per item:", table.sum(axis=1))
with_missing = fleiss_kappa(table)
judged_only = fleiss_kappa(aggregate_raters(np.array(JUDGED))[0])
alpha = krippendorff.alpha(np.array(JUDGED + SKIPPED).T, level_of_measurement="nominal")
print(f"kappa {with_missing:.3f}; without the skipped items {judged_only:.3f}; Krippendorff's alpha {alpha:.3f}")
assert np.isnan(grades[-1]) and len(grades) == 4 and set(table.sum(axis=1)) == {3}
assert judged_only < 0 and alpha < 0 and with_missing > 0.2
PY
env/bin/python check.py
