"""`byline doctor`: checks the index and repairs it."""

import sys
from pathlib import Path

from index.location import find_index
from index.upkeep.doctor import Finding, examine
from ui.cli.terminal import console, print_json


def doctor(index: Path | None = None, json: bool = False) -> None:
    """Print the findings; exits 1 when something could not be repaired."""
    path = find_index(index)
    findings = examine(path)
    if json:
        print_json({"index": str(path), "findings": list(findings)})
    else:
        for finding in findings:
            _print(finding)
    if not all(finding.ok for finding in findings):
        sys.exit(1)


def _print(finding: Finding) -> None:
    verdict = "repaired" if finding.repaired else "ok" if finding.ok else "DAMAGED"
    detail = f"  {finding.detail}" if finding.detail else ""
    console().print(f"{finding.check:<10} {verdict:<9}{detail}", soft_wrap=True)
