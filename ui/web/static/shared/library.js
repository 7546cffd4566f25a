/* Library state from the server: articles, filter options, models, user; one request for all
   parts of the page, again when the articles have changed, and again and again when it failed. */
import { api, newest, OLD, Problem } from "./api-client.js";
import { say } from "./dialog.js";
import { on } from "./events.js";

/** @import { Library } from "../types.js" */

const AGAIN_MS = 3000;

/** @type {Library | null} */
let known = null;
let begun = false;
let failed = false;
let timer = 0;
/** @type {Set<(library: Library) => void>} */
const watchers = new Set();

/** @type {() => Promise<Library>} */
const fetched = () => api("/byline/api/library");
const ask = newest(fetched);

const load = async () => {
  clearTimeout(timer);
  try {
    const found = await ask();
    if (found === OLD) return;
    failed = false;
    known = found;
    for (const watcher of watchers) watcher(found);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (!failed) say(error.message); // once: it is tried again
    failed = true;
    if (error.status !== 401) timer = setTimeout(load, AGAIN_MS);
  }
};

/** Calls `watcher` as soon as the library is known, and whenever it is asked anew.
 * @type {(watcher: (library: Library) => void) => void} */
export const watchLibrary = (watcher) => {
  watchers.add(watcher);
  if (known) watcher(known);
  if (begun) return;
  begun = true;
  on("library", load);
  load();
};
