#!/bin/bash
# @citation-js/plugin-ris 0.8.2 (npm): newspaper articles are written to RIS without author and without the day.
# Guess:   AU, DA and PY are written for every type of source.
# Happens: they are for journals, magazines, blogs and web pages, but article-newspaper (TY NEWS) has neither AU nor DA: the
#          reporter and the day are gone, only the year stays. Reading NEWS files that other programs wrote turns AU
#          into the CSL field "reporter", so that citation styles print no author, and drops the day of DA. For the
#          other types a particle is lost: "van der Berg" is written as "Berg".
# Matters: it is the one type that news citations need; reference managers import anonymous articles of "2024".
# Avoid:   write RIS for newspapers yourself, or as MGZN; after reading, copy reporter to author and parse DA.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @citation-js/core@0.8.2 @citation-js/plugin-ris@0.8.2
cat > check.cjs <<'JS'
const assert = require('node:assert');
const { Cite } = require('@citation-js/core');
require('@citation-js/plugin-ris');

console.log('@citation-js/plugin-ris', require('@citation-js/plugin-ris/package.json').version);
const article = {
  id: 'a1',
  title: 'Wall holds',
  author: [{ family: 'Pym', given: 'Anna' }, { family: 'Berg', 'non-dropping-particle': 'van der', given: 'Tom' }],
  issued: { 'date-parts': [[2024, 3, 5]] },
  'container-title': 'The Marlow Bay News',
};
for (const [type, people, day] of [
  ['article-newspaper', [], false],
  ['article-magazine', ['AU  - Pym, Anna', 'AU  - Berg, Tom'], true],
]) {
  const lines = new Cite([{ ...article, type }]).format('ris').split('\n');
  console.log(type, '->', lines.join(' | '));
  assert.deepEqual(lines.filter((line) => line.startsWith('AU')), people);
  assert.equal(lines.some((line) => line.startsWith('DA')), day);
}
const file = 'TY  - NEWS\nTI  - Wall holds\nAU  - Pym, Anna\nDA  - 2024/03/05/\nPY  - 2024\nER  - \n';
const [read] = new Cite(file).data;
console.log('read: author', read.author, 'reporter', read.reporter, 'issued', JSON.stringify(read.issued));
assert.equal(read.author, undefined);
assert.ok(read.reporter && read.issued['date-parts'][0].length === 1);
JS
node check.cjs
