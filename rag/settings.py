"""Language model settings: arguments, the environment (BYLINE_...), the models file, defaults.

`base_url` and `model` name a model at an OpenAI-compatible endpoint, `local_model` one on this
machine. The endpoint is used when both are set; with neither, answers are quotations.
"""

from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from index.errors import UsageError
from rag.model_file import key_of, read_model_file
from rag.prompt import DEFAULT_BUDGET_TOKENS, DEFAULT_ENCODING
from rag.types import OnUnsupported

_PREFIX = "BYLINE_"


class _Saved(PydanticBaseSettingsSource):
    """The model that `byline models` says to use; nothing of it where another place is named.

    Its key must not go to an endpoint that the environment names.
    """

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Not asked: the source gives all of its values at once."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        if {"base_url", "local_model", "saved"} & self.current_state.keys():
            return {}
        file = read_model_file()
        if not file.used:
            return {}
        saved = file.find(file.used)
        if saved.url:
            return {"base_url": saved.url, "model": saved.model, "saved": file.used}
        named = self.current_state.get("model")
        return {} if named else {"local_model": saved.model, "saved": file.used}


class ModelSettings(BaseSettings):
    """Which language model to use, if any.

    Raises:
        UsageError: a setting is of the wrong kind. A model that is none, or cannot be reached,
            is found when it is asked; answers are then quotations.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    base_url: str = Field(default="", repr=False)
    """An OpenAI-compatible endpoint, such as http://127.0.0.1:11434/v1. May hold credentials
    (user:password@, ?key=), which are not shown."""

    model: str = ""
    """The model's name at that endpoint."""

    api_key: SecretStr = SecretStr("")
    """Sent to that endpoint only, and never printed."""

    local_model: str = ""
    """A transformers model on this machine: its folder, or its name on the hub if it has been
    downloaded. Used when there is no endpoint."""

    timeout_s: float = Field(default=60.0, gt=0, le=86_400)
    """For the whole reply, retries included."""

    budget_tokens: int = Field(default=DEFAULT_BUDGET_TOKENS, ge=1)
    """Most tokens of a prompt, instructions included."""

    token_encoding: str = DEFAULT_ENCODING
    """The tiktoken encoding that tokens are counted in; others than the default are fetched."""

    on_unsupported: OnUnsupported = OnUnsupported.FLAG
    """What becomes of a sentence of the model that no passage bears out: flag, or drop."""

    saved: str = ""
    """The name in the models file that this model has, and under which its key is found."""

    checking_model: str = ""
    """A cross-encoder for natural language inference that looks at sentences too: a folder, or a
    name on the hub if it has been downloaded."""

    def __init__(self, **values: Any) -> None:
        problem = ""
        try:
            super().__init__(**values)
        except ValidationError as error:
            first = error.errors(include_input=False, include_context=False)[0]
            name = f"{_PREFIX}{'_'.join(map(str, first['loc'])).upper()}"
            problem = f"{name.strip('_')}: {first['msg'][:1].lower()}{first['msg'][1:]}"
        if problem:
            raise UsageError(problem)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        *others: PydanticBaseSettingsSource,
        **named: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments go before the environment, and that before the models file."""
        answers = settings_cls.model_config.get("env_prefix") == _PREFIX  # no judge's
        return (init_settings, env_settings, *([_Saved(settings_cls)] if answers else []))

    def secret(self) -> SecretStr:
        """The key to send; raises `ModelError` when it is not where the models file says."""
        if self.api_key.get_secret_value() or not self.saved:
            return self.api_key
        return SecretStr(key_of(self.saved))

    @property
    def has_endpoint(self) -> bool:
        """Whether a model at an endpoint is asked for, if only by half of what it needs."""
        return bool(self.base_url or self.model)

    @property
    def configured(self) -> bool:
        """Whether a language model is asked at all."""
        return self.has_endpoint or bool(self.local_model)
