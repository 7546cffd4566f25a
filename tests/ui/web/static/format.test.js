/* Names, days and numbers as they are read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { count, day, isToday, megabytes, timeOrDay, upper, visible } from "../../../../ui/web/static/shared/format.js";

test("a day is written out, and the same everywhere", () => {
  assert.equal(day("2025-03-17"), "17 March 2025");
  assert.equal(day("2025-03-17", "short"), "17 Mar 2025");
  assert.equal(day(null), "");
});

test("a number has its noun", () => {
  assert.equal(count(1, "file"), "1 file");
  assert.equal(count(1200, "file"), "1,200 files");
  assert.equal(count(2, "story", "stories"), "2 stories");
  assert.equal(megabytes(49_600_000), "50 MB");
  assert.equal(upper("new"), "New");
});

test("a name shows what turns it around, and keeps what its script needs", () => {
  assert.equal(visible("report-\u202efdp.md"), "report-\ufffdfdp.md");
  assert.equal(visible("a\nb"), "a\ufffdb");
  assert.equal(visible("می\u200cخواهم.md"), "می\u200cخواهم.md");
});

test("a moment of today has its time, one of this year no year", () => {
  const now = new Date(2026, 2, 17, 12);
  const at = (...parts) => new Date(parts[0], parts[1], parts[2], 9, 5).toISOString();
  assert.equal(isToday(at(2026, 2, 17), now), true);
  assert.equal(timeOrDay(at(2026, 2, 17), now), "09:05");
  assert.equal(timeOrDay(at(2026, 1, 3), now), "3 Feb");
  assert.equal(timeOrDay(at(2025, 1, 3), now), "3 Feb 2025");
});
