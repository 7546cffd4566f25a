"""Language models: at an OpenAI-compatible endpoint, or on this machine.

    configured_model(settings) -> EndpointModel | LocalModel | None; each is a `LanguageModel`

What a model or its endpoint does wrong is a `ModelError`; nothing else comes out of them.
"""

from rag.models.configured import configured_model

__all__ = ["configured_model"]
