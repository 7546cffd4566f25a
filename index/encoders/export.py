"""Export of a sentence-transformers model to ONNX, run as a process of its own.

    python -m index.encoders.export MODEL_FOLDER OUTPUT_FOLDER FINGERPRINT PRECISION

A process of its own, because torch keeps half a gigabyte once it is loaded, prints what it likes,
and may be killed. It leaves `model.onnx`, `tokenizer.json` and `manifest.json` in OUTPUT_FOLDER,
or a manifest that says why not.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from index.encoders.hashing import hash_file
from index.encoders.manifest import MANIFEST_FILE, ExportManifest, ModelFacts, Precision
from index.encoders.sentence_model import load_sentence_model, model_facts
from index.errors import first_line

if TYPE_CHECKING:
    import onnx
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import PreTrainedModel

# the lowest cosine and the mean one that an export must reach against sentence-transformers
_ACCEPTED = {Precision.FLOAT32: (0.9999, 0.9999), Precision.INT8: (0.98, 0.99)}

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


def main(model_folder: str, output_folder: str, fingerprint: str, precision: str) -> None:
    """Write an export that agrees with sentence-transformers, or a manifest with the reason."""
    output = Path(output_folder)
    try:
        model = load_sentence_model(Path(model_folder))
        manifest = _export(model, output, fingerprint, Precision(precision))
    except Exception as error:  # noqa: BLE001  # whatever stops an export is what to report
        manifest = ExportManifest(fingerprint=fingerprint, refused=first_line(error))
    (output / MANIFEST_FILE).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")


def _export(
    model: SentenceTransformer, output: Path, fingerprint: str, precision: Precision
) -> ExportManifest:
    tokenizer, facts = model_facts(model)
    (output / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    _write_graph(model, facts, output / "model.onnx")
    if precision is Precision.INT8:
        _quantise(output / "model.onnx")
    files = {name: hash_file(output / name) for name in ("model.onnx", "tokenizer.json")}
    manifest = ExportManifest(fingerprint=fingerprint, files=files, **facts.model_dump())
    lowest, mean = probe(model, output, manifest)
    least, least_mean = _ACCEPTED[precision]
    if not (lowest >= least and mean >= least_mean):  # "not", so that nan is refused too
        reason = (
            f"{precision}: cosine with sentence-transformers {lowest:.4f}, on average {mean:.4f}"
        )
        return ExportManifest(fingerprint=fingerprint, refused=reason)
    return manifest.model_copy(update={"lowest_cosine": lowest, "mean_cosine": mean})


def _write_graph(model: SentenceTransformer, facts: ModelFacts, target: Path) -> None:
    import torch

    # Plain attention without a mask: texts run alone, so nothing is masked, and the guards that
    # fused attention is exported with (IsNaN, Where) cost a tenth of the time.
    cast("PreTrainedModel", model[0].auto_model).set_attn_implementation("eager")
    example = torch.ones((2, min(16, facts.max_tokens)), dtype=torch.int64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            _whole_model(model),
            (example,),
            dynamo=True,
            input_names=["input_ids"],
            output_names=["sentence_embedding", "token_embeddings"],
            dynamic_shapes={"input_ids": dict.fromkeys((0, 1), torch.export.Dim.DYNAMIC)},
            verbose=False,
        )
    assert program is not None
    program.save(target, external_data=False)


def _whole_model(model: SentenceTransformer) -> torch.nn.Module:
    import torch

    class WholeModel(torch.nn.Module):
        """Transformer, pooling and all that follows, with both outputs of length 1."""

        def __init__(self) -> None:
            super().__init__()
            self.transformer, *rest = model
            self.rest = torch.nn.ModuleList(rest)

        def forward(self, input_ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            features = self.transformer({"input_ids": input_ids})
            features["attention_mask"] = torch.ones_like(input_ids)  # pooling counts with it
            for module in self.rest:
                features = module(features)
            unit = torch.nn.functional.normalize
            return unit(features["sentence_embedding"]), unit(features["token_embeddings"], dim=-1)

    return WholeModel().eval()


def _quantise(graph: Path) -> None:
    """Replace the graph's float weights of matrix products by 8-bit ones, scaled by column.

    Seven of the eight bits are used: on processors without VNNI instructions, sums of products
    of eight bits overflow, and the vectors would differ from machine to machine. Products that
    narrow (out of a transformer's feed-forward layer) stay in float32: their activations have a
    few large values, and one scale for all loses the others. That halves the distance to the
    model (measured on MiniLM: mean cosine 0.997 against 0.994) for a fifth of the speed.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantised = graph.with_suffix(".int8")
    quantize_dynamic(
        graph,
        quantised,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=_narrowing_products(onnx.load(graph).graph),
        extra_options={"MatMulConstBOnly": True},
    )
    quantised.replace(graph)


def _narrowing_products(graph: onnx.GraphProto) -> list[str]:
    shapes = {weights.name: tuple(weights.dims) for weights in graph.initializer}
    products = (node for node in graph.node if node.op_type == "MatMul")
    weighted = ((node.name, shapes.get(node.input[1], ())) for node in products)
    return [name for name, shape in weighted if len(shape) == 2 and shape[0] > shape[1]]


def probe(
    model: SentenceTransformer, output: Path, manifest: ExportManifest
) -> tuple[float, float]:
    """The lowest and the mean cosine between the export and the model on the probes.

    sentence-transformers encodes the probes in one padded batch, the export each by itself.
    Token vectors count by their mean in each text, since one token is of little weight.
    """
    from index.encoders.onnx_encoder import OnnxEncoder
    from index.encoders.torch_encoder import TorchEncoder

    exported = OnnxEncoder(output, manifest, name="", threads=1)
    reference = TorchEncoder(model, name="", fingerprint="")
    passages = exported.encode_passages(PROBES), reference.encode_passages(PROBES)
    queries = exported.encode_queries(PROBES), reference.encode_queries(PROBES)
    cosines = [np.sum(a * b, axis=1) for a, b in (passages, queries)]
    tokens = zip(exported.encode_tokens(PROBES), reference.encode_tokens(PROBES), strict=True)
    for (vectors, places), (expected, expected_places) in tokens:
        if not np.array_equal(places, expected_places):
            return 0.0, 0.0
        if len(places):
            cosines.append(np.mean(np.sum(vectors * expected, axis=1), keepdims=True))
    every = np.concatenate(cosines)
    return float(every.min()), float(every.mean())


if __name__ == "__main__":
    main(*sys.argv[1:])
