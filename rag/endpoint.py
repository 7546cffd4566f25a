"""A language model behind an OpenAI-compatible endpoint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.errors import ModelError
from rag.settings import ModelSettings


class EndpointModel:
    """One plain call for one answer: no retries, no redirects."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        """The model's name at its endpoint."""
        return self._settings.model

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        """The whole reply in one piece."""
        yield self.complete(messages)

    def complete(self, messages: Sequence[Mapping[str, str]]) -> str:
        """The reply to `messages`; raises `ModelError` with a reason a user can act on."""
        import openai

        settings = self._settings
        try:
            with openai.OpenAI(
                base_url=settings.base_url,
                api_key=settings.api_key.get_secret_value() or "none",
                timeout=settings.timeout_s,
                max_retries=0,
            ) as client:
                reply = client.chat.completions.create(
                    model=settings.model, messages=_to_openai(messages), temperature=0
                )
        except openai.APIStatusError as error:
            raise ModelError(
                f"{settings.base_url} answered with status {error.status_code}"
            ) from error
        except openai.APITimeoutError as error:
            raise ModelError(
                f"{settings.base_url} gave no answer within {settings.timeout_s:g} s"
            ) from error
        except openai.OpenAIError as error:
            raise ModelError(f"{settings.base_url} cannot be reached") from error
        return _content(reply, settings.base_url)


def _to_openai(messages: Sequence[Mapping[str, str]]) -> Any:
    return [dict(message) for message in messages]


def _content(reply: Any, base_url: str) -> str:
    choices = getattr(reply, "choices", None)
    content = choices[0].message.content if choices else None
    if not isinstance(content, str) or not content.strip():
        raise ModelError(f"{base_url} gave an empty reply")
    return content
