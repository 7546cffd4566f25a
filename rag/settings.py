"""Settings of the answering side, from arguments, the environment (BYLINE_...) or defaults."""

from __future__ import annotations

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.prompt import DEFAULT_BUDGET_TOKENS


class ModelSettings(BaseSettings):
    """Which language model to use; without `base_url` and `model`, answers are quotations."""

    model_config = SettingsConfigDict(env_prefix="BYLINE_", frozen=True, extra="forbid")

    base_url: str = ""
    """An OpenAI-compatible endpoint, such as http://127.0.0.1:11434/v1."""

    model: str = ""
    """The model's name at that endpoint."""

    api_key: SecretStr = SecretStr("")
    """Sent to that endpoint only, and never printed."""

    timeout_s: float = Field(default=60.0, gt=0)
    """For the whole reply."""

    budget_tokens: int = Field(default=DEFAULT_BUDGET_TOKENS, ge=1)
    """Most tokens of a prompt, instructions included."""

    @property
    def configured(self) -> bool:
        """Whether a language model is asked at all."""
        return bool(self.base_url and self.model)
