"""The types that the packages ship, as a type checker of another project sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_a_program_that_uses_byline_passes_strict_type_checks(monkeypatch):
    from mypy import api

    monkeypatch.chdir(ROOT)
    told, problems, code = api.run(["tests/typed/newsroom.py", "--warn-unused-ignores"])
    assert (code, problems) == (0, ""), told
