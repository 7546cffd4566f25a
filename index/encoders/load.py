"""Loads an encoder from its setting: packaged ONNX, exported ONNX or sentence-transformers."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from index.encoders.hardware import gpu_at_hand, usable_cores
from index.encoders.hashing import HashMemory
from index.encoders.manifest import EXPORT_FORMAT, Precision
from index.encoders.model_folder import DEFAULT, find_model
from index.encoders.onnx_cache import export_folder, find_export, make_export
from index.errors import EncoderError, first_line
from index.types import Encoder

_LOG = logging.getLogger(f"byline.{__name__}")


def load_encoder(
    name: str = DEFAULT,
    *,
    download: bool = False,
    cache: Path | None = None,
    threads: int | None = None,
    precision: Precision = Precision.INT8,
    notify: Callable[[str], None] = _LOG.info,
) -> Encoder:
    """The encoder `name`, ready for use from several threads.

    The first time, sentence-transformers loads the model in a process of its own and exports it
    to ONNX, which takes up to a minute; from then on ONNX Runtime encodes and torch is not loaded.
    An export in int8 that strays too far from the model is made in float32 instead. On a GPU,
    and where a model does not export at all, sentence-transformers encodes, in float32.

    Args:
        name: `DEFAULT`, a folder, or a model's name on the hub.
        download: Allow the hub to be asked; without it nothing touches the network.
        cache: Where exports are kept; else BYLINE_CACHE, else the user's cache folder.
        threads: How many texts are encoded at a time; else one for each physical core.
        precision: int8 encodes about twice as fast; its fingerprint is its own.
        notify: Is told, in one line, when there is something to wait for.

    Raises:
        EncoderError: the weights are missing, are not the expected ones, or cannot be loaded.
    """
    cache = cache or default_cache()
    model = _Model(name, cache, download=download)
    for choice in () if gpu_at_hand() else dict.fromkeys((precision, Precision.FLOAT32)):
        encoder = model.exported(choice, cache, threads or usable_cores(), notify)
        if encoder is not None:
            return encoder
    return model.on_torch()


def load_torch_encoder(
    name: str = DEFAULT, *, download: bool = False, cache: Path | None = None
) -> Encoder:
    """The encoder `name` on sentence-transformers itself, in float32: what exports are held to."""
    return _Model(name, cache or default_cache(), download=download).on_torch()


def default_cache() -> Path:
    """BYLINE_CACHE, or else the folder that the system gives a user's caches."""
    if chosen := os.environ.get("BYLINE_CACHE"):
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("byline", appauthor=False)


class _Model:
    """A model that was found."""

    def __init__(self, name: str, cache: Path, *, download: bool) -> None:
        hashes = HashMemory(cache / "hashes.json")
        self._name, self._folder = name, find_model(name, download=download, hashes=hashes)
        self._identity = model_identity(self._folder, hashes)

    def exported(
        self, precision: Precision, cache: Path, threads: int, notify: Callable[[str], None]
    ) -> Encoder | None:
        """The encoder from its export, made if need be; None when there can be none."""
        try:
            return self._from(cache, precision, threads, notify)
        except OSError as error:
            _LOG.warning("%s cannot be written (%s): every start is slow", cache, error.strerror)
        try:
            with tempfile.TemporaryDirectory(prefix="byline-", ignore_cleanup_errors=True) as own:
                return self._from(Path(own), precision, threads, notify)
        except OSError:
            return None

    def _from(
        self, cache: Path, precision: Precision, threads: int, notify: Callable[[str], None]
    ) -> Encoder | None:
        from index.encoders.onnx_encoder import OnnxEncoder

        hashes = HashMemory(cache / "hashes.json")
        label = fingerprint(self._identity, precision)
        export = export_folder(cache, label)
        manifest = find_export(export, label, hashes)
        if manifest is None:
            manifest = make_export(self._folder, export, label, precision, hashes, notify)
        if manifest is None or manifest.refused is not None:
            reason = manifest.refused if manifest else "the export was stopped"
            _LOG.warning("encoder %s in %s cannot be used: %s", self._name, precision, reason)
            return None
        return OnnxEncoder(export, manifest, name=self._name, threads=threads)

    def on_torch(self) -> Encoder:
        """The encoder on sentence-transformers."""
        from index.encoders.sentence_model import load_sentence_model
        from index.encoders.torch_encoder import TorchEncoder

        label = fingerprint(self._identity, Precision.FLOAT32)
        try:
            model = load_sentence_model(self._folder, device=None)
            return TorchEncoder(model, name=self._name, fingerprint=label)
        except Exception as error:  # what a broken model raises depends on what is broken in it
            raise EncoderError(
                f"encoder {self._name}: {self._folder} cannot be loaded ({first_line(error)});"
                " choose another"
            ) from error


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
