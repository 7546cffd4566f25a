"""Loads an encoder from its setting: packaged ONNX, exported ONNX or sentence-transformers."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.encoders.hardware import gpu_at_hand, usable_cores
from index.encoders.hashing import HashMemory
from index.encoders.identity import fingerprint, model_identity
from index.encoders.manifest import Precision
from index.encoders.model_folder import DEFAULT, find_model
from index.encoders.onnx_cache import export_folder, find_export, make_export
from index.errors import EncoderError, first_line
from index.types import Encoder

_LOG = logging.getLogger(__name__)


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
    wanted = _find(name, cache, download=download, threads=threads, notify=notify)
    if gpu_at_hand():
        return wanted.on_torch()
    for choice in dict.fromkeys((precision, Precision.FLOAT32)):
        if (encoder := wanted.exported(choice, cache)) is not None:
            return encoder
    return wanted.on_torch()


def load_torch_encoder(
    name: str = DEFAULT, *, download: bool = False, cache: Path | None = None
) -> Encoder:
    """The encoder `name` on sentence-transformers itself, in float32: what exports are held to."""
    return _find(name, cache or default_cache(), download=download).on_torch()


def default_cache() -> Path:
    """BYLINE_CACHE, or else the folder that the system gives a user's caches."""
    if chosen := os.environ.get("BYLINE_CACHE"):
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("byline", appauthor=False)


def _find(
    name: str,
    cache: Path,
    *,
    download: bool,
    threads: int | None = None,
    notify: Callable[[str], None] = _LOG.info,
) -> _Wanted:
    hashes = HashMemory(cache / "hashes.json")
    model = find_model(name, download=download, hashes=hashes)
    return _Wanted(name, model, model_identity(model, hashes), threads or usable_cores(), notify)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A model that was found, and how it is to run."""

    name: str
    model: Path
    identity: str
    threads: int
    notify: Callable[[str], None]

    def exported(self, precision: Precision, cache: Path) -> Encoder | None:
        """The encoder from its export, made if need be; None when there can be none."""
        try:
            return self._from(cache, precision)
        except OSError as error:
            _LOG.warning("%s cannot be written (%s): every start is slow", cache, error.strerror)
        try:
            with tempfile.TemporaryDirectory(prefix="byline-", ignore_cleanup_errors=True) as own:
                return self._from(Path(own), precision)
        except OSError:
            return None

    def _from(self, cache: Path, precision: Precision) -> Encoder | None:
        from index.encoders.onnx_encoder import OnnxEncoder

        hashes = HashMemory(cache / "hashes.json")
        label = fingerprint(self.identity, precision)
        export = export_folder(cache, label)
        manifest = find_export(export, label, hashes)
        if manifest is None:
            manifest = make_export(self.model, export, label, precision, hashes, self.notify)
        if manifest is None or manifest.refused is not None:
            reason = manifest.refused if manifest else "the export was stopped"
            _LOG.warning("encoder %s in %s cannot be used: %s", self.name, precision, reason)
            return None
        return OnnxEncoder(export, manifest, name=self.name, threads=self.threads)

    def on_torch(self) -> Encoder:
        """The encoder on sentence-transformers."""
        from index.encoders.sentence_model import load_sentence_model
        from index.encoders.torch_encoder import TorchEncoder

        label = fingerprint(self.identity, Precision.FLOAT32)
        try:
            model = load_sentence_model(self.model, device=None)
            return TorchEncoder(model, name=self.name, fingerprint=label)
        except Exception as error:  # what a broken model raises depends on what is broken in it
            raise EncoderError(
                f"encoder {self.name}: {self.model} cannot be loaded ({first_line(error)});"
                " choose another"
            ) from error
