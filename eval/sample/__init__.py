"""The sample data that is installed with Byline: twenty articles and questions about them."""

from pathlib import Path

__all__ = ["sample_folder", "sample_questions"]

_HERE = Path(__file__).parent


def sample_folder() -> Path:
    """The folder of sample articles; `README.md` above it says what is fiction."""
    return _HERE / "articles"


def sample_questions() -> Path:
    """The question file about the sample articles, JSON Lines; see `eval.questions`."""
    return _HERE / "questions.jsonl"
