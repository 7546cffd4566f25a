"""Made-up news with questions in everyday words, of which three an article are not answered by it.

Written for this project. Of `news.jsonl` (112 articles) half is for reporting, by
`eval.splits.is_tuning` of the article's id; all of `stories.jsonl` is for tuning.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from eval.collections.corpora import write_markdown
from eval.splits import is_tuning

NEWS, STORIES = (Path(__file__).with_name(name) for name in ("news.jsonl", "stories.jsonl"))


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

    @property
    def is_for_tuning(self) -> bool:
        return self.id.startswith("story") or is_tuning(self.id)


def read_news(*files: Path) -> list[NewsArticle]:
    """The articles of `files`, or of both."""
    lines = [line for file in files or (NEWS, STORIES) for line in file.open(encoding="utf-8")]
    return [NewsArticle.model_validate_json(line) for line in lines]


def write_news(folder: Path, *files: Path) -> list[NewsArticle]:
    """The articles of `files`, or of both, written as Markdown files into the new `folder`."""
    folder.mkdir(parents=True)
    articles = read_news(*files)
    for article in articles:
        write_markdown(folder / article.file, article.title, article.text)
    return articles
