"""The README's table is what was stored, and the stored figures are whole."""

from __future__ import annotations

import pytest

from benchmarks.answers.results_table import (
    BEGIN,
    END,
    FIGURES,
    README,
    read_stored,
    table_in,
    to_table,
)
from index.errors import UsageError


def test_readme_holds_the_stored_table():
    if not README.is_file():
        pytest.skip("installed without the README")
    assert table_in(README.read_text(encoding="utf-8")) == to_table(read_stored())


def test_stored_figures_cover_every_collection_with_three_arms():
    stored = read_stored().figures
    assert [figure.name for figure in stored] == [figure.name for figure in FIGURES]
    for figure, expected in zip(stored, FIGURES, strict=True):
        assert {arm.arm for arm in figure.arms} == {"lexical", "dense", "fused"}
        for arm in figure.arms:
            assert [m.name for m in arm.measures] == list(expected.measures)
            assert all(0 <= m.value <= 1 for m in arm.measures)


def test_table_in_says_what_is_missing_when_the_markers_are_gone():
    assert table_in(f"a\n{BEGIN}\n| x |\n{END}\nb") == "| x |"
    with pytest.raises(UsageError, match="no place for the table"):
        table_in("no markers")
