"""`byline eval questions`: generates a question file; tells its word overlap with the gold."""

from collections import Counter
from pathlib import Path

from eval.proposing import propose_questions, trust_note
from eval.questions.folder import read_folder
from eval.questions.overlap import gold_overlap
from eval.questions.schema import Question, write_questions
from index.errors import FolderError, UsageError
from index.text.characters import one_line
from ui.cli.terminal import console, error_console, print_json, wrapped

PER_ARTICLE = 5
MOST = 200


def questions(
    folder: Path,
    out: Path = Path("questions.jsonl"),
    count: int | None = None,
    seed: int = 0,
    json: bool = False,
) -> None:
    """Propose, write, and say how far they can be trusted; a file that is there stays."""
    if not folder.expanduser().is_dir():
        raise FolderError(folder, "not a folder: name the folder that holds the articles")
    if out.exists():
        raise UsageError(f"{out} is there already, perhaps edited: name another with -o")
    documents = read_folder(folder.expanduser(), notify=_progress)
    wanted = count or min(PER_ARTICLE * len(documents), MOST)
    proposed = propose_questions(documents, count=wanted, seed=seed)
    if not proposed:
        raise UsageError(f"{folder}: {len(documents)} articles, none long enough to ask about")
    write_questions(out, proposed)
    if json:
        print_json({"file": str(out), "questions": [_described(q) for q in proposed]})
        return
    _print(proposed, out, folder)


def _print(questions: list[Question], out: Path, folder: Path) -> None:
    terminal = console()
    kinds = Counter(question.id.rsplit("-", 1)[0] for question in questions)
    counts = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    terminal.print(f"{len(questions)} questions written to {out}: {counts}\n", soft_wrap=True)
    terminal.print("overlap  question  (share of its words that stand in its gold sentence)")
    for question in questions:
        terminal.print(wrapped(f"{_overlap_text(question)}  {one_line(question.question)}"))
    terminal.print()
    terminal.print(wrapped(trust_note(questions)))
    terminal.print(f"\nEdit it, then: byline eval run {out} --folder {folder}", soft_wrap=True)


def _overlap_text(question: Question) -> str:
    share = gold_overlap(question)
    return "  -   " if share is None else f"  {share:.2f}"


def _described(question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "question": question.question,
        "kind": question.kind.value,
        "overlap": gold_overlap(question),
    }


def _progress(text: str) -> None:
    error_console().print(text, soft_wrap=True)
