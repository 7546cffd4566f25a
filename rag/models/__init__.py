"""Language model clients: an OpenAI-compatible endpoint, or a model on this machine.

    configured_models(settings) -> EndpointModel, LocalModel: each is a `LanguageModel`

What a model or its endpoint does wrong is a `ModelError`; nothing else comes out of them.
"""

from rag.models.factory import configured_model, configured_models

__all__ = ["configured_model", "configured_models"]
