"""`python -m eval.questions fill|check|overlap`: see the package."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.questions.folder import read_folder
from eval.questions.overlap import gold_overlap
from eval.questions.places import check_question, located
from eval.questions.schema import Question, read_questions, write_questions
from index.errors import BylineError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0, or 1 after an error in one line on stderr."""
    options = _options(arguments)
    try:
        return _run(options.command, options.file, options.folder)
    except BylineError as error:
        print(error, file=sys.stderr)
        return 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.questions", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("fill", "check", "overlap"):
        command = commands.add_parser(name)
        command.add_argument("file", type=Path)
        command.add_argument("folder", type=Path, nargs=None if name != "overlap" else "?")
    return parser.parse_args(arguments)


def _run(command: str, file: Path, folder: Path) -> int:
    questions = list(read_questions(file))
    if command == "overlap":
        _print_overlap(questions)
        return 0
    documents = read_folder(folder)
    if command == "fill":
        write_questions(file, [located(question, documents) for question in questions])
    for question in questions if command == "check" else ():
        check_question(question, documents)
    print(f"{len(questions)} questions, {len(documents)} documents: every gold sentence found")
    return 0


def _print_overlap(questions: Sequence[Question]) -> None:
    rows = [(share, q) for q in questions if (share := gold_overlap(q)) is not None]
    for share, question in sorted(rows, key=lambda row: (-row[0], row[1].id)):
        print(f"{share:.2f}  {question.id}  {question.question}")
    if rows:
        print(f"mean {sum(share for share, _ in rows) / len(rows):.3f} over {len(rows)} questions")


if __name__ == "__main__":
    raise SystemExit(main())
