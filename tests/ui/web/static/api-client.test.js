/* Asking the server. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { api, newest, OLD, Problem, request } from "../../../../ui/web/static/shared/api-client.js";
import { forget, heard, json, replies, sent } from "./browser.js";

beforeEach(forget);

test("JSON is sent and read", async () => {
  replies.push(json({ title: "The wall" }));
  assert.deepEqual(await api("/x", { method: "PATCH", body: { a: 1 } }), { title: "The wall" });
  assert.equal(sent[0].options.body, '{"a":1}');
});

test("a reply without content is an empty object", async () => {
  replies.push(() => new Response(null, { status: 204 }));
  assert.deepEqual(await api("/x", { method: "DELETE" }), {});
});

test("a refusal is a problem in the server's words", async () => {
  replies.push(json({ problem: "There is nothing at this address." }, 404));
  await assert.rejects(api("/x"), { message: "There is nothing at this address.", status: 404 });
  replies.push(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  await assert.rejects(api("/x"), { message: "Byline could not do that (502).", status: 502 });
});

test("no connection is a problem without a status", async () => {
  await assert.rejects(api("/x"), { message: "Byline does not answer. Is it still running?", status: 0 });
});

test("what was stopped by its asker is no problem", async () => {
  const signal = AbortSignal.abort();
  await assert.rejects(request("/x", { signal }), (error) => !(error instanceof Problem));
});

test("who is not logged in any more is led to the login, or elsewhere", async () => {
  replies.push(json({}, 401), json({}, 401));
  await assert.rejects(api("/x"));
  assert.deepEqual(heard, [["left", "/login?next=%2F"]]);
  await assert.rejects(request("/x", { loggedOut: () => heard.push(["asked", null]) }));
  assert.deepEqual(heard.at(-1), ["asked", null]);
});

test("of several runs only the newest counts", async () => {
  const ends = [];
  const run = newest(() => new Promise((resolve) => ends.push(resolve)));
  const [first, second] = [run(), run()];
  ends[1]("new");
  ends[0]("late");
  assert.equal(await first, OLD);
  assert.equal(await second, "new");
});

test("an older run that fails is passed over, the newest is not", async () => {
  const run = newest(async () => Promise.reject(new Error("broken")));
  const older = run();
  await assert.rejects(run(), { message: "broken" });
  assert.equal(await older, OLD);
});
