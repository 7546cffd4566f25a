"""The ONNX encoder: embeddings by ONNX Runtime and `tokenizers` alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoders.onnx_cache import NO_TELEMETRY
from index.encoders.tokenizer import TokenizedText, TokenizingEncoder
from index.types import Vectors

if TYPE_CHECKING:
    from index.encoders.manifest import ExportManifest


class OnnxEncoder(TokenizingEncoder):
    """An exported model. Each text runs alone, on one thread, and `threads` texts at a time.

    No padding and no neighbours: a text's vector depends on the text only, to the last bit, and
    whatever the number of threads. Dynamic quantisation scales by the largest activation of a
    batch, so in one it would not. Measured, it is no slower than batches, and needs no mask.
    """

    def __init__(self, folder: Path, manifest: ExportManifest, *, name: str, threads: int) -> None:
        tokenizer = (folder / "tokenizer.json").read_text(encoding="utf-8")
        super().__init__(tokenizer, manifest, name=name, fingerprint=manifest.fingerprint)
        self._session = open_session(folder / "model.onnx")
        # A question does not wait behind the hundred passages that a sync encodes.
        self._for_passages = ThreadPoolExecutor(threads, thread_name_prefix="encoder-sync")
        self._for_questions = ThreadPoolExecutor(threads, thread_name_prefix="encoder-ask")

    def _encode(self, texts: Sequence[str], prompt: str, *, is_query: bool) -> Vectors:
        workers = self._for_questions if is_query else self._for_passages
        rows = self._run_all(self._tokenizer.tokenize(texts, prompt), "sentence_embedding", workers)
        return np.concatenate([np.empty((0, self.dimension), np.float32), *rows])

    def _token_vectors(self, texts: Sequence[TokenizedText]) -> Iterable[Vectors]:
        return (row[0] for row in self._run_all(texts, "token_embeddings", self._for_questions))

    def _run_all(
        self, tokenized: Sequence[TokenizedText], output: str, workers: ThreadPoolExecutor
    ) -> list[Vectors]:
        run = partial(self._run, output)
        if len(tokenized) <= 1:
            return [run(text) for text in tokenized]
        # longest first: the workers then finish together
        order = sorted(range(len(tokenized)), key=lambda i: len(tokenized[i].ids), reverse=True)
        results = zip(order, workers.map(run, (tokenized[i] for i in order)), strict=True)
        return [row for _, row in sorted(results, key=lambda result: result[0])]

    def _run(self, output: str, text: TokenizedText) -> Vectors:
        (row,) = self._session.run([output], {"input_ids": text.ids[np.newaxis]})
        return np.asarray(row)


def open_session(model: Path):  # type: ignore[no-untyped-def]  # onnxruntime has no types
    """A session on one thread that does not spin; raises onnxruntime's errors on a bad file."""
    # From 1.29 on the import itself already reports to Microsoft (a device id and a queue of events
    # then stand in the user's cache folder): only the environment stops it all.
    os.environ.update(NO_TELEMETRY)
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # for a program that had imported it before
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
