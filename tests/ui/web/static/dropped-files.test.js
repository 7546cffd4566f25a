/* The files that were chosen or dropped. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromDrop, isHidden, objection } from "../../../../ui/web/static/articles/dropped-files.js";

const LIMITS = { suffixes: [".md", ".pdf"], largest_bytes: 10 };

const sent = (name, text = "text") => ({ path: name, file: new File([text], name.split("/").at(-1) ?? "") });

/* A file, or a folder that is read in two goes. */
const entry = (name, inside) => {
  if (!inside) return { name, isFile: true, file: (then) => then(new File(["text"], name)) };
  const goes = [inside.slice(0, 1), inside.slice(1), []];
  return {
    name,
    isFile: false,
    createReader: () => ({ readEntries: (then) => then(goes.shift()) }),
  };
};

const dropped = (entries, files = []) => ({ items: entries.map((one) => ({ webkitGetAsEntry: () => one })), files });

test("a dropped folder is walked to its end, each file with its place", async () => {
  const folder = entry("news", [entry("a.md"), entry("2024", [entry("b.md"), entry("c.md")])]);
  const found = await fromDrop(dropped([folder, entry("d.md")]));
  assert.deepEqual(
    found.map(({ path }) => path),
    ["news/a.md", "news/2024/b.md", "news/2024/c.md", "d.md"],
  );
});

test("a file that cannot be read is passed over", async () => {
  const broken = {
    name: "a.md",
    isFile: true,
    file: (_, fail) => fail(),
  };
  assert.deepEqual(await fromDrop(dropped([broken])), []);
});

test("what a browser does not give as entries is taken as files", async () => {
  const found = await fromDrop(dropped([null], [new File(["text"], "a.md")]));
  assert.deepEqual(
    found.map(({ path }) => path),
    ["a.md"],
  );
});

test("a file that would be refused is not sent", () => {
  assert.equal(objection(sent("a.MD"), LIMITS), "");
  assert.equal(objection(sent("a.exe"), LIMITS), "files of the type .exe are not read");
  assert.equal(objection(sent("README"), LIMITS), "files without a type are not read");
  assert.equal(objection(sent("a.md", "x".repeat(11)), LIMITS), "larger than 0 MB, the most that Byline reads");
  assert.equal(objection({ ...sent("a.md"), path: "x".repeat(1001) }, LIMITS), "its path is too long");
});

test("what is hidden, or in a hidden folder, is left out", () => {
  assert.equal(isHidden(sent("news/.git/a.md")), true);
  assert.equal(isHidden(sent("news/a.b.md")), false);
});
