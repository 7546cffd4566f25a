"""Figures of tables in a model's reply: told of their own row and column, or a fault."""

from __future__ import annotations

import pytest

from index.types import Document, Passage
from rag.checks.check import ReplyChecker
from rag.checks.verdicts import Passages
from rag.types import Hit, OnUnsupported, SupportLevel

_TEXT = (
    "Landings at the ports, in tonnes landed.\n\n"
    "Port: Ellsby | 2022: 1,204 | 2023: 1,118 | 2024: 960\n"
    "Port: Skelling | 2022: 640 | 2023: 702 | 2024: 1,015\n\n"
    "The trust said that Skelling landed 5,500 tonnes in ten years."
)
_DOCUMENT = Document(doc_id="a.md", version="1", text=_TEXT, title="Landings by port")
_HIT = Hit(passage=Passage.of("a.md", _TEXT, 0, len(_TEXT), None), score=1.0, rank=1)


def _level(claim: str) -> tuple[SupportLevel, str]:
    checker = ReplyChecker(Passages([_HIT], {"a.md": _DOCUMENT}), OnUnsupported.FLAG)
    checker.feed(f"{claim} [1]")
    checker.end()
    (sentence,) = checker.result().sentences
    assert sentence.support is not None
    return sentence.support.level, "; ".join(sentence.support.reasons)


@pytest.mark.parametrize(
    "claim",
    [
        "Skelling landed 1,015 tonnes in 2024.",
        "Ellsby landed 1,118 tonnes in 2023 and 960 tonnes in 2024.",
        "The tonnes landed at Skelling rose from 702 to 1,015 in 2024.",
        "Skelling landed 5,500 tonnes in ten years.",
    ],
)
def test_a_figure_of_its_row_and_column_is_borne_out(claim: str) -> None:
    level, reasons = _level(claim)
    assert level is SupportLevel.SUPPORTED, reasons


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("Skelling landed 702 tonnes in 2024.", "702 tonnes stands in the row Skelling under 2023"),
        ("Skelling landed 960 tonnes in 2024.", "960 tonnes stands in the row Ellsby under 2024"),
        ("Ellsby landed 640 tonnes in 2022.", "640 tonnes stands in the row Skelling under 2022"),
    ],
)
def test_a_figure_of_another_row_or_column_is_a_fault(claim: str, reason: str) -> None:
    level, reasons = _level(claim)
    assert level is SupportLevel.UNSUPPORTED
    assert reason in reasons
