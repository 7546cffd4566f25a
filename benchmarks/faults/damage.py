"""Damage to an index: pages of zeros, single bits of text, vectors and caches, caches exchanged.

Each case damages a copy of the index, asks about it, lets `doctor` look and a sync mend it.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from unittest.mock import patch

from benchmarks.shared.fake_encoder import HashedWords
from index.errors import BylineError
from index.index import Index, open_or_create
from index.location import LOCK_NAME, MANIFEST_NAME, STORE_NAME, VECTORS_NAME
from index.search.lexical import current_folder
from index.store.schema import PAGE_BYTES
from index.types import Filters
from index.upkeep.doctor import examine
from rag.answerer import Answerer

ARTICLES = 24
BITS = 3  # of each file of the caches
_NOUNS = ("ferry", "harbour", "orchard", "library", "tower", "market", "bridge", "museum")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A way to damage the index in a folder, and the question that shows it to a reader."""

    name: str
    damage: Callable[[Path], None]
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of a case: wrong quotations, articles that are lost, and whether it was seen.

    Not all bytes of tantivy's files are read by a search: what changes nothing is `harmless`.
    """

    wrong: int
    lost: int
    noticed: bool
    repaired: bool
    harmless: bool = False


def write_articles(folder: Path, words: str = "costs") -> dict[str, str]:
    """Fiction, each article with a figure of its own; the text of each by its name."""
    folder.mkdir()
    texts = {}
    for number in range(ARTICLES):
        noun = f"{_NOUNS[number % len(_NOUNS)]} of quay {number}"
        texts[f"{number}.md"] = (
            f"The {noun} {words} {number * 37 + 1000} pounds a year. "
            + f"The council of ward {number} agreed to that without a vote. "
            * (1 if number else 400)  # one has pages of its own
        ).strip()
        (folder / f"{number}.md").write_text(f"# Report {number}\n\n{texts[f'{number}.md']}\n")
    return texts


def all_cases(index: Path, other: Path, texts: dict[str, str]) -> Iterator[Case]:
    """Every case for the index at `index`; `other` is one of other articles."""
    chance = random.Random(11)
    store = (index / STORE_NAME).read_bytes()
    names = list(texts)
    ask = [_question(names[place % len(names)], texts) for place in range(len(names))]
    for page in range(len(store) // PAGE_BYTES):
        yield _bytes_case(f"page {page}", STORE_NAME, page * PAGE_BYTES, PAGE_BYTES, ask[page % 24])
    for name, text in texts.items():
        figure = store.index(text[:60].encode()) + text.index(" pounds") - 1
        yield _bit_case(f"text of {name}", STORE_NAME, figure, 0, _question(name, texts))
    opened = Index.open(index, load=lambda name: HashedWords())
    for number, (vector,) in enumerate(opened.store.rows("SELECT vector FROM embeddings")):
        if (start := store.find(vector)) >= 0:
            place, bit = start + chance.randrange(len(vector)), chance.randrange(8)
            yield _bit_case(f"vector {number}", STORE_NAME, place, bit, ask[number % 24])
    opened.close()
    for path in _cache_files(index):
        size = (index / path).stat().st_size
        for count in range(BITS if size else 0):
            place, bit = size * (2 * count + 1) // (2 * BITS), chance.randrange(8)
            yield _bit_case(f"{_kind(path)} bit {count}", path, place, bit, ask[count])
    yield Case(name="vectors exchanged", question=ask[0], damage=lambda at: _vectors(other, at))
    yield Case(name="words exchanged", question=ask[1], damage=lambda at: _words(other, at))
    for name in (VECTORS_NAME, MANIFEST_NAME):
        yield Case(
            name=f"{name} exchanged",
            question=ask[2],
            damage=lambda at, name=name: _copy(other / name, at / name),  # type: ignore[misc]
        )


def try_case(case: Case, index: Path, folder: Path, texts: dict[str, str], scratch: Path) -> Found:
    """Damage a copy, ask, look, mend, and see what there is then."""
    wrong = wrong_quotes(_damaged(case, index, scratch), case.question, texts)
    at = _damaged(case, index, scratch)  # anew: a question mends the caches, too
    with patch("index.index.load_default_encoder", lambda name: HashedWords()):
        noticed = any(not finding.ok or finding.repaired for finding in examine(at))
        wrong += wrong_quotes(at, case.question, texts)
        harmless = not noticed and hits_of(at, case.question) == hits_of(index, case.question)
        try:
            open_or_create(at).sync(folder)
            mended = all(finding.ok for finding in examine(at))
            found = Index.open(at).snapshot().documents(texts)
        except BylineError:
            return Found(wrong=wrong, lost=len(texts), noticed=noticed, repaired=False)
    lost = sum(name not in found or found[name].text != text for name, text in texts.items())
    repaired = mended and not lost
    return Found(wrong=wrong, lost=lost, noticed=noticed, repaired=repaired, harmless=harmless)


def _damaged(case: Case, index: Path, scratch: Path) -> Path:
    """A damaged copy in a folder of its own: what was open may still write into the last one."""
    for old in scratch.glob("damaged-*"):
        shutil.rmtree(old, ignore_errors=True)
    at = Path(mkdtemp(prefix="damaged-", dir=scratch)) / "index"
    shutil.copytree(index, at)
    case.damage(at)
    return at


def wrong_quotes(at: Path, question: str, texts: dict[str, str]) -> int:
    """How many quotations of the answer are not in the article as it was written."""
    try:
        with closing(Index.open(at, load=lambda name: HashedWords())) as opened:
            answer = Answerer(opened).answer(question)
    except BylineError:
        return 0  # an error quotes nothing
    quoted = [citation for sentence in answer.sentences for citation in sentence.citations]
    return sum(one.quote not in texts.get(one.doc_id, "") for one in quoted)


def hits_of(at: Path, question: str) -> list[tuple[int, float]]:
    """What both arms find."""
    with closing(Index.open(at, load=lambda name: HashedWords())) as opened:
        query = HashedWords().encode_queries([question])[0]
        snapshot = opened.snapshot()
        dense = snapshot.search_dense(query, 10, Filters())
        return dense + snapshot.search_lexical(question, 10, Filters())


def _question(name: str, texts: dict[str, str]) -> str:
    return f"How many pounds a year does {texts[name].partition(' costs ')[0].lower()} cost?"


def _cache_files(index: Path) -> list[str]:
    files = [path for path in index.rglob("*") if path.is_file() and path.name != STORE_NAME]
    names = [path.relative_to(index).as_posix() for path in files]
    return sorted(name for name in names if not name.endswith((LOCK_NAME, ".lock")))


def _kind(path: str) -> str:
    """Its name without what is drawn anew for each index."""
    folder, _, name = path.rpartition("/")
    segment = name.partition(".")[0]
    return f"words *{name.removeprefix(segment)}" if folder and len(segment) == 32 else name


def _bytes_case(name: str, file: str, start: int, count: int, question: str) -> Case:
    def damage(at: Path) -> None:
        data = bytearray((at / file).read_bytes())
        data[start : start + count] = bytes(count)
        (at / file).write_bytes(data)

    return Case(name=name, damage=damage, question=question)


def _bit_case(name: str, file: str, place: int, bit: int, question: str) -> Case:
    def damage(at: Path) -> None:
        data = bytearray((at / file).read_bytes())
        data[place] ^= 1 << bit
        (at / file).write_bytes(data)

    return Case(name=name, damage=damage, question=question)


def _copy(source: Path, to: Path) -> None:
    shutil.copy(source, to)


def _vectors(other: Path, at: Path) -> None:
    for name in (VECTORS_NAME, MANIFEST_NAME):
        shutil.copy(other / name, at / name)


def _words(other: Path, at: Path) -> None:
    here, there = current_folder(at), current_folder(other)
    assert here is not None
    assert there is not None
    shutil.rmtree(here)
    shutil.copytree(there, here)
