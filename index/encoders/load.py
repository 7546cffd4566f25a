"""From a setting to an encoder."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from index.encoders.hardware import gpu_at_hand, usable_cores
from index.encoders.hashing import HashMemory
from index.encoders.identity import fingerprint, model_identity
from index.encoders.manifest import Manifest
from index.encoders.model_folder import DEFAULT, find_model
from index.encoders.onnx_cache import export_folder, find_export, make_export
from index.encoders.text_tokens import TokenEncoder
from index.errors import EncoderError

_LOG = logging.getLogger(__name__)


def load_encoder(
    name: str = DEFAULT,
    *,
    download: bool = False,
    cache: Path | None = None,
    threads: int | None = None,
    notify: Callable[[str], None] = _LOG.info,
) -> TokenEncoder:
    """The encoder `name`, ready for use from several threads.

    The first time, sentence-transformers loads the model in a process of its own and exports it
    to ONNX, which takes about 20 s; from then on ONNX Runtime encodes and torch is not loaded.
    Where that cannot be (a GPU, a model that does not export, a cache that cannot be written),
    sentence-transformers encodes, with the same vectors and so the same fingerprint.

    Args:
        name: `DEFAULT`, a folder, or a model's name on the hub.
        download: Allow the hub to be asked; without it nothing touches the network.
        cache: Where exports are kept; else BYLINE_CACHE, else the user's cache folder.
        threads: How many texts are encoded at a time; else one for each physical core.
        notify: Is told, in one line, when there is something to wait for.

    Raises:
        EncoderError: the weights are missing, are not the expected ones, or cannot be loaded.
    """
    cache = cache or default_cache()
    hashes = HashMemory(cache / "hashes.json")
    folder = find_model(name, download=download, hashes=hashes)
    wanted = fingerprint(model_identity(folder, hashes))
    if gpu_at_hand():
        return _load_torch(name, folder, wanted)
    export = export_folder(cache, wanted)
    manifest = _find_or_make(folder, export, wanted, hashes, notify)
    if manifest is None or manifest.refused is not None:
        return _load_torch(name, folder, wanted)
    return _load_onnx(name, export, manifest, threads or usable_cores())


def default_cache() -> Path:
    """BYLINE_CACHE, or else the folder that the system gives a user's caches."""
    if chosen := os.environ.get("BYLINE_CACHE"):
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("byline", appauthor=False)


def _find_or_make(
    model: Path, export: Path, wanted: str, hashes: HashMemory, notify: Callable[[str], None]
) -> Manifest | None:
    manifest = find_export(export, wanted, hashes)
    if manifest is None:
        try:
            manifest = make_export(model, export, wanted, hashes, notify)
        except OSError as error:
            _LOG.warning("%s cannot be written (%s): every start is slow", export.parent, error)
    if manifest is not None and manifest.refused is not None:
        _LOG.warning("the encoder runs on torch, starting slowly: %s", manifest.refused)
    return manifest


def _load_onnx(name: str, export: Path, manifest: Manifest, threads: int) -> TokenEncoder:
    from index.encoders.onnx_encoder import OnnxEncoder

    return OnnxEncoder(export, manifest, name=name, threads=threads)


def _load_torch(name: str, folder: Path, wanted: str) -> TokenEncoder:
    from index.encoders.sentence_model import load_sentence_model
    from index.encoders.torch_encoder import TorchEncoder

    try:
        model = load_sentence_model(folder, device=None)
        return TorchEncoder(model, name=name, fingerprint=wanted)
    except (OSError, ValueError, RuntimeError, ImportError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise EncoderError(f"encoder {name}: {folder} cannot be loaded ({reason})") from error
