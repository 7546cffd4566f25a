/* What the server tells of its articles, filters and models, and who asks: one request for all
   parts of the page, again when the articles have changed, and again and again when it failed. */
import { api, newest, Problem, say } from "./dom.js";

const AGAIN_MS = 3000;

let known = null;
let begun = false;
let failed = false;
let timer = 0;
const watchers = new Set();

const ask = newest(() => api("/byline/api/library"));

const load = async () => {
  clearTimeout(timer);
  try {
    const found = await ask();
    if (found === newest.OLD) return;
    failed = false;
    known = found;
    for (const watcher of watchers) watcher(known);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (!failed) say(error.message); // once: it is tried again
    failed = true;
    if (error.status !== 401) timer = setTimeout(load, AGAIN_MS);
  }
};

/* Calls `watcher(library)` as soon as it is known, and whenever it is asked anew. */
export const watchLibrary = (watcher) => {
  watchers.add(watcher);
  if (known) watcher(known);
  if (begun) return;
  begun = true;
  document.addEventListener("byline:library", load);
  load();
};
