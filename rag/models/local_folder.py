"""Finds a local model's folder (path, Hugging Face cache) and checks that it is safe to load."""

import json
from pathlib import Path

from index.encoders.hub import find_on_hub
from index.errors import ModelError

_PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")
_MAY_NAME_CODE = ("config.json", "tokenizer_config.json", "generation_config.json")


def find_local_model(name: str, *, download: bool) -> Path:
    """The folder of the model `name`, which is a folder or a name on the hub.

    `ModelError` when it is not there, is no transformers model, holds its weights as pickle, or
    asks for code of its own to be run.
    """
    folder = Path(name).expanduser()
    if not folder.is_dir():
        try:
            folder = find_on_hub(name, download=download, remedy="run `byline models --download`")
        except LookupError as error:
            raise ModelError(str(error)) from None
    _refuse_code(folder)
    _refuse_pickles(folder)
    return folder


def _refuse_code(folder: Path) -> None:
    if not (folder / "config.json").is_file():
        raise ModelError(f"is no transformers model: {folder} holds no config.json")
    for name in _MAY_NAME_CODE:
        if _read(folder / name).get("auto_map"):
            raise ModelError(
                f"wants to run code of its own ({name}: auto_map), which Byline never does: "
                "choose another model"
            )


def _refuse_pickles(folder: Path) -> None:
    if any(folder.glob("*.safetensors")):
        return
    if any(path for pattern in _PICKLES for path in folder.glob(pattern)):
        raise ModelError(
            "holds its weights as pickle only, which can run code: choose one with .safetensors"
        )
    raise ModelError(f"has no weights: {folder} holds no .safetensors file")


def _read(path: Path) -> dict[str, object]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        raise ModelError(f"is damaged: {path} cannot be read") from None
    return values if isinstance(values, dict) else {}
