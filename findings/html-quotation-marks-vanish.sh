#!/bin/bash
# turndown 7.2.5, node-html-markdown 2.0.0 and html-to-text 10.0.1 (npm): quotations lose their marks.
# Guess:   the marks that a browser draws around <q> are written into the text.
# Happens: the three write none: she said <q>I lied</q> reads "she said I lied". html2text (Python) writes all of
#          them.
# Matters: a direct quotation becomes the reporter's own statement, and nothing shows where the speaker ends.
# Avoid:   replace q elements by their text in marks before the conversion.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund turndown@7.2.5 node-html-markdown@2.0.0 html-to-text@10.0.1
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check html2text==2025.4.15 2>/dev/null
echo '<p>Pym said <q>the mayor told me <q>sell it</q> twice</q> and left.</p>' > page.html
cat > check.cjs <<'JS'
const assert = require('node:assert');
const page = require('node:fs').readFileSync('page.html', 'utf8');
const Turndown = require('turndown');
const { NodeHtmlMarkdown } = require('node-html-markdown');
const { convert } = require('html-to-text');

const seen = {
  'turndown 7.2.5': new Turndown().turndown(page),
  'node-html-markdown 2.0.0': NodeHtmlMarkdown.translate(page),
  'html-to-text 10.0.1': convert(page),
};
for (const [name, text] of Object.entries(seen)) {
  console.log(`${name}: ${text}`);
  assert.equal(text.trim(), 'Pym said the mayor told me sell it twice and left.');
}
JS
node check.cjs
cat > check.py <<'PY'
from importlib.metadata import version
from pathlib import Path

import html2text

page = Path("page.html").read_text()
seen = html2text.html2text(page).strip()
print("html2text", version("html2text") + ":", seen)
assert seen == 'Pym said "the mayor told me "sell it" twice" and left.'
PY
env/bin/python check.py
