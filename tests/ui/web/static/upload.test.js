/* Sending files. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sendFiles, sendUnsent, sentence, setLimits, watchUpload } from "../../../../ui/web/static/articles/upload.js";
import { forget, json, replies, sent } from "./browser.js";

setLimits({ suffixes: [".md", ".txt", ".pdf"], largest_bytes: 50_000_000 });
const SYNC = json({ number: 1, running: false, generation: 1, report: null, problem: "" });

const files = (...names) => names.map((path) => ({ path, file: new File(["text"], path) }));

/* Resolves when nothing is sent any more. */
const ended = () =>
  new Promise((resolve) => watchUpload((upload) => !upload.running && setTimeout(() => resolve(upload), 0)));

beforeEach(forget);

test("what is read is said in one sentence", () => {
  assert.equal(sentence(), ".md, .txt and .pdf files of up to 50 MB are read.");
});

test("files are sent, counted, and synced once", async () => {
  replies.push(json({ outcome: "added" }), json({ outcome: "already there" }), SYNC);
  sendFiles(files("a.md", "b.md", "c.exe", ".hidden.md"));
  const { total, done, added, already, refused } = await ended();
  assert.deepEqual([total, done, added, already], [3, 3, 1, 1]);
  assert.deepEqual(refused, [{ path: "c.exe", why: "files of the type .exe are not read" }]);
  assert.equal(sent.filter(({ path }) => path === "/byline/api/sync").length, 1);
});

test("what a server refuses is not sent again, what it did not hear is", async () => {
  replies.push(json({ problem: "There is no room." }, 507));
  sendFiles(files("a.md", "b.md"));
  const { refused, unsent } = await ended();
  assert.deepEqual(refused, [{ path: "a.md", why: "There is no room." }]);
  assert.deepEqual(
    unsent.map(({ path }) => path),
    ["b.md"],
  );
  replies.push(json({ outcome: "added" }), SYNC);
  sendUnsent();
  assert.equal((await ended()).added, 1);
});

test("after three in a row that were not heard the rest waits", async () => {
  sendFiles(files("a.md", "b.md", "c.md", "d.md", "e.md", "f.md"));
  const { unsent } = await ended();
  assert.equal(unsent.length, 6);
  assert.ok(sent.length < 6);
});
