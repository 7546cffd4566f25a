/* Sync of the index: starts and polls it, tells its progress. Tells the page when
   there is something new to ask. */
import { api, Problem } from "../shared/api-client.js";
import { tell, watched } from "../shared/events.js";
import { count } from "../shared/format.js";

/** @import { Sync, SyncJson } from "../types.js" */

const PATH = "/byline/api/sync";
const EVERY_MS = 600;
const MOST_LOST = 2; // replies in a row: then Byline seems to be gone

/** @type {Sync} */
let state = {
  running: false,
  stopping: false,
  number: 0,
  generation: null,
  doing: "",
  files_done: 0,
  files_total: 0,
  passages_encoded: 0,
  report: null,
  problem: "",
  unheard: false,
};
/** The number of the last sync whose end needs no word (any more).
 * @type {number | null} */
let told = null;
let timer = 0;
let lost = 0;

export const syncState = () => state;
export const { watch: watchSync, show } = watched(syncState);

/** How far it is, in words.
 * @type {(state: Sync) => string} */
export const progressText = ({ unheard, stopping, doing, files_done, files_total, passages_encoded }) => {
  if (unheard) return "Byline does not answer; trying again …";
  if (stopping) return "Stopping; what is done is kept.";
  const files = files_total ? `${files_done.toLocaleString("en")} of ${count(files_total, "file")}` : "";
  const passages = passages_encoded ? `${count(passages_encoded, "passage")} encoded` : "";
  const known = [files, passages].filter(Boolean).join(", ");
  return known ? `${doing}: ${known}` : `${doing} …`;
};

/** Whether how the last sync ended is still to be told here. */
export const endIsNews = () => told !== null && state.number > told;

export const endWasRead = () => {
  told = state.number;
  show();
};

/** @type {(next: SyncJson) => void} */
const take = (next) => {
  const grown = state.generation !== null && next.generation !== state.generation;
  const ended = state.running && !next.running;
  const restarted = next.number < state.number; // Byline itself: it counts anew
  if (told === null || restarted) told = next.running ? next.number - 1 : next.number;
  state = { ...next, unheard: false };
  lost = 0;
  show();
  if (grown || ended) tell("library");
  clearTimeout(timer);
  if (state.running) timer = setTimeout(look, EVERY_MS);
};

const miss = () => {
  lost += 1;
  clearTimeout(timer);
  if (!state.running) return;
  if (lost === MOST_LOST) {
    state = { ...state, unheard: true };
    show();
  }
  timer = setTimeout(look, 5 * EVERY_MS); // it may come back
};

/* Requests are numbered as they begin, and what a change brought about as it is told: of an older
   reply nothing is taken once a newer one is there. */
let begunLast = 0;
let takenLast = 0;

/** Asks once how far it is; goes on asking while it runs. */
export const look = async () => {
  const mine = ++begunLast;
  try {
    const next = await api(PATH);
    if (mine < takenLast) return;
    takenLast = mine;
    take(next);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (mine > takenLast) miss();
  }
};

/** What another request told about the sync that it began.
 * @type {(next: SyncJson) => void} */
export const begun = (next) => {
  takenLast = ++begunLast;
  take(next);
};

export const startSync = async () => begun(await api(PATH, { method: "POST" }));

export const stopSync = async () => begun(await api(PATH, { method: "DELETE" }));
