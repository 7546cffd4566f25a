/* How far the index is behind the folder. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import {
  begun,
  endIsNews,
  endWasRead,
  look,
  progressText,
  syncState,
} from "../../../../ui/web/static/articles/sync.js";
import { forget, heard, json, replies } from "./browser.js";

const sync = (number, running, generation = 1) => ({ number, running, generation, report: null, problem: "" });

mock.timers.enable({ apis: ["setTimeout"] });
beforeEach(forget);

test("how a sync ended is news until it was read, but not one that had ended before", () => {
  begun(sync(3, false));
  assert.equal(endIsNews(), false);
  begun(sync(4, true));
  begun(sync(4, false));
  assert.equal(endIsNews(), true);
  endWasRead();
  assert.equal(endIsNews(), false);
});

test("the page is told when a sync has ended or a new generation is there", () => {
  begun(sync(5, true));
  assert.deepEqual(heard, []);
  begun(sync(5, true, 2));
  begun(sync(5, false, 2));
  assert.deepEqual(
    heard.map(([name]) => name),
    ["byline:library", "byline:library"],
  );
});

test("an older reply does not take back what a newer one told", async () => {
  let answer = () => {};
  replies.push(() => new Promise((resolve) => (answer = resolve)));
  const asked = look();
  begun(sync(6, true, 2));
  answer(Response.json(sync(5, false, 2)));
  await asked;
  assert.equal(syncState().number, 6);
});

test("a server that is silent twice in a row is not heard, and then heard again", async () => {
  begun(sync(7, true, 2));
  await look();
  assert.equal(syncState().unheard, false);
  await look();
  assert.equal(syncState().unheard, true);
  replies.push(json(sync(7, false, 2)));
  await look();
  assert.equal(syncState().unheard, false);
});

test("progress is told in files and passages", () => {
  const state = { ...sync(1, true), unheard: false, doing: "Reading" };
  assert.equal(progressText(state), "Reading …");
  const further = { ...state, files_done: 3, files_total: 1200, passages_encoded: 1 };
  assert.equal(progressText(further), "Reading: 3 of 1,200 files, 1 passage encoded");
  assert.equal(progressText({ ...state, stopping: true }), "Stopping; what is done is kept.");
});
