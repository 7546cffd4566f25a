"""Index settings: encoder, language, passages, FAISS factory. A change makes sync start anew."""

from pydantic import BaseModel, ConfigDict

DEFAULT_ENCODER = "all-MiniLM-L6-v2"


class IndexSettings(BaseModel):
    """What decides the content of an index; kept inside it and compared at every opening."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoder: str = DEFAULT_ENCODER
    """A sentence-transformers model: hub name or folder."""

    language: str = "en"
    """BCP 47; chooses the stemmer of the lexical arm."""

    whole_documents: bool = False
    """One passage for each article, cut off by the encoder: what retrieval benchmarks assume."""

    fields: dict[str, str] = {}
    """Names of fields in files of articles (JSON, tables) -> the usual ones: headline, body."""

    vector_factory: str = "Flat"
    """A FAISS factory string. Flat is exact; "HNSW32" is faster beyond some 200,000 passages."""
