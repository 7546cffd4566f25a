#!/bin/bash
# remove-markdown 0.7.0 (npm): a year at the start of a line is deleted, also in the middle of a sentence.
# Guess:   "1986." inside a paragraph that is wrapped at its line ends is text, as CommonMark says (only a list that
#          starts with 1 can interrupt a paragraph).
# Happens: each line's "number, point, space" is taken for a list mark and deleted. "The wall was built in / 1986. The ferry
#          came later." loses the year and the end of the sentence. A minus with a space ("- 5 degrees") goes too, and
#          two "about" signs (~£4m to ~£5m) are taken for strike-through and removed, so that estimates are exact.
# Matters: the plain text reads well and has other facts; quotations of it do not match the article.
# Avoid:   render with a CommonMark parser and take the text of the HTML; stripListLeaders: false keeps the year.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund remove-markdown@0.7.0 marked@18.2.1
cat > check.mjs <<'JS'
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { marked } from 'marked';
import removeMarkdown from 'remove-markdown';

console.log('remove-markdown', JSON.parse(readFileSync('node_modules/remove-markdown/package.json')).version);
const wrapped = 'The wall was built in\n1986. The ferry came later.';
const seen = removeMarkdown(wrapped);
console.log(JSON.stringify(wrapped), '->', JSON.stringify(seen));
assert.equal(seen, 'The wall was built in\nThe ferry came later.');
assert.ok(marked.parse(wrapped).includes('in\n1986. The'));
assert.equal(removeMarkdown(wrapped, { stripListLeaders: false }), wrapped);

const about = 'It costs ~£4m to ~£5m.';
console.log(JSON.stringify(about), '->', JSON.stringify(removeMarkdown(about)));
assert.equal(removeMarkdown(about), 'It costs £4m to £5m.');
assert.ok(marked.parse(about).includes('~£4m to ~£5m'));
JS
node check.mjs
