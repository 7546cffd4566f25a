"""The README shows what the two commands really print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from eval.sample import sample_folder

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_readme_shows_what_the_demo_prints(tmp_path, packaged_cache):
    def byline(*arguments: str) -> str:
        command = [sys.executable, "-c", "from ui.main import main; main()", *arguments]
        environment = {**os.environ, "BYLINE_CACHE": str(packaged_cache)}
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=600, cwd=ROOT, env=environment
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    questions = re.findall(r"^(?:ANSWERED|UNANSWERED) := (.*)$", makefile, re.MULTILINE)
    assert len(questions) == 2
    index = str(tmp_path / "index")
    assert byline("sync", str(sample_folder()), "--index", index).splitlines()[0] in readme
    for question in questions:
        printed = byline("ask", question, "--index", index).rstrip()
        assert f'$ byline ask "{question}"\n{printed}\n' in readme
