"""The child process: its limits, its deaths, and that nothing of it stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from index.errors import ReadError
from index.readers import DocumentReader, Limits
from index.readers.files import read_stable
from index.readers.kinds import Unreadable
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
    slow = _write(tmp_path / "slow.txt", "word and more words. " * 2_000_000)
    quick = _write(tmp_path / "quick.txt")
    with DocumentReader(Limits(seconds=0.4)) as reader:
        started = time.monotonic()
        results = list(reader.read_many([(slow, "slow.txt"), (quick, "quick.txt")]))
        assert time.monotonic() - started < 60
    assert isinstance(results[0], ReadError)
    assert results[0].reason == "took longer than 0.4 s"
    assert isinstance(results[1], Document)


@linux_only
def test_goes_on_with_the_next_file_when_one_needs_too_much_memory(tmp_path: Path) -> None:
    big = _write(tmp_path / "big.txt", "word and more words. " * 2_000_000)
    quick = _write(tmp_path / "quick.txt")
    with DocumentReader(Limits(memory_bytes=200 << 20)) as reader:
        assert _reason(reader, big) == "needed more than 200 MB"
        assert reader.read(quick, "quick.txt").text


def test_says_so_when_a_file_is_too_big(tmp_path: Path) -> None:
    with DocumentReader(Limits(file_bytes=1_000_000)) as reader:
        big = _write(tmp_path / "big.txt", "x" * 2_000_000)
        assert _reason(reader, big) == "bigger than 1 MB (2 MB)"


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
    path = _write(tmp_path / "slow.txt", "word and more words. " * 2_000_000)
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


def test_says_so_when_a_file_changes_while_being_read(tmp_path: Path) -> None:
    path = _write(tmp_path / "growing.txt", "x" * 40_000_000)
    done = threading.Event()

    def grow() -> None:
        with path.open("a") as stream:
            while not done.is_set():
                stream.write("y")
                stream.flush()

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        with pytest.raises(Unreadable, match="vanished while being read"):
            read_stable(path, 1_000_000_000)
    finally:
        done.set()
        writer.join()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_says_so_when_a_file_may_not_be_read(tmp_path: Path) -> None:
    path = _write(tmp_path / "closed.md")
    path.chmod(0)
    with DocumentReader() as reader:
        assert _reason(reader, path) == "no permission to read it"


@pytest.mark.slow
def test_reads_a_line_of_20_mb_when_the_usual_limits_hold(tmp_path: Path) -> None:
    path = _write(tmp_path / "line.txt", "word and more words. " * 1_000_000)
    with DocumentReader() as reader:
        assert len(reader.read(path, "line.txt").text) == 21_000_000


@pytest.mark.slow
def test_reads_many_small_files_quickly(tmp_path: Path) -> None:
    text = "---\ntitle: Vote\n---\n" + "The council met on Monday. It voted.\n\n" * 40
    files = [(_write(tmp_path / f"{number}.md", text), f"{number}.md") for number in range(400)]
    with DocumentReader() as reader:
        reader.read(*files[0])
        started = time.monotonic()
        assert all(isinstance(result, Document) for result in reader.read_many(files))
        # 2,000 a minute; on an idle machine it is ten times that.
        assert len(files) / (time.monotonic() - started) > 33


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
