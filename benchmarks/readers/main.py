"""Benchmark of the readers: is every character of a known article read, and nothing else?

About 400 files of all formats and kinds are made from articles that are known (`model.py`), and
read as a sync reads them. Half of them, by hash of their names, is for mending the readers.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.readers.bare import CONTROLS, control_document, speed_lines
from benchmarks.readers.corpus import CorpusFile, make_file, plan_files
from benchmarks.readers.measure import Score
from benchmarks.readers.pages import SCAN
from benchmarks.readers.scoring import score_file
from benchmarks.shared.scratch_index import scratch_folder
from benchmarks.shared.types import BenchOptions, BenchResult
from index.readers import DocumentReader
from index.scan import scan_folder
from index.types import Document, FileOutcome

_EXAMPLES = 2
Key = tuple[str, str]  # format, kind


def run(options: BenchOptions) -> BenchResult:
    """The four figures over all files of a half but scans; a table of formats and kinds."""
    files = [make_file(*planned) for planned in plan_files(options.half)][: options.limit]
    with scratch_folder() as folder:
        documents, reasons = read_all(files, folder)
    speed = speed_lines(files) if options.speed else []
    scores: dict[Key, Score] = defaultdict(Score)
    examples: dict[Key, list[str]] = defaultdict(list)
    for file in files:
        score, lines = score_file(file, documents.get(file.name, []))
        scores[file.format, file.kind] += score
        lines = lines or [f"not read: {reasons.get(file.name, 'ignored')}"] * score.failed
        examples[file.format, file.kind] += [f"{file.name}: {line}" for line in lines]
    if options.half != "tuning":
        examples.clear()
    controls = {f"control: {form}": _control(files, form) for form in CONTROLS}
    return BenchResult(
        values=_values(sum((s for (f, _), s in scores.items() if f != SCAN), Score())),
        targets={
            "lost": "0",
            "invented": "0",
            "metadata_right": ">= 0.98",
            "sentences_intact": ">= 0.98",
            "failed": "0",
        },
        notes=("\n".join([*_table(scores, controls, examples), *speed]),),
    )


def read_all(
    files: Sequence[CorpusFile], folder: Path
) -> tuple[Mapping[str, list[Document]], Mapping[str, str]]:
    """The documents that a sync would read of each file, and why there are none."""
    for file in files:
        file.write(folder)
    found: dict[str, list[Document]] = defaultdict(list)
    reasons: dict[str, str] = {}
    with DocumentReader() as reader:
        for scanned in scan_folder(folder):
            if isinstance(scanned, FileOutcome):
                reasons[scanned.path] = scanned.reason
                continue
            for result in reader.read_many([(scanned.path, scanned.doc_id)]):
                if isinstance(result, Document):
                    found[_owner(scanned.doc_id)].append(result)
                else:
                    reasons[scanned.doc_id] = result.reason
    return found, reasons


def _owner(path: str) -> str:
    """The file itself, or the page beside whose folder it lies."""
    folder, _, name = path.partition("/")
    return f"{folder.removesuffix('_files')}.html" if name else path


def _control(files: Sequence[CorpusFile], form: str) -> Score:
    scored = (
        score_file(file, [control_document(file)], known=False)[0]
        for file in files
        if file.format == form
    )
    return sum(scored, Score())


def _values(score: Score) -> dict[str, float]:
    return {
        "lost": score.lost,
        "invented": score.invented,
        "metadata_right": score.known_right / max(1, score.known),
        "sentences_intact": score.intact / max(1, score.sentences),
        "failed": score.failed,
        "files": score.files,
    }


_HEADS = ("files", "failed", "chars", "lost", "invented", "metadata", "sentences")


def _table(
    scores: Mapping[Key, Score],
    controls: Mapping[str, Score],
    examples: Mapping[Key, Sequence[str]],
) -> Iterator[str]:
    formats: dict[str, Score] = defaultdict(Score)
    for (form, _), score in scores.items():
        formats[form] += score
    yield f"{'format':<26}" + "".join(f"{head:>10}" for head in _HEADS)
    for name, score in {**formats, **controls}.items():
        yield _row(name, score)
    yield ""
    yield f"{'kind, where not all is right':<26}" + "".join(f"{head:>10}" for head in _HEADS)
    for key, score in scores.items():
        wrong = score.known - score.known_right + score.sentences - score.intact
        if score.lost or score.invented or score.failed or wrong:
            yield _row(" ".join(key), score)
            yield from (f"    {line}" for line in examples.get(key, [])[:_EXAMPLES])


def _shares(score: Score) -> list[str]:
    pairs = (score.known_right, score.known), (score.intact, score.sentences)
    return [f"{right / total:.3f}" if total else "-" for right, total in pairs]


def _row(name: str, score: Score) -> str:
    numbers = (score.files, score.failed, score.chars, score.lost, score.invented)
    return f"{name:<26}" + "".join(f"{cell:>10}" for cell in (*numbers, *_shares(score)))
