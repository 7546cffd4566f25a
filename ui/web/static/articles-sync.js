/* Bringing the index up to the folder: how far it is, for whoever shows it. Tells the page when
   there is something new to ask. */
import { api, count } from "/byline/dom.js";

const PATH = "/byline/api/sync";
const EVERY_MS = 600;

let state = { running: false, number: 0, generation: null, report: null, problem: "" };
let timer = 0;
const watchers = new Set();

/* Calls `watcher(state)` now and with every change. */
export const watchSync = (watcher) => {
  watchers.add(watcher);
  watcher(state);
};

export const syncState = () => state;

/* How far it is, in words. */
export const progressText = ({ stopping, doing, files_done, files_total, passages_encoded }) => {
  if (stopping) return "Stopping; what is done is kept.";
  const files = files_total ? `${files_done.toLocaleString("en")} of ${count(files_total, "file", "files")}` : "";
  const passages = passages_encoded ? `${count(passages_encoded, "passage", "passages")} encoded` : "";
  const known = [files, passages].filter(Boolean).join(", ");
  return known ? `${doing}: ${known}` : `${doing} …`;
};

const take = (next) => {
  const grown = state.generation !== null && next.generation !== state.generation;
  const ended = state.running && !next.running;
  state = next;
  for (const watcher of watchers) watcher(state);
  if (grown || ended) document.dispatchEvent(new CustomEvent("byline:library"));
  clearTimeout(timer);
  if (state.running) timer = setTimeout(look, EVERY_MS);
};

/* Asks once how far it is; goes on asking while it runs. */
export const look = async () => {
  try {
    take(await api(PATH));
  } catch {
    clearTimeout(timer);
    if (state.running) timer = setTimeout(look, 5 * EVERY_MS); // it may come back
  }
};

/* What another request told about the sync that it began. */
export const begun = (next) => take(next);

export const startSync = async () => take(await api(PATH, { method: "POST" }));

export const stopSync = async () => take(await api(PATH, { method: "DELETE" }));
