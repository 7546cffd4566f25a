#!/bin/bash
# lxml 6.1.3: with resolve_entities=False, .text ends at the first entity, and the ways to get text disagree.
# Guess:   entities of a file stay as "&town;" in the text, which is complete otherwise.
# Happens: an entity is a child without being an element: .text and findtext() stop in front of it, at "The " or in
#          the middle of a word at "caf", and the rest is the tail of a node that find() and xpath("*") do not give.
#          itertext() writes "&town;", string() and tostring(method="text") write the entity's value after all.
# Matters: resolve_entities=False is the usual advice against hostile XML; news XML declares its own entities, and the
#          paragraph is cut in silence: "no" is left of "no&dash;one".
# Avoid:   resolve_entities="internal", which resolves what the file declares and loads nothing, or string().
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check lxml==6.1.3 2>/dev/null
cat > check.py <<'PY'
from lxml import etree

print("lxml", etree.__version__)
FILE = """<!DOCTYPE story [<!ENTITY town "Marlow Bay"><!ENTITY eacute "&#233;">]>
<story><p>The &town; council voted.</p><p>A caf&eacute; owner objected.</p></story>"""
WHOLE = ["The Marlow Bay council voted.", "A café owner objected."]
paragraphs = list(etree.fromstring(FILE, etree.XMLParser(resolve_entities=False)))
seen = {
    ".text": [p.text for p in paragraphs],
    "findtext()": [p.findtext(".") for p in paragraphs],
    "itertext()": ["".join(p.itertext()) for p in paragraphs],
    "string()": [p.xpath("string()") for p in paragraphs],
}
for way, texts in seen.items():
    print(f"{way:11} {texts}")
assert seen[".text"] == seen["findtext()"] == ["The ", "A caf"]
assert seen["itertext()"] == ["The &town; council voted.", "A caf&eacute; owner objected."]
assert seen["string()"] == WHOLE and not any(p.xpath("*") for p in paragraphs)
safe = [p.text for p in etree.fromstring(FILE, etree.XMLParser(resolve_entities="internal"))]
print('.text with resolve_entities="internal"', safe)
assert safe == WHOLE
PY
env/bin/python check.py
