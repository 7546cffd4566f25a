"""Which index is meant: the flag, the variable, the nearest one above, the default."""

from __future__ import annotations

from index.location import default_index, find_index


def test_find_index_takes_what_is_given_first(tmp_path, monkeypatch):
    monkeypatch.setenv("BYLINE_INDEX", str(tmp_path / "named"))
    assert find_index(tmp_path / "given") == tmp_path / "given"
    assert find_index() == tmp_path / "named"


def test_find_index_looks_upwards_then_takes_the_default(tmp_path, monkeypatch):
    monkeypatch.delenv("BYLINE_INDEX", raising=False)
    inside = tmp_path / "project" / "deep" / "deeper"
    inside.mkdir(parents=True)
    assert find_index(working_folder=inside) == default_index()
    (tmp_path / "project" / ".byline").mkdir()
    assert find_index(working_folder=inside) == tmp_path / "project" / ".byline"
