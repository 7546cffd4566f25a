"""From settings to a language model."""

from __future__ import annotations

from rag.settings import ModelSettings
from rag.types import LanguageModel


def configured_model(settings: ModelSettings) -> LanguageModel | None:
    """The endpoint's model, else the local one, else None; nothing is loaded or asked yet."""
    if settings.has_endpoint:
        from rag.models.endpoint import EndpointModel

        return EndpointModel(settings)
    if settings.local_model:
        from rag.models.local import LocalModel

        return LocalModel(settings.local_model, timeout_s=settings.timeout_s)
    return None
