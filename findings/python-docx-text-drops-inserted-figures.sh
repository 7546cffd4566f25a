#!/bin/bash
# python-docx 1.2.0: paragraph.text lacks inserted words, content controls and fields, in the middle of a sentence.
# Guess:   paragraph.text is what the word processor shows in the paragraph.
# Happens: only runs and links directly in the paragraph are read. With change tracking both the deleted and the
#          inserted figure are left out, although the inserted one is shown; so are the words of a content control
#          (a form or template) and of a simple field. The words around them stay, and nothing marks the gap.
# Matters: "not" or a figure is missing from a statement: "The wall will cost  million", "The mayor will  resign".
# Avoid:   join the w:t elements of the paragraph's XML, without those under w:del and w:moveFrom.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check python-docx==1.2.0 2>/dev/null
cat > check.py <<'PY'
import io
from importlib.metadata import version

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

print("python-docx", version("python-docx"))
RUN = "<w:r><w:t>%s</w:t></w:r>"
CHANGED = '<w:%s {ns} w:id="%d" w:author="Desk" w:date="2024-03-05T10:00:00Z">%s</w:%s>'
DELETED = CHANGED % ("del", 1, "<w:r><w:delText>3.2</w:delText></w:r>", "del")
CASES = {
    "change tracking": ("The wall will cost ", [DELETED, CHANGED % ("ins", 2, RUN % "4.7", "ins")], " million."),
    "content control": ("The mayor will ", ["<w:sdt {ns}><w:sdtContent>%s</w:sdtContent></w:sdt>" % RUN % "not"], " resign."),
    "simple field": ("Ferries: ", ['<w:fldSimple {ns} w:instr="QUOTE 12">%s</w:fldSimple>' % RUN % "12"], " a day."),
}
for case, (before, middle, after) in CASES.items():
    document = docx.Document()
    paragraph = document.add_paragraph(before)
    for element in middle:
        paragraph._p.append(parse_xml(element.format(ns=nsdecls("w"))))
    paragraph.add_run(after)
    file = io.BytesIO()
    document.save(file)
    seen = docx.Document(file).paragraphs[0]
    whole = "".join(seen._p.xpath(".//w:t/text()"))
    print(f"{case:16} shown {whole!r}, paragraph.text {seen.text!r}")
    assert seen.text == before + after != whole
PY
env/bin/python check.py
