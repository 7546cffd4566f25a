"""The sample articles, copied to where articles belong."""

from __future__ import annotations

from eval.sample import sample_folder
from ui.web.articles.moving import copy, make_folders, sha256_of
from ui.web.articles.places import prepared_folder
from ui.web.articles.problems import ArticlesError, disk_problems
from ui.web.library.library import Library

SAMPLE_NAME = "sample"


def add_sample(library: Library) -> None:
    """Copy the sample into the folder `sample` among the articles.

    Raises:
        ArticlesError: there are articles already, their index has gone, or the disk would not.
    """
    if library.problem:
        raise ArticlesError(library.problem, 409)
    if library.documents():
        raise ArticlesError("there are articles already; the sample is for the first look", 409)
    folder, sample = prepared_folder(library), sample_folder()
    with disk_problems("sample"):
        for path in sorted(path for path in sample.rglob("*") if path.is_file()):
            wanted = folder / SAMPLE_NAME / path.relative_to(sample)
            make_folders(folder, wanted.parent)
            copy(path, wanted, sha256_of(path))
