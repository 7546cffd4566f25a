"""The plan of a run: queries, settings, identity, known before the first query is asked."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path

from eval.running.judging import AnswerJudge
from eval.running.progress import Notify, RunProgress
from eval.running.workspace import Workspace
from eval.types import CodeInfo, Collection, CollectionInfo, Query, RunParts, RunSettings
from index.errors import UsageError
from rag.types import LanguageModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What reading all queries once tells; a malformed one is found before hours of work."""

    queries: int
    judges_answers: bool  # some query says what a right answer is, or that there is none


def survey(collection: Collection, limit: int | None, notify: Notify) -> Survey:
    """Read all queries once; raises `UsageError` when there are none."""
    notify(RunProgress(doing="reading queries"))
    count, judges = 0, False
    for query in islice(collection.queries(), limit):
        count += 1
        judges = judges or bool(query.facts or query.answers or query.answerable is False)
    if not count:
        raise UsageError(f"{collection.name}: holds no queries")
    return Survey(queries=count, judges_answers=judges)


def settings_that_hold(settings: RunSettings, found: Survey, workspace: Workspace) -> RunSettings:
    """The settings asked for, with those of the index, and whether to answer."""
    answers = found.judges_answers if settings.answers is None else settings.answers
    update = {"index": workspace.index.settings, "answers": answers}
    return settings.model_copy(update=update)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One run to make."""

    collection: Collection
    survey: Survey
    workspace: Workspace
    settings: RunSettings  # as they hold: see `settings_that_hold`
    label: str
    limit: int | None
    model: LanguageModel | None
    judge: AnswerJudge | None

    def queries(self) -> Iterator[Query]:
        """The queries to ask, in the order of the collection."""
        return islice(self.collection.queries(), self.limit)

    @property
    def parts(self) -> RunParts:
        """What the run will say of itself."""
        encoder = self.workspace.index.encoder.fingerprint
        model = self.model.name if self.model else None
        judge = self.judge.name if self.judge else None
        return RunParts(
            label=self.label,
            collection=self.collection_info,
            settings=self.settings,
            fingerprint=fingerprint_of(self.settings, encoder, model, judge),
            encoder=encoder,
            model=model,
            judge=judge,
        )

    @property
    def collection_info(self) -> CollectionInfo:
        """What is measured; the digest covers a limit too."""
        limited = "" if self.limit is None else f"\0first {self.survey.queries}"
        digest = hashlib.sha256(f"{self.collection.digest}{limited}".encode()).hexdigest()
        return CollectionInfo(
            name=self.collection.name,
            digest=digest if limited else self.collection.digest,
            corpus_digest=self.workspace.corpus_digest,
            documents=self.workspace.documents,
            queries=self.survey.queries,
        )

    @property
    def partial_name(self) -> str:
        """The folder of the unfinished run: the same for the same work, code included."""
        parts, index = self.parts, self.workspace.index
        text = "\0".join(
            (
                parts.collection.digest,
                parts.collection.corpus_digest,
                parts.fingerprint,
                this_code().digest,
                str(index.path),
                str(index.snapshot().generation),
                self.label,
            )
        )
        return f".unfinished-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


_SOURCES = {
    "index": {".py", ".sql", ".toml"},
    "rag": {".py", ".json", ".npz", ".toml", ".txt"},
    "eval": {".py", ".toml"},
}


@lru_cache(maxsize=1)
def this_code() -> CodeInfo:
    """The version of Byline, and a digest of the source that finds, answers and measures."""
    root = Path(__file__).parents[2]
    digest = hashlib.sha256()
    for package, suffixes in _SOURCES.items():
        for path in sorted((root / package).rglob("*")):
            if path.suffix in suffixes:
                digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return CodeInfo(version=_version(), digest=digest.hexdigest())


def _version() -> str:
    try:
        return version("byline")
    except PackageNotFoundError:
        return "unknown"


def fingerprint_of(
    settings: RunSettings, encoder: str, model: str | None, judge: str | None
) -> str:
    """A SHA-256 of what could change a value; `encoder` is the encoder's own fingerprint."""
    made_with = {
        "settings": settings.model_dump(),
        "encoder": encoder,
        "model": model,
        "judge": judge,
    }
    return hashlib.sha256(json.dumps(made_with, sort_keys=True).encode()).hexdigest()
