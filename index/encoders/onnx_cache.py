"""The user's cache of exported models: whole or absent, made by one process at a time."""

import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from index.encoders.hashing import HashMemory
from index.encoders.manifest import (
    EXPORT_FORMAT,
    MANIFEST_FILE,
    ExportManifest,
    Precision,
    read_manifest,
)
from index.files import fsync_folder, fsync_path

_LOG = logging.getLogger(f"byline.{__name__}")
_PACKAGE_ROOT = Path(__file__).resolve().parents[2]
NO_TELEMETRY = {"ORT_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


def export_folder(cache: Path, fingerprint: str) -> Path:
    """Where the export of the model with this fingerprint stands."""
    return cache / "encoders" / f"{fingerprint}-{EXPORT_FORMAT}"


def find_export(folder: Path, fingerprint: str, hashes: HashMemory) -> ExportManifest | None:
    """The manifest of a whole export (or of a refusal) in `folder`; None: make it anew."""
    manifest = read_manifest(folder)
    if manifest is None or manifest.fingerprint != fingerprint:
        return None
    if manifest.refused is None and not manifest.files:
        return None
    try:
        whole = all(
            hashes.sha256(folder / name) == digest for name, digest in manifest.files.items()
        )
    except OSError:
        return None
    return manifest if whole else None


def make_export(
    model: Path,
    folder: Path,
    fingerprint: str,
    precision: Precision,
    hashes: HashMemory,
    notify: Callable[[str], None],
) -> ExportManifest | None:
    """Export `model` into `folder` unless another process just did.

    Returns None when the export was stopped from outside, so that the next start tries again.
    Raises OSError when the cache cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(folder.with_suffix(".lock"), mode=0o600):
        found = find_export(folder, fingerprint, hashes)
        if found is not None:
            return found
        notify("preparing the encoder (once, up to a minute)")
        # What processes that died left behind; the lock says that none is at work.
        for leftover in folder.parent.glob(f".tmp-{folder.name}-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        return _export_into(model, folder, fingerprint, precision)


def _export_into(
    model: Path, folder: Path, fingerprint: str, precision: Precision
) -> ExportManifest | None:
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".tmp-{folder.name}-"))
    try:
        made = temporary / "made"
        made.mkdir(mode=0o700)
        _run_export(model, made, fingerprint, precision)
        manifest = read_manifest(made)
        if manifest is None:
            return None
        for path in list(made.iterdir()):
            if manifest.refused is not None and path.name != MANIFEST_FILE:
                path.unlink()
            else:
                path.chmod(0o600)
                fsync_path(path)
        fsync_folder(made)
        if folder.exists():
            folder.rename(temporary / "damaged")
        made.rename(folder)
        fsync_folder(folder.parent)
        return manifest
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _run_export(model: Path, output: Path, fingerprint: str, precision: Precision) -> None:
    environment = {
        **os.environ,
        **NO_TELEMETRY,
        "PYTHONPATH": os.pathsep.join(
            filter(None, [str(_PACKAGE_ROOT), os.environ.get("PYTHONPATH")])
        ),
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    arguments = [str(model), str(output), fingerprint, precision]
    command = [sys.executable, "-m", "index.encoders.export", *arguments]
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        _LOG.warning("the encoder's export ended with %s: %s", done.returncode, *last or [""])
