"""Identity of an encoder: a hash of every model file that decides what vector a text gets."""

import hashlib
from pathlib import Path

from index.encoders.hashing import HashMemory
from index.encoders.manifest import EXPORT_FORMAT, Precision

_SUFFIXES = frozenset({".safetensors", ".json", ".txt", ".model"})
_NEVER_LOADED = frozenset({"data_config.json", "train_script.py", "eval_results.json"})
_OTHER_RUNTIMES = frozenset({"onnx", "openvino"})


def model_identity(folder: Path, hashes: HashMemory) -> str:
    """A hash of weights, tokenizer, pooling, normalisation, length limit and prompts.

    It is taken over the files that hold them, by name and content, so that it does not move with
    the folder and needs no model to be loaded. Anything that could change a vector changes it.
    """
    digest = hashlib.sha256()
    for path in _deciding_files(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{hashes.sha256(path)}\n".encode())
    return digest.hexdigest()


def fingerprint(identity: str, precision: Precision) -> str:
    """What embeddings are kept under.

    In float32 it is the same for ONNX Runtime and torch, which agree to a cosine of 0.9999. In
    int8 the way of quantising counts too, and `EXPORT_FORMAT` stands for it.
    """
    way = EXPORT_FORMAT if precision is Precision.INT8 else ""
    return hashlib.sha256(f"{identity} {precision} {way}".encode()).hexdigest()[:32]


def _deciding_files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in _SUFFIXES
        and path.name not in _NEVER_LOADED
        and not _OTHER_RUNTIMES & set(path.relative_to(folder).parts)
        and path.is_file()
    )
