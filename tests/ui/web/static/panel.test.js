/* Places in an answer, and the text of an article. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import {
  addressOf,
  fetchSource,
  forgetSources,
  NOWHERE,
  placed,
  placedBeside,
  toWanted,
} from "../../../../ui/web/static/panel/source-links.js";
import { forget, json, replies, sent } from "./browser.js";

const SOURCE = { kind: "cited", place: 2, count: 3, prefix: "" };

// What is fetched is kept for a while; a test does not wait for it.
mock.timers.enable({ apis: ["setTimeout"] });

beforeEach(() => {
  forget();
  forgetSources();
});

test("a marker's link names exchange, place and sentence", () => {
  assert.deepEqual(toWanted("#byline/ex/2/4".split("/")), { exchange: "ex", place: "2", sentence: 4 });
  assert.deepEqual(toWanted("#byline/ex/near-1".split("/")), { exchange: "ex", place: "near-1", sentence: 0 });
});

test("a place has an address, and so has an article", () => {
  assert.equal(addressOf({ exchange: "ex", place: "2" }), "/byline/api/answers/ex/sources/2");
  assert.equal(addressOf({ exchange: "ex", place: "2", also: "a b" }), "/byline/api/answers/ex/sources/2?also=a%20b");
  assert.equal(addressOf({ doc: "a/b.md" }), "/byline/api/articles/text?doc=a%2Fb.md");
});

test("one of several can be stepped from, the only one and the same story elsewhere cannot", () => {
  assert.deepEqual(placed(SOURCE), { place: 2, count: 3, prefix: "" });
  assert.equal(placed({ ...SOURCE, count: 1 }), NOWHERE);
  assert.equal(placed({ ...SOURCE, kind: "also" }), NOWHERE);
});

test("one that could not be had keeps its neighbours", () => {
  const at = { place: 2, count: 3, prefix: "near-" };
  const current = { exchange: "ex", place: "near-2" };
  assert.deepEqual(placedBeside({ exchange: "ex", place: "near-3" }, current, at), { ...at, place: 3 });
  assert.equal(placedBeside({ exchange: "ex", place: "3" }, current, at), NOWHERE);
  assert.equal(placedBeside({ exchange: "other", place: "near-3" }, current, at), NOWHERE);
  assert.equal(placedBeside({ doc: "a.md" }, null, at), NOWHERE);
});

test("a source is asked for once, and again after it failed", async () => {
  const wanted = { exchange: "ex", place: "1" };
  await assert.rejects(fetchSource(wanted));
  replies.push(json(SOURCE));
  await fetchSource(wanted);
  assert.deepEqual(await fetchSource(wanted), SOURCE);
  assert.equal(sent.length, 2);
});
