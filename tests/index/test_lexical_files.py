"""Whether the lexical cache is whole: every file that it is made of, and no other."""

from __future__ import annotations

import json

import pytest

from index.lexical import LexicalIndex
from index.lexical_files import is_whole

COMPONENTS = ["fast", "fieldnorm", "idx", "pos", "store", "term"]


@pytest.fixture
def folder(tmp_path):
    """Two segments; in the first, the sentinel is deleted."""
    lexical = LexicalIndex.create("en", tmp_path / "lexical-1")
    lexical.add([(1, "A storm took twelve boats."), (2, "The ferry runs.")], covered=2)
    lexical.add([(3, "The oven is lit again.")], covered=3)
    return tmp_path / "lexical-1"


def test_an_index_is_whole_when_a_killed_writer_left_unfinished_files(folder):
    (deletes,) = folder.glob("*.del")
    segment = deletes.name.split(".")[0]
    for name in (f"{'0' * 32}.idx", f"{'0' * 32}.fieldnorm", f"{segment}.999.del"):
        (folder / name).write_bytes(b"")
    assert is_whole(folder)


@pytest.mark.parametrize("suffix", [*COMPONENTS, "del"])
def test_an_index_is_not_whole_when_a_byte_of_it_changed(folder, suffix):
    path = next(folder.glob(f"*.{suffix}"))
    data = bytearray(path.read_bytes())
    data[0] ^= 0xFF
    path.write_bytes(bytes(data))
    assert not is_whole(folder)


@pytest.mark.parametrize("suffix", [*COMPONENTS, "del"])
def test_an_index_with_a_missing_file_does_not_open_or_is_not_whole(folder, suffix):
    next(folder.glob(f"*.{suffix}")).unlink()
    assert LexicalIndex.open(folder, "en") is None or not is_whole(folder)


@pytest.mark.parametrize("meta", ["", "[]", "{}", '{"segments": [1]}', '{"segments": [{}]}'])
def test_an_index_is_not_whole_when_its_list_of_files_is_garbled(folder, meta):
    (folder / "meta.json").write_text(meta)
    assert not is_whole(folder)


def test_the_next_commit_deletes_what_a_killed_writer_left(folder):
    managed = folder / ".managed.json"
    left = f"{'0' * 32}.idx"
    managed.write_text(json.dumps([*json.loads(managed.read_text()), left]))
    (folder / left).write_bytes(b"")
    lexical = LexicalIndex.open(folder, "en")
    assert lexical is not None
    lexical.add([(4, "The market opens.")], covered=4)
    assert not (folder / left).exists()
    assert lexical.rows() == [1, 2, 3, 4]
