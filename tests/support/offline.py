"""Commands in a network namespace of their own, which has no interfaces."""

from __future__ import annotations

import shutil
import subprocess


def _can_unshare() -> bool:
    tried = shutil.which("unshare") and subprocess.run(
        ["unshare", "-n", "true"], capture_output=True
    )
    return bool(tried) and tried.returncode == 0


NO_NETWORK = ("unshare", "-n") if _can_unshare() else ()
"""What to write before a command that must not reach a network; empty where that needs root."""
