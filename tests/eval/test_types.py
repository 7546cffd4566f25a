"""The settings of a run: one flat table outside, the index's own part inside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

import eval.sample
from eval.runs.store import RunStore
from eval.types import RunInfo, RunSettings
from index.settings import IndexSettings

BASELINE = Path(eval.sample.__file__).parent / "baseline"


def test_settings_are_read_when_a_run_was_stored_flat():
    stored = json.loads((BASELINE / "run.json").read_text())["settings"]
    settings = RunStore(BASELINE.parent).load("baseline").info.settings
    assert settings.index == IndexSettings(encoder=stored["encoder"])
    assert settings.model_dump().items() >= stored.items()


@pytest.mark.parametrize(
    "values",
    [
        {"encoder": "e", "vector_factory": "HNSW32"},
        {"index.encoder": "e", "index.vector_factory": "HNSW32"},
        {"index": {"encoder": "e"}, "vector_factory": "HNSW32"},
        {"index": IndexSettings(encoder="e", vector_factory="HNSW32")},
    ],
)
def test_settings_of_the_index_are_one_value_whatever_they_are_called(values: dict[str, object]):
    settings = RunSettings.model_validate({**values, "lexical_weight": "0.7"})
    assert settings.index == IndexSettings(encoder="e", vector_factory="HNSW32")
    assert settings.lexical_weight == 0.7
    assert RunSettings.model_validate_json(settings.model_dump_json()) == settings


@pytest.mark.parametrize("values", [{"index.colour": "red"}, {"index": 3}, {"colour": "red"}])
def test_settings_are_refused_when_there_are_none_of_that_name(values: dict[str, object]):
    with pytest.raises(ValidationError):
        RunSettings.model_validate(values)


def test_no_setting_of_an_index_has_the_name_of_another():
    assert IndexSettings.model_fields.keys().isdisjoint(RunSettings.model_fields)
    flat = RunSettings().model_dump()
    assert flat.keys() == {*IndexSettings.model_fields, *RunSettings.model_fields} - {"index"}


def test_run_info_keeps_its_settings_when_it_is_written_and_read():
    info = RunStore(BASELINE.parent).load("baseline").info
    settings = RunSettings(index=IndexSettings(vector_factory="HNSW32"))
    changed = info.model_copy(update={"settings": settings})
    assert RunInfo.model_validate_json(changed.model_dump_json()).settings == settings
