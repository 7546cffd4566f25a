"""The child process: its limits, its deaths, and that nothing of it stays behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from index.errors import ReadError, UsageError
from index.readers import DocumentReader, Limits
from index.readers.files import read_stable
from index.readers.kinds import Unreadable
from index.readers.limits import chosen_limits
from index.types import Document

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


def _write(path: Path, text: str = "The council met on Monday.") -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _children(pid: int) -> list[int]:
    """The processes whose parent is `pid`, whichever of its threads started them."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state_and_parent = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(state_and_parent[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def _is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def _reason(reader: DocumentReader, path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        reader.read(path, path.name)
    return caught.value.reason


def test_goes_on_with_the_next_file_when_one_takes_too_long(tmp_path: Path) -> None:
    slow = _write(tmp_path / "slow.txt", "word and more words. " * 470_000)
    quick = _write(tmp_path / "quick.txt")
    with DocumentReader(Limits(seconds=0.1)) as reader:
        assert _reason(reader, slow) == "took longer than 0.1 s"
        reader._limits = Limits()  # on a busy machine even a quick one takes longer than that
        assert reader.read(quick, "quick.txt").text


@linux_only
def test_goes_on_with_the_next_file_when_one_needs_too_much_memory(tmp_path: Path) -> None:
    body = "word and more words. " * 2_100_000
    big = _write(tmp_path / "big.json", json.dumps({"title": "Vote", "body": body}))
    quick = _write(tmp_path / "quick.txt")
    with DocumentReader(Limits(memory_bytes=200 << 20)) as reader:
        assert _reason(reader, big) == "needed more than 200 MB"
        assert reader.read(quick, "quick.txt").text


def test_says_so_when_a_file_is_too_big(tmp_path: Path) -> None:
    with DocumentReader(Limits(file_bytes=1_000_000)) as reader:
        big = _write(tmp_path / "big.txt", "x" * 2_000_000)
        assert _reason(reader, big) == (
            "bigger than 1 MB (2 MB): split it, or raise BYLINE_LARGEST_MB"
        )


def test_a_text_of_a_library_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with DocumentReader() as reader:
        big = _write(tmp_path / "big.txt", "x y\n" * 2_600_000)
        assert _reason(reader, big) == "more than 10 million characters: split it"


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.mbox"])
def test_a_container_that_is_read_piece_by_piece_may_be_larger(tmp_path: Path, name: str) -> None:
    mail = "From a@b.example Mon Mar  4 10:00:00 2024\nFrom: a@b.example\nSubject: S\n\n{}\n\n"
    one = mail if name.endswith(".mbox") else '{{"title": "S", "body": "{}"}}\n'
    big = _write(tmp_path / name, "".join(one.format(f"The vote {n} was held.") for n in range(9)))
    with DocumentReader(Limits(file_bytes=100, streamed_bytes=10_000)) as reader:
        assert len(list(reader.read_many([(big, name)]))) == 9
    with DocumentReader(Limits(streamed_bytes=100)) as reader:
        assert "BYLINE_LARGEST_MB" in str(next(reader.read_many([(big, name)])))


def test_the_environment_may_allow_more_with_the_memory_for_it(monkeypatch) -> None:
    monkeypatch.setenv("BYLINE_LARGEST_MB", "2000")
    chosen = chosen_limits()
    assert (chosen.file_bytes, chosen.streamed_bytes) == (2_000_000_000, 2_000_000_000)
    assert chosen.memory_bytes == 40 << 30
    monkeypatch.setenv("BYLINE_LARGEST_MB", "10")
    assert chosen_limits().streamed_bytes == 500_000_000
    for wrong in ("much", "-1", "0", "1e3"):
        monkeypatch.setenv("BYLINE_LARGEST_MB", wrong)
        with pytest.raises(UsageError, match="give a number of megabytes"):
            chosen_limits()


@linux_only
def test_starts_another_process_when_one_was_killed(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.txt")
    before = set(_children(os.getpid()))
    with DocumentReader() as reader:
        reader.read(path, "a.txt")
        (worker,) = set(_children(os.getpid())) - before
        os.kill(worker, signal.SIGKILL)
        assert "SIGKILL" in _reason(reader, path)
        assert reader.read(path, "a.txt").text
    assert set(_children(os.getpid())) <= before


@linux_only
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_ends_with_its_parent_when_that_is_stopped(tmp_path: Path, how: signal.Signals) -> None:
    path = _write(tmp_path / "slow.txt", "word and more words. " * 470_000)
    quick = _write(tmp_path / "quick.txt")
    code = (
        "import signal, sys; from pathlib import Path; from index.readers import DocumentReader\n"
        # A shell starts what runs in its background with SIGINT ignored.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "reader = DocumentReader(); reader.read(Path(sys.argv[2]), 'quick.txt')\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    reader.read(Path(sys.argv[1]), 'slow.txt')\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, str(path), str(quick)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    (worker,) = _children(parent.pid)
    time.sleep(0.2)
    parent.send_signal(how)
    parent.wait(timeout=20)
    parent.stdout.close()
    ended = time.monotonic() + 15
    while _is_alive(worker) and time.monotonic() < ended:
        time.sleep(0.05)
    assert not _is_alive(worker)


def test_takes_turns_when_threads_share_it(tmp_path: Path) -> None:
    paths = [_write(tmp_path / f"{number}.txt", f"Story {number}.") for number in range(40)]
    texts: dict[str, str] = {}
    with DocumentReader() as reader:

        def read(part: list[Path]) -> None:
            texts.update({path.stem: reader.read(path, path.name).text for path in part})

        threads = [threading.Thread(target=read, args=(paths[start::4],)) for start in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert texts == {str(number): f"Story {number}." for number in range(40)}


def test_imports_nothing_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _write(tmp_path / "yaml.py", "open('PWNED', 'w')")
    with DocumentReader() as reader:
        reader.read(_write(tmp_path / "a.md", "---\ntitle: A\n---\nText."), "a.md")
    assert not (tmp_path / "PWNED").exists()


def test_says_so_when_a_file_is_gone_or_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    with DocumentReader() as reader:
        assert _reason(reader, tmp_path / "gone.md") == "vanished while being read"
        assert _reason(reader, tmp_path / "folder.md") == "not a regular file"
        if hasattr(os, "mkfifo"):
            os.mkfifo(tmp_path / "fifo.md")
            assert _reason(reader, tmp_path / "fifo.md") == "not a regular file"
            (tmp_path / "link.md").symlink_to("fifo.md")
            assert _reason(reader, tmp_path / "link.md") == "a link"


def test_says_so_when_a_file_changes_while_being_read(tmp_path: Path, monkeypatch) -> None:
    path = _write(tmp_path / "growing.txt", "x" * 1000)
    read = os.read

    def grow_and_read(descriptor: int, most: int) -> bytes:
        with path.open("a") as stream:
            stream.write("y")
        return read(descriptor, most)

    monkeypatch.setattr("index.readers.files.os.read", grow_and_read)
    with pytest.raises(Unreadable, match="vanished while being read"):
        read_stable(path, 1_000_000_000)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_says_so_when_a_file_may_not_be_read(tmp_path: Path) -> None:
    path = _write(tmp_path / "closed.md")
    path.chmod(0)
    with DocumentReader() as reader:
        assert _reason(reader, path) == "no permission to read it"


@pytest.mark.slow
def test_reads_a_line_of_9_mb_when_the_usual_limits_hold(tmp_path: Path) -> None:
    path = _write(tmp_path / "line.txt", "word and more words. " * 470_000)
    with DocumentReader() as reader:
        assert len(reader.read(path, "line.txt").text) == 9_870_000


@pytest.mark.slow
def test_reads_many_small_files_quickly(tmp_path: Path) -> None:
    text = "---\ntitle: Vote\n---\n" + "The council met on Monday. It voted.\n\n" * 40
    files = [(_write(tmp_path / f"{number}.md", text), f"{number}.md") for number in range(400)]
    with DocumentReader() as reader:
        reader.read(*files[0])
        before = _processor_time()
        assert all(isinstance(result, Document) for result in reader.read_many(files))
        # 2,000 a minute of the processor's time; on an idle machine it is ten times that.
        assert len(files) / (_processor_time() - before) > 33


def _processor_time() -> float:
    """What this process and the reading process took of the processor so far."""
    own = psutil.Process()
    times = [process.cpu_times() for process in (own, *own.children())]
    return sum(each.user + each.system for each in times)


@linux_only
def test_keeps_its_process_when_the_parent_is_large(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.txt")
    held = bytearray(300 << 20)
    before = set(_children(os.getpid()))
    with DocumentReader(Limits(memory_bytes=400 << 20)) as reader:
        reader.read(path, "a.txt")
        (worker,) = set(_children(os.getpid())) - before
        reader.read(path, "a.txt")
        assert worker in _children(os.getpid())
    assert held[-1] == 0
