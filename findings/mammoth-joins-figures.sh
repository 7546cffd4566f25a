#!/bin/bash
# mammoth 1.13.0: figures on two lines or at two ends of a line become one number; a field is dropped.
# Guess:   whatever parts two figures in the document, parts them in the HTML and in the raw text.
# Happens: a carriage return (w:cr) and an alignment tab (w:ptab) leave nothing: 12 and 3 are "123", in HTML and raw
#          text. In raw text the usual line break leaves nothing either. Words of a simple field are dropped.
#          The messages name the ignored elements, not the place; for the line break there is none.
# Matters: a vote of 12 to 3 written on two lines is quoted as 123.
# Avoid:   take the HTML, not the raw text; replace w:cr and w:ptab by w:br and w:tab in document.xml beforehand.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check python-docx==1.2.0 mammoth==1.13.0 2>/dev/null
cat > check.py <<'PY'
import io
from importlib.metadata import version

import docx
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

print("mammoth", version("mammoth"))
PART = "<w:r {ns}><w:t>12</w:t>%s<w:t>3</w:t></w:r>"
CASES = {
    "carriage return": (PART % "<w:cr/>", "<p>123</p>", "123"),
    "alignment tab": (PART % '<w:ptab w:relativeTo="margin" w:alignment="right" w:leader="none"/>', "<p>123</p>", "123"),
    "line break": (PART % "<w:br/>", "<p>12<br />3</p>", "123"),
    "tab": (PART % "<w:tab/>", "<p>12\t3</p>", "12\t3"),
    "simple field": ('<w:fldSimple {ns} w:instr="QUOTE 12"><w:r><w:t>12</w:t></w:r></w:fldSimple>', "", ""),
}
for case, (element, html, raw) in CASES.items():
    document = docx.Document()
    document.add_paragraph()._p.append(parse_xml(element.format(ns=nsdecls("w"))))
    file = io.BytesIO()
    document.save(file)
    converted = mammoth.convert_to_html(file)
    seen = (converted.value, mammoth.extract_raw_text(file).value.strip())
    print(f"{case:15} -> HTML {seen[0]!r}, raw text {seen[1]!r}, messages {[m.message for m in converted.messages]}")
    assert seen == (html, raw)
PY
env/bin/python check.py
