/* What the scripts know of the conversation. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { forgetLast, isRepeated } from "../../../../ui/web/static/chat/double-submit.js";
import * as exchanges from "../../../../ui/web/static/chat/exchanges.js";
import { forget, heard, json, replies, sent } from "./browser.js";

const told = (...states) =>
  json({ exchanges: states.map((state, at) => ({ id: `e${at}`, question: `Q${at}?`, state })), sources: 2 });

const events = () => heard.map(([name]) => name.replace("byline:", "")).filter((name) => name !== "settled");

beforeEach(() => {
  forget();
  exchanges.forget("conversation");
});

test("a question and its answer are told as they come", async () => {
  replies.push(told("asked"), told("answered"), told("answered"));
  await exchanges.refresh();
  assert.deepEqual(events(), ["moved", "asked"]);
  assert.equal(exchanges.isWaiting(), true);
  await exchanges.refresh();
  assert.deepEqual(heard.slice(-2), [
    ["byline:answered", { exchange: "e0", sources: 2 }],
    ["byline:settled", null],
  ]);
  await exchanges.refresh();
  assert.deepEqual(events(), ["moved", "asked", "moved", "answered"]);
  assert.deepEqual(heard[2][1], { isNew: false });
});

test("an answer is told although its question was never seen waiting", async () => {
  replies.push(told("answered", "failed"));
  await exchanges.refresh();
  assert.deepEqual(events(), ["moved", "answered"]);
  assert.equal(exchanges.exchange("e0")?.question, "Q0?");
  assert.equal(exchanges.isLast("e1"), true);
  assert.equal(exchanges.isLast("e0"), false);
});

test("the question of an exchange that is drawn already is asked for", async () => {
  replies.push(told("answered"));
  assert.equal(await exchanges.questionOf("e0"), "Q0?");
  assert.equal(await exchanges.questionOf("e0"), "Q0?");
  assert.equal(sent.length, 1);
});

test("a reply about another conversation is passed over and asked anew", async () => {
  replies.push(() => {
    exchanges.forget("other");
    return told("answered")();
  }, told());
  await exchanges.refresh();
  assert.deepEqual(exchanges.exchanges(), []);
  assert.deepEqual(
    sent.map(({ path }) => path.split("/")[4]),
    ["conversation", "other"],
  );
});

test("a conversation that is not there is told", async () => {
  replies.push(json({ problem: "There is no such conversation." }, 404));
  await exchanges.refresh();
  assert.deepEqual(events(), ["unknown"]);
});

test("the same at once is a repetition, something else or later is none", () => {
  assert.equal(isRepeated("Q?", 0), false);
  assert.equal(isRepeated("Q?", 999), true);
  assert.equal(isRepeated("Q?", 1000), false);
  assert.equal(isRepeated("R?", 1001), false);
  forgetLast();
  assert.equal(isRepeated("R?", 1002), false);
});
