"""The models file: language models by name, the one that is used, and where each key is kept."""

import os
from contextlib import suppress
from pathlib import Path

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import ModelError, UsageError
from index.files import reading, replace_text, writing

VARIABLE = "BYLINE_MODELS"
_SERVICE = "byline"  # what the keyring calls us


class SavedModel(BaseModel):
    """A model at an endpoint, or without `url` on this machine; its key is in one place at most."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str
    url: str = Field(default="", repr=False)
    key_env: str = ""
    in_keyring: bool = False
    key: str = Field(default="", repr=False)

    @property
    def key_place(self) -> str:
        """Where the key is, in words."""
        if self.key_env:
            return f"in ${self.key_env}{'' if os.environ.get(self.key_env) else ' (not set)'}"
        return "in the system's keyring" if self.in_keyring else "in the file" if self.key else ""


class ModelFile(BaseModel):
    """Every model by its name; `used` is "" for quotations."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    used: str = ""
    models: dict[str, SavedModel] = {}

    def find(self, name: str) -> SavedModel:
        """The model of this name; raises `UsageError` when there is none."""
        if name not in self.models:
            known = f"there are {', '.join(self.models)}" if self.models else "there is none yet"
            raise UsageError(f"no model {name}: {known}; `byline models add` adds one")
        return self.models[name]


def find_model_file() -> Path:
    """Where it is: the environment variable BYLINE_MODELS, else among the user's settings."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    return user_config_path("byline", appauthor=False) / "models.json"


def read_model_file() -> ModelFile:
    """What it holds, nothing when there is none; raises `UsageError` when it cannot be used."""
    path = find_model_file()
    if not path.exists():
        return ModelFile()
    try:
        with reading(path):
            return ModelFile.model_validate_json(path.read_bytes())
    except ValidationError as error:  # it tells what it read: a key, perhaps
        where = ".".join(map(str, error.errors(include_input=False)[0]["loc"]))
        raise UsageError(
            f"{path}: damaged {f'at {where}' if where else ''}: mend it, or delete it"
            " and run `byline models add`"
        ) from None


def write_model_file(file: ModelFile) -> Path:
    """Put `file` in its place, for its owner alone to read."""
    path = find_model_file()
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_text(path, file.model_dump_json(indent=1, exclude_defaults=True) + "\n")
    return path


def keep_key(name: str, key: str) -> bool:
    """Put the key into the system's keyring; False where there is none that keeps it."""
    with suppress(Exception):  # not installed, locked, or whatever its backend raises
        import keyring

        keyring.set_password(_SERVICE, name, key)
        return bool(keyring.get_password(_SERVICE, name) == key)  # one backend forgets everything
    return False


def forget_key(name: str) -> None:
    """Take the key out of the keyring, if it is there."""
    with suppress(Exception):
        import keyring

        keyring.delete_password(_SERVICE, name)


def key_of(name: str) -> str:
    """The key of the model; raises `ModelError` when it is no longer where it was kept."""
    saved = read_model_file().find(name)
    found: str | None = os.environ.get(saved.key_env) if saved.key_env else saved.key
    if saved.in_keyring:
        with suppress(Exception):
            import keyring

            found = keyring.get_password(_SERVICE, name)
    if not found and saved.key_place:
        raise ModelError(f"the key of {name} is not {saved.key_place.removesuffix(' (not set)')}")
    return found or ""
