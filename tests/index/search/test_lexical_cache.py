"""Whether the lexical cache is whole: every file that it is made of, and no other."""

from __future__ import annotations

import shutil

import pytest

from index.search.lexical import LexicalIndex, is_whole

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


@pytest.mark.parametrize("suffix", ["idx", "del"])
def test_an_index_is_written_on_when_a_writer_was_killed_in_its_commit(tmp_path, suffix):
    passages = [(1, "A storm took twelve boats."), (2, "The ferry runs.")]
    folder, killed = tmp_path / "lexical-1", tmp_path / "lexical-2"
    LexicalIndex.create("en", folder).add(passages[:1], covered=1)
    shutil.copytree(folder, killed)
    whole = LexicalIndex.open(killed, "en")
    assert whole is not None
    whole.add(passages[1:], covered=2)
    # What a kill leaves that comes before the new list of segments and after everything else.
    shutil.copy(folder / "meta.json", killed)
    left = {path.name for path in killed.glob(f"*.{suffix}")}
    left -= {path.name for path in folder.iterdir()}
    again = LexicalIndex.open(killed, "en")
    assert left
    assert again is not None
    assert again.rows() == [1]
    again.add(passages[1:], covered=2)
    assert again.rows() == [1, 2]
    assert is_whole(killed)
    assert suffix == "del" or not any((killed / name).exists() for name in left)
