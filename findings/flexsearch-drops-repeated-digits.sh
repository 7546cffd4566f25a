#!/bin/bash
# flexsearch 0.8.212 (npm): a search for 20 finds 200 and 2000, and one for 198 finds 1988.
# Guess:   without tokenize: "forward" only whole words match, so 20 finds 20.
# Happens: doubled letters are reduced to one when a word is indexed ("food" is "fod"), and digits count as letters. 20 is the
#          same word as 200, 220 and 2000, 1 as 11, 198 as 1988. The other way round it is not so: 2000 is cut into
#          groups of three digits first, so it finds only 2000. An Encoder with numeric: false makes it worse
#          (2000 finds 20); with dedupe: false 100 still finds 1000. encoder: "Exact" is right.
# Matters: the front end's search says that an article has the figure asked for when it has another; sums, years, flight
#          and house numbers are what reporters look up.
# Avoid:   encoder: "Exact" (letters and case as they are), or check each hit for the figure.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund flexsearch@0.8.212
cat > check.mjs <<'JS'
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import flexsearch from 'flexsearch';

console.log('flexsearch', JSON.parse(readFileSync('node_modules/flexsearch/package.json')).version);
const texts = ['a fine of 20', 'a fine of 200', 'a fine of 220', 'a fine of 2000', 'flight 1', 'flight 11', 'in 198', 'in 1988'];

function search(query, options) {
  const index = new flexsearch.Index(options);
  texts.forEach((text, id) => index.add(id, text));
  const found = index.search(query).map((id) => texts[id].split(' ').at(-1));
  console.log(query.padEnd(5), JSON.stringify(options), '->', found.join(', '));
  return found.sort();
}

assert.deepEqual(search('20', {}), ['20', '200', '2000', '220']);
assert.deepEqual(search('1', {}), ['1', '11']);
assert.deepEqual(search('198', {}), ['198', '1988']);
assert.deepEqual(search('2000', {}), ['2000']);
for (const query of ['20', '1', '198', '2000']) assert.deepEqual(search(query, { encoder: 'Exact' }), [query]);
JS
node check.mjs
