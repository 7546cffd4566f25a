#!/bin/bash
# markdownify 1.2.3, html2text 2025.4.15, turndown-plugin-gfm 1.0.2: a bar in a cell pushes the figure out of the table.
# Guess:   "|" inside a cell is escaped, since it separates the cells of a Markdown table.
# Happens: it is written as it is. Read as Markdown, the row has a cell too many: the second half of the name stands
#          under the figure's heading, and the last cell, the figure itself, is not shown at all. node-html-markdown and
#          rehype-remark escape it.
# Matters: headlines and programme titles have bars ("Harbour | The Report"): the row loses its number.
# Avoid:   replace bars in td and th by another sign before converting, or count the cells of each row afterwards.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund turndown@7.2.5 turndown-plugin-gfm@1.0.2 node-html-markdown@2.0.0 \
  unified@11.0.5 remark-parse@11.0.0 remark-gfm@4.0.1 remark-rehype@11.1.2 rehype-stringify@10.0.1
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check markdownify==1.2.3 html2text==2025.4.15 2>/dev/null
cat > page.html <<'HTML'
<table><tr><th>Programme</th><th>Viewers</th></tr><tr><td>Harbour | The Report</td><td>4700</td></tr></table>
HTML
cat > convert.py <<'PY'
from pathlib import Path

import html2text
import markdownify

page = Path("page.html").read_text()
Path("markdownify 1.2.3").write_text(markdownify.markdownify(page).strip())
Path("html2text 2025.4.15").write_text(html2text.html2text(page).strip())
PY
env/bin/python convert.py
cat > check.mjs <<'JS'
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { NodeHtmlMarkdown } from 'node-html-markdown';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import Turndown from 'turndown';
import { gfm } from 'turndown-plugin-gfm';
import { unified } from 'unified';

const shown = unified().use(remarkParse).use(remarkGfm).use(remarkRehype).use(rehypeStringify);
const cells = (markdown) => [...String(shown.processSync(markdown)).matchAll(/<td>(.*?)<\/td>/g)].map((cell) => cell[1]);
const page = readFileSync('page.html', 'utf8');
const turndown = new Turndown();
turndown.use(gfm);
const split = ['Harbour', 'The Report'];
for (const [name, markdown, expected] of [
  ...['markdownify 1.2.3', 'html2text 2025.4.15'].map((name) => [name, readFileSync(name, 'utf8'), split]),
  ['turndown-plugin-gfm 1.0.2', turndown.turndown(page), split],
  ['node-html-markdown 2.0.0', NodeHtmlMarkdown.translate(page), ['Harbour | The Report', '4700']],
]) {
  const seen = cells(markdown);
  console.log(`${name}: ${markdown.trim().split('\n').at(-1)} is shown as`, seen);
  assert.deepEqual(seen, expected);
}
JS
node check.mjs
