"""Made-up news: 112 articles, each with seven everyday questions and three it does not answer.

Written for this project; half by `eval.splits.is_tuning` of the article's id is for reporting.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from eval.collections.corpora import write_markdown

NEWS = Path(__file__).with_name("news.jsonl")


class NewsQuestion(BaseModel):
    """A question; `answer` stands in `sentence`, both None when the article does not say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    answer: str | None
    sentence: str | None


class NewsArticle(BaseModel):
    """One article."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    outlet: str
    published: str
    text: str
    questions: tuple[NewsQuestion, ...]

    @property
    def file(self) -> str:
        return f"{self.id}.md"


def read_news() -> list[NewsArticle]:
    """All articles."""
    lines = NEWS.read_text(encoding="utf-8").splitlines()
    return [NewsArticle.model_validate_json(line) for line in lines]


def write_news(folder: Path) -> list[NewsArticle]:
    """The articles, written as Markdown files into the new `folder`."""
    folder.mkdir(parents=True)
    articles = read_news()
    for article in articles:
        write_markdown(folder / article.file, article.title, article.text)
    return articles
