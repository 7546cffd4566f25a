"""Accessibility violations that axe-core reports, gathered over all views."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

_RUN = """async () => {
  const { violations, testEngine } = await axe.run(document, { resultTypes: ["violations"] });
  return {
    version: testEngine.version,
    found: violations.flatMap(({ id, impact, help, nodes }) =>
      nodes.map((node) => ({ rule: id, impact: node.impact || impact, help,
        where: node.target.flat(9).join(" "), why: node.failureSummary || "" }))),
  };
}"""


class Findings:
    """The findings in several views; `checks` is how many were looked at."""

    def __init__(self, axe: str) -> None:
        self.checks, self.version = 0, ""
        self._axe = axe
        self._found: list[tuple[str, dict[str, Any]]] = []

    def check(self, page: Page, view: str) -> None:
        """Look at the page as it is; its policy does not hinder what the browser itself runs."""
        if not page.evaluate("() => Boolean(window.axe)"):
            page.evaluate(self._axe)
        told = page.evaluate(_RUN)
        self.checks, self.version = self.checks + 1, told["version"]
        self._found += [(view, one) for one in told["found"]]

    @property
    def rules(self) -> set[str]:
        """The rules that were broken somewhere."""
        return {one["rule"] for _, one in self._found}

    def count(self, impact: str) -> int:
        """How many findings of this weight, an element in each view counted once."""
        return sum(one["impact"] == impact for _, one in self._found)

    def lines(self) -> list[str]:
        """A line for each element that breaks a rule, with the first view of all."""
        views: dict[str, list[str]] = {}
        for view, one in self._found:
            why = " ".join(one["why"].split())[:160]
            key = f"{one['impact']}: {one['rule']}: {one['where'][:120]}: {one['help']}: {why}"
            views.setdefault(key, []).append(view)
        counts = Counter({line: len(seen) for line, seen in views.items()})
        return [f"{views[line][0]}, in {many} views: {line}" for line, many in counts.items()]
