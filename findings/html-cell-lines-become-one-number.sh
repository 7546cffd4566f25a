#!/bin/bash
# html2text 2025.4.15, node-html-markdown 2.0.0 and rehype-remark 10.0.1: two lines of a table cell become one number.
# Guess:   paragraphs and line breaks inside a cell are kept apart by a space, a comma or a <br>.
# Happens: two paragraphs of a cell, 2023 and 2024, are "20232024" in all three. Two lines with <br>, 47 and 48, are
#          "4748" in node-html-markdown; html2text breaks the row there, so that 48 stands below the table. Outside
#          of tables all three separate both.
# Matters: tables pasted from word processors have paragraphs in every cell: a vote of 47 and 48 is quoted as 4748.
# Avoid:   put a separator behind every p and br inside td and th before converting.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-html-markdown@2.0.0 unified@11.0.5 rehype-parse@9.0.1 \
  rehype-remark@10.0.1 remark-gfm@4.0.1 remark-stringify@11.0.0
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check html2text==2025.4.15 2>/dev/null
cat > page.html <<'HTML'
<table><tr><th>Year</th><th>Votes</th></tr><tr><td><p>2023</p><p>2024</p></td><td>47<br>48</td></tr></table>
HTML
cat > check.mjs <<'JS'
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { NodeHtmlMarkdown } from 'node-html-markdown';
import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';

const rehype = unified().use(rehypeParse, { fragment: true }).use(rehypeRemark).use(remarkGfm).use(remarkStringify);
const page = readFileSync('page.html', 'utf8');
const lastRow = (markdown) => markdown.trim().split('\n').at(-1);
const seen = [lastRow(NodeHtmlMarkdown.translate(page)), lastRow(String(rehype.processSync(page)))];
console.log('node-html-markdown 2.0.0:', seen[0]);
console.log('rehype-remark 10.0.1:    ', seen[1]);
assert.deepEqual(seen, ['| 20232024 | 4748  |', '| 20232024 | 47 48 |']);
assert.equal(NodeHtmlMarkdown.translate('<p>2023</p><p>2024</p>'), '2023\n\n2024');
JS
node check.mjs
cat > check.py <<'PY'
from importlib.metadata import version
from pathlib import Path

import html2text

seen = html2text.html2text(Path("page.html").read_text()).strip().split("\n")[2:]
print("html2text", version("html2text"), "         ", seen)
assert seen == ["20232024| 47  ", "48"]
PY
env/bin/python check.py
