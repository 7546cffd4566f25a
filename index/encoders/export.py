"""Export of a sentence-transformers model to ONNX, run as a process of its own.

    python -m index.encoders.export MODEL_FOLDER OUTPUT_FOLDER FINGERPRINT

A process of its own, because torch keeps half a gigabyte once it is loaded, prints what it likes,
and may be killed. It leaves `model.onnx`, `tokenizer.json` and `manifest.json` in OUTPUT_FOLDER,
or a manifest that says why not.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoders.hashing import hash_file
from index.encoders.manifest import MANIFEST_FILE, Manifest
from index.encoders.sentence_model import ModelFacts, load_sentence_model, model_facts

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

LOWEST_COSINE = 0.9999

# of different lengths, languages and alphabets, one empty, one beyond most models' limit
PROBES = (
    "",
    "Who?",
    "The council voted 7-2 to close the bridge on Jan. 5.",
    "Élodie naïvely paid £3.50 for 2 kg of crème brûlée… in Zürich!",
    "消息人士周三表示，市长将辞职。 Источник сообщил об отставке.",
    "Rents rose by 4.2 per cent in a year, the housing office said on Monday, while wages grew by "
    "1.9 per cent; tenants' groups called the gap the widest since records began in 1998.",
    "The ferry left late, and the harbour master blamed fog. " * 60,
)


def main(model_folder: str, output_folder: str, fingerprint: str) -> None:
    """Write an export that agrees with sentence-transformers, or a manifest with the reason."""
    output = Path(output_folder)
    try:
        manifest = _export(load_sentence_model(Path(model_folder)), output, fingerprint)
    except Exception as error:  # noqa: BLE001  # whatever stops an export is the reason to report
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        manifest = Manifest(fingerprint=fingerprint, refused=reason[:300])
    (output / MANIFEST_FILE).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")


def _export(model: SentenceTransformer, output: Path, fingerprint: str) -> Manifest:
    facts = model_facts(model)
    (output / "tokenizer.json").write_text(facts.tokenizer, encoding="utf-8")
    _write_graph(model, facts, output / "model.onnx")
    manifest = _describe(facts, output, fingerprint)
    lowest = lowest_cosine(model, output, manifest)
    if not lowest >= LOWEST_COSINE:  # "not >=", so that nan is refused too
        return Manifest(
            fingerprint=fingerprint,
            refused=f"the export disagrees with sentence-transformers (cosine {lowest:.6f})",
        )
    return manifest.model_copy(update={"probe_cosine": lowest})


def _describe(facts: ModelFacts, output: Path, fingerprint: str) -> Manifest:
    return Manifest(
        fingerprint=fingerprint,
        dimension=facts.dimension,
        max_tokens=facts.max_tokens,
        query_prompt=facts.query_prompt,
        passage_prompt=facts.passage_prompt,
        files={name: hash_file(output / name) for name in ("model.onnx", "tokenizer.json")},
    )


def _write_graph(model: SentenceTransformer, facts: ModelFacts, target: Path) -> None:
    import torch

    class WholeModel(torch.nn.Module):
        """Transformer, pooling and all that follows, with both outputs of length 1."""

        def __init__(self) -> None:
            super().__init__()
            self.modules_in_order = torch.nn.ModuleList(model)

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            for module in self.modules_in_order:
                features = module(features)
            unit = torch.nn.functional.normalize
            return unit(features["sentence_embedding"]), unit(features["token_embeddings"], dim=-1)

    example = torch.ones((2, min(16, facts.max_tokens)), dtype=torch.int64)
    axes = dict.fromkeys((0, 1), torch.export.Dim.DYNAMIC)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            WholeModel().eval(),
            (example, example.clone()),
            dynamo=True,
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence_embedding", "token_embeddings"],
            dynamic_shapes={"input_ids": axes, "attention_mask": axes},
            verbose=False,
        )
    assert program is not None
    program.save(target, external_data=False)


def lowest_cosine(model: SentenceTransformer, output: Path, manifest: Manifest) -> float:
    """The lowest cosine on the probes between the export and the model, each text's and token's.

    sentence-transformers encodes the probes in one padded batch, the export each by itself.
    """
    from index.encoders.onnx_encoder import OnnxEncoder
    from index.encoders.torch_encoder import TorchEncoder

    exported = OnnxEncoder(output, manifest, name="", threads=1)
    reference = TorchEncoder(model, name="", fingerprint="")
    pairs = [
        (exported.encode_passages(PROBES), reference.encode_passages(PROBES)),
        (exported.encode_queries(PROBES), reference.encode_queries(PROBES)),
    ]
    ours, theirs = exported.encode_tokens(PROBES), reference.encode_tokens(PROBES)
    for (vectors, places), (expected, expected_places) in zip(ours, theirs, strict=True):
        if not np.array_equal(places, expected_places):
            return 0.0
        pairs.append((vectors, expected))
    cosines = [np.sum(a * b, axis=1) for a, b in pairs]
    return min(float(np.min(rows)) for rows in cosines if rows.size)


if __name__ == "__main__":
    main(*sys.argv[1:])
