"""The ONNX encoder: embeddings by ONNX Runtime and `tokenizers` alone."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoders.telemetry import forbid_telemetry
from index.encoders.tokenizer import TextTokenizer, TokenizedText
from index.types import Offsets, Vectors

if TYPE_CHECKING:
    from index.encoders.manifest import ExportManifest


class OnnxEncoder:
    """An exported model. Each text runs alone, on one thread, and `threads` texts at a time.

    No padding and no neighbours: a text's vector depends on the text only, to the last bit, and
    whatever the number of threads. Dynamic quantisation scales by the largest activation of a
    batch, so in one it would not. Measured, it is no slower than batches, and needs no mask.
    """

    def __init__(self, folder: Path, manifest: ExportManifest, *, name: str, threads: int) -> None:
        self.name = name
        self.fingerprint = manifest.fingerprint
        self.dimension = manifest.dimension
        self.max_tokens = manifest.max_tokens
        self._query_prompt = manifest.query_prompt
        self._passage_prompt = manifest.passage_prompt
        self._tokenizer = TextTokenizer(
            (folder / "tokenizer.json").read_text(encoding="utf-8"), manifest.max_tokens
        )
        self._session = open_session(folder / "model.onnx")
        # A question does not wait behind the hundred passages that a sync encodes.
        self._for_passages = ThreadPoolExecutor(threads, thread_name_prefix="encoder-sync")
        self._for_questions = ThreadPoolExecutor(threads, thread_name_prefix="encoder-ask")

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included, without a limit."""
        return self._tokenizer.count(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in order; a text beyond `max_tokens` is cut there."""
        return self._encode(texts, self._passage_prompt, self._for_passages)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One row for each question, in order; a text beyond `max_tokens` is cut there."""
        return self._encode(texts, self._query_prompt, self._for_questions)

    def encode_tokens(self, texts: Sequence[str]) -> list[tuple[Vectors, Offsets]]:
        """The last layer's vector of each token, of length 1, and the token's place in its text.

        Special tokens are left out, and no prompt is put before the text.
        """
        tokenized = self._tokenizer.tokenize(texts)
        rows = self._run_all(tokenized, ["token_embeddings"], self._for_questions)
        return [
            (vectors[0][text.kept], text.offsets[text.kept])
            for (vectors,), text in zip(rows, tokenized, strict=True)
        ]

    def _encode(self, texts: Sequence[str], prompt: str, workers: ThreadPoolExecutor) -> Vectors:
        tokenized = self._tokenizer.tokenize(texts, prompt)
        rows = self._run_all(tokenized, ["sentence_embedding"], workers)
        return np.concatenate([np.empty((0, self.dimension), np.float32), *(r for (r,) in rows)])

    def _run_all(
        self, tokenized: Sequence[TokenizedText], outputs: list[str], workers: ThreadPoolExecutor
    ) -> list[list[Vectors]]:
        run = partial(self._run, outputs)
        if len(tokenized) <= 1:
            return [run(text) for text in tokenized]
        # longest first: the workers then finish together
        order = sorted(range(len(tokenized)), key=lambda i: len(tokenized[i].ids), reverse=True)
        rows: list[list[Vectors]] = [[] for _ in tokenized]
        results = workers.map(run, (tokenized[i] for i in order))
        for i, row in zip(order, results, strict=True):
            rows[i] = row
        return rows

    def _run(self, outputs: list[str], text: TokenizedText) -> list[Vectors]:
        rows: list[Vectors] = self._session.run(outputs, {"input_ids": text.ids[np.newaxis]})
        return rows


def open_session(model: Path):  # type: ignore[no-untyped-def]  # onnxruntime has no types
    """A session on one thread that does not spin; raises onnxruntime's errors on a bad file."""
    forbid_telemetry()
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # for a program that had imported it before
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
