"""Language model clients: an OpenAI-compatible endpoint, or a model on this machine.

    configured_models(settings) -> EndpointModel, LocalModel: each is a `LanguageModel`

What a model or its endpoint does wrong is a `ModelError`; nothing else comes out of them.
"""

from rag.settings import ModelSettings
from rag.types import LanguageModel


def configured_models(settings: ModelSettings) -> tuple[LanguageModel, ...]:
    """The endpoint's model, then the local one, where configured; nothing is loaded yet."""
    found: list[LanguageModel] = []
    if settings.has_endpoint:
        from rag.models.endpoint import EndpointModel

        found.append(EndpointModel(settings))
    if settings.local_model:
        from rag.models.local import LocalModel

        found.append(LocalModel(settings.local_model, timeout_s=settings.timeout_s))
    return tuple(found)


def configured_model(settings: ModelSettings) -> LanguageModel | None:
    """The first of `configured_models`, which answers when nothing else is asked for."""
    return next(iter(configured_models(settings)), None)
