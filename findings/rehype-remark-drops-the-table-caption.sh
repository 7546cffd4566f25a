#!/bin/bash
# rehype-remark 10.0.1 (npm): the caption of a table is deleted, and with it the unit of its figures.
# Guess:   the words of <caption> become a paragraph above the Markdown table, as other converters write them.
# Happens: nothing of it is left, with no message on the file. The words of a <figcaption> around the same table stay.
# Matters: "Figures in thousands" or "Estimate, withdrawn in May" is in the caption: 47 is quoted for 47,000.
# Avoid:   move every caption in front of its table before the conversion.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node-html-markdown@2.0.0 unified@11.0.5 rehype-parse@9.0.1 \
  rehype-remark@10.0.1 remark-gfm@4.0.1 remark-stringify@11.0.0
cat > check.mjs <<'JS'
import assert from 'node:assert';
import { NodeHtmlMarkdown } from 'node-html-markdown';
import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';

const rehype = unified().use(rehypeParse, { fragment: true }).use(rehypeRemark).use(remarkGfm).use(remarkStringify);
const rows = '<tr><th>Year</th><th>Riders</th></tr><tr><td>2023</td><td>47</td></tr>';
const captioned = `<table><caption>Figures in thousands</caption>${rows}</table>`;
const figure = `<figure><figcaption>Figures in thousands</figcaption><table>${rows}</table></figure>`;
for (const [name, page, kept] of [['caption', captioned, false], ['figcaption', figure, true]]) {
  const file = rehype.processSync(page);
  console.log(`rehype-remark 10.0.1, ${name}:`, JSON.stringify(String(file)), 'messages:', file.messages.length);
  assert.equal(String(file).includes('thousands'), kept);
  assert.ok(String(file).includes('47'));
  assert.equal(file.messages.length, 0);
}
const other = NodeHtmlMarkdown.translate(captioned);
console.log('node-html-markdown 2.0.0, caption:', JSON.stringify(other));
assert.ok(other.includes('Figures in thousands'));
JS
node check.mjs
