"""Entailment (NLI) by a cross-encoder, when the user names one.

Such a model reads a passage and a sentence together and says whether the one entails the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

LIKELY = 0.5
"""From this probability on a label counts."""


@dataclass(frozen=True, slots=True)
class Inference:
    """The probabilities, 0 to 1, that a passage entails a sentence and that it contradicts it."""

    entailed: float
    contradicted: float


class EntailmentModel(Protocol):
    """Says whether passages entail a sentence."""

    def infer(self, passages: Sequence[str], sentence: str) -> list[Inference]:
        """One verdict for each passage."""
        ...


class CrossEncoderEntailment:
    """A cross-encoder of sentence-transformers with labels such as entailment and contradiction.

    Loaded when it is first asked, from local files only and without code of its own.
    """

    def __init__(self, name: str) -> None:
        """`name` is a folder, or a model's name on the hub that was downloaded before."""
        self.name = name
        self._loading = Lock()

    def infer(self, passages: Sequence[str], sentence: str) -> list[Inference]:
        """One verdict for each passage.

        Raises:
            EncoderError: the model is not there, or has no label "entailment".
        """
        from scipy.special import softmax

        with self._loading:
            model = self._model
        entails, contradicts = self._labels
        pairs = [(passage, sentence) for passage in passages]
        logits = np.asarray(model.predict(pairs, activation_fn=None, show_progress_bar=False))
        rows = softmax(logits.reshape(len(pairs), -1), axis=1)
        return [
            Inference(float(row[entails]), float(row[contradicts]) if contradicts >= 0 else 0.0)
            for row in rows
        ]

    @cached_property
    def _model(self) -> CrossEncoder:
        from sentence_transformers import CrossEncoder
        from torch.nn import Identity

        name = (
            str(Path(self.name).expanduser())
            if Path(self.name).expanduser().is_dir()
            else self.name
        )
        try:
            model: CrossEncoder = CrossEncoder(
                name,
                activation_fn=Identity(),
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except Exception as error:  # what a broken model raises depends on what is broken in it
            reason = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise EncoderError(
                f"checking model {self.name}: it cannot be loaded ({reason}); name a folder with a"
                " cross-encoder in safetensors, or none"
            ) from error
        return model

    @cached_property
    def _labels(self) -> tuple[int, int]:
        """The places of entailment and contradiction; -1 for a contradiction it does not know."""
        named = getattr(self._model.config, "id2label", None) or {}
        known = {str(label).lower(): int(place) for place, label in named.items()}
        entails = [place for label, place in known.items() if label.startswith("entail")]
        if not entails:
            raise EncoderError(
                f"checking model {self.name}: no label is called entailment"
                f" ({', '.join(known)}); choose a model for natural language inference"
            )
        contradicts = [place for label, place in known.items() if label.startswith("contradict")]
        return entails[0], contradicts[0] if contradicts else -1
