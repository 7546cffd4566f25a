/* What is chosen of the filters. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  isGone,
  listed,
  matching,
  NOTHING,
  toQuery,
  withGone,
  without,
} from "../../../../ui/web/static/filters/selected.js";
import { forgetful } from "../../../../ui/web/static/filters/selected-storage.js";
import { forget, storage } from "./browser.js";

const OPTIONS = { authors: [["Imogen Tasker", 3]], outlets: [], sections: [], tags: [], from: null, to: null };
const CHOSEN = { ...NOTHING, published_from: "2024-02-12", authors: ["imogen tasker", "J. R. Holt"] };

beforeEach(forget);

test("a value is gone when no article has it, whatever its letters' case", () => {
  assert.equal(isGone(OPTIONS, "authors", "imogen tasker"), false);
  assert.equal(isGone(OPTIONS, "authors", "J. R. Holt"), true);
  assert.equal(isGone(null, "authors", "J. R. Holt"), false); // not known yet
  assert.deepEqual(withGone(OPTIONS, CHOSEN, "authors"), [
    ["J. R. Holt", 0],
    ["Imogen Tasker", 3],
  ]);
});

test("each chosen filter knows what is left without it", () => {
  const found = listed(CHOSEN, OPTIONS);
  assert.deepEqual(
    found.map(({ words }) => words),
    ["from 12 Feb 2024", "imogen tasker", "J. R. Holt"],
  );
  assert.deepEqual(found[0].without, { published_from: null });
  assert.deepEqual(found[1].without, { authors: ["J. R. Holt"] });
  assert.equal(found[2].gone, true);
});

test("ticked values come first until letters are typed", () => {
  const values = [
    ["News", 5],
    ["Culture", 3],
    ["New ideas", 1],
  ];
  const ticked = new Map([["culture", "Culture"]]);
  assert.deepEqual(
    matching(values, "", ticked).map(([name]) => name),
    ["Culture", "News", "New ideas"],
  );
  assert.deepEqual(
    matching(values, "new", ticked).map(([name]) => name),
    ["News", "New ideas"],
  );
});

test("an address has each value by itself and nothing that is not chosen", () => {
  assert.equal(toQuery(CHOSEN).toString(), "published_from=2024-02-12&authors=imogen+tasker&authors=J.+R.+Holt");
});

test("without a chip the question's filter goes back to the reader's", () => {
  const asked = { filters: { ...CHOSEN, tags: ["harbour"] }, settings: { filters: { ...NOTHING, tags: ["council"] } } };
  assert.deepEqual(without(asked, "tags"), { ...CHOSEN, tags: ["council"] });
  assert.deepEqual(without(asked, "published"), { ...asked.filters, published_from: null });
  assert.deepEqual(without(asked, ""), asked.settings.filters);
});

test("what was chosen is remembered for each conversation, the newest fifty", () => {
  const kept = forgetful("key");
  const chosen = { filters: CHOSEN, chronological: true };
  for (let number = 0; number < 51; number++) kept.write(`conversation-${number}`, chosen);
  assert.deepEqual(forgetful("key").read("conversation-50"), chosen);
  assert.equal(forgetful("key").read("conversation-0"), null);
});

test("what somebody else wrote there is passed over", () => {
  for (const found of ["[1]", "nonsense", '{"a": 3}', '{"a": {"filters": []}}']) {
    storage.set("key", found);
    assert.equal(forgetful("key").read("a"), null);
    assert.equal(forgetful("key").read("toString"), null);
  }
});
