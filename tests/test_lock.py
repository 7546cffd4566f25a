"""requirements.lock: what Byline needs, pinned as in constraints.txt, each file by its hash."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^ ;\\]+)")


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    found = [match for line in lines if (match := _PIN.match(line))]
    return {canonicalize_name(match["name"]): match["version"] for match in found}


def test_what_is_declared_is_locked_to_a_version_that_fits() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = pins("requirements.lock")
    declared = {canonicalize_name(r.name): r for r in map(Requirement, project["dependencies"])}
    assert len(declared.keys() & locked.keys()) > 40
    for name in declared.keys() & locked.keys():
        assert declared[name].specifier.contains(locked[name]), name


def test_versions_are_those_of_the_constraints() -> None:
    constrained, locked = pins("constraints.txt"), pins("requirements.lock")
    assert {n: v for n, v in locked.items() if constrained.get(n, v) != v} == {}
    assert "torch" not in locked


def test_each_has_a_hash_and_none_comes_from_elsewhere() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", lock)[1:]
    assert len(blocks) == len(pins("requirements.lock")) > 90
    assert [
        b.split("\n")[0] for b in blocks if not re.search("--hash=sha256:[0-9a-f]{64}", b)
    ] == []
    assert not re.search(r"https?:|file:|^-", lock.partition("\na")[2], re.MULTILINE)
