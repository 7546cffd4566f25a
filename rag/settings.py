"""Language model settings, from arguments, the environment (BYLINE_...) or defaults.

`base_url` and `model` name a model at an OpenAI-compatible endpoint, `local_model` one on this
machine. The endpoint is used when both are set; with neither, answers are quotations.
"""

from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import UsageError
from rag.prompt import DEFAULT_BUDGET_TOKENS, DEFAULT_ENCODING
from rag.types import OnUnsupported

_PREFIX = "BYLINE_"


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

    @property
    def has_endpoint(self) -> bool:
        """Whether a model at an endpoint is asked for, if only by half of what it needs."""
        return bool(self.base_url or self.model)

    @property
    def configured(self) -> bool:
        """Whether a language model is asked at all."""
        return self.has_endpoint or bool(self.local_model)
