"""Three test servers for axe: with the sample articles, without articles, with a login."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.shared.scratch_index import build_index
from eval.sample import sample_folder
from tests.support.browsing import page_parts, served
from tests.support.prompts import sent_passages

if TYPE_CHECKING:
    from ui.web.gate import AccountAccess

BASELINE = sample_folder().parent / "baseline"
BROKEN = {"torn.pdf": b"%PDF-1.4\n1 0 obj", "empty.md": b" ", "photo.md": b"\x89PNG\r\n\x1a\n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the pages are."""

    sample: str
    empty: str
    login: str
    model: str  # the name of the sample's model


class Doubtful:
    """A model whose sentences need badges: one right, one wrong, one without a source."""

    name = "a-model"

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        """Four sentences about the first passage; nothing when there is none to write about."""
        told = sent_passages(messages)
        if not told:
            return
        number, _, text = told[0]
        first = text.split(". ")[0].strip(" .")
        yield f"{first} [{number}]. {first}, at a cost of 987 million euros [{number}]. "
        yield f"{first}. The Queen of Spain opened a casino on the moon [{number}]."


@contextmanager
def places(scratch: Path) -> Iterator[Addresses]:
    """Serve all three, with what they keep under `scratch`."""
    articles = scratch / "articles"
    shutil.copytree(sample_folder(), articles)
    for name, content in BROKEN.items():
        (articles / name).write_bytes(content)
    index = build_index(articles, scratch / "index")
    write_runs(scratch / "runs")
    model = Doubtful()
    sample = page_parts(
        index.path, scratch / "kept", scratch / "runs", {model.name: model}, opened=index
    )
    sample.library.warm()  # makes the examples
    empty = page_parts(scratch / "none", scratch / "kept-none", scratch / "runs-none")
    login = page_parts(index.path, scratch / "kept-login", scratch / "runs", opened=index)
    with (
        served(sample) as at_sample,
        served(empty) as at_empty,
        served(login, _accounts(scratch)) as at_login,
    ):
        yield Addresses(sample=at_sample, empty=at_empty, login=at_login, model=model.name)


def write_runs(runs: Path) -> None:
    """The sample's stored run, and another one that is worse at some questions."""
    info = json.loads((BASELINE / "run.json").read_text("utf-8"))
    lines = (BASELINE / "outcomes.jsonl").read_text("utf-8").splitlines()
    for name, worse in (("first", 0), ("second", 20)):
        (runs / name).mkdir(parents=True)
        written = json.dumps({**info, "name": name, "label": name})
        (runs / name / "run.json").write_text(written, encoding="utf-8")
        halved = [_halved(line) for line in lines[:worse]] + lines[worse:]
        text = "".join(f"{line}\n" for line in halved)
        (runs / name / "outcomes.jsonl").write_text(text, encoding="utf-8")


def _halved(line: str) -> str:
    outcome = json.loads(line)
    outcome["values"] = {name: value / 2 for name, value in outcome["values"].items()}
    return json.dumps(outcome)


def _accounts(scratch: Path) -> AccountAccess:
    from argon2 import PasswordHasher

    from ui.web.gate import AccountAccess
    from ui.web.gate.users import Account, changing

    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("correct horse battery")
    with changing(scratch / "users.json") as file:
        file.accounts = file.accounts.with_account(Account(name="Mara", password_hash=quick))
    return AccountAccess.open(scratch / "users.json", scratch / "kept-login")
