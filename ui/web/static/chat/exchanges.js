/* State of the shown conversation: its exchanges and how far each is, polled from the server. */
import { api, Problem } from "../shared/api-client.js";
import { tell } from "../shared/events.js";

/** @import { Exchange, Exchanges } from "../types.js" */

const EVERY_MS = 100; // at most, while an answer grows
const AGAIN_MS = 1000;

let conversation = "";
/** @type {Exchange[]} */
let known = [];
/** @type {Promise<void> | null} */
let asking = null;
let outdated = false;

export const exchanges = () => known;

/** @type {(id: string) => Exchange | undefined} */
export const exchange = (id) => known.find((one) => one.id === id);

/** @type {(id: string) => boolean} */
export const isLast = (id) => known.at(-1)?.id === id;

export const isWaiting = () => known.some(({ state }) => state === "asked");

/** Another conversation is shown; what is known of it is asked when it is drawn.
 * @type {(id: string) => void} */
export const forget = (id) => {
  conversation = id;
  known = [];
};

/** Asks how far it is, once more when it has been drawn anew meanwhile. */
export const refresh = () => {
  outdated = true;
  asking ??= askUntilKnown().finally(() => {
    asking = null;
  });
  return asking;
};

const askUntilKnown = async () => {
  while (outdated) {
    outdated = false;
    await ask();
  }
};

/** The question of an exchange that is drawn, asked for when the server has not told of it yet.
 * @type {(id: string) => Promise<string | undefined>} */
export const questionOf = async (id) => {
  if (!exchange(id)) await refresh();
  return exchange(id)?.question;
};

const ask = async () => {
  const id = conversation;
  try {
    const found = await api(`/byline/api/conversations/${encodeURIComponent(id)}/exchanges`);
    if (id === conversation) take(found);
    else outdated = true;
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (id === conversation && error.status === 404) tell("unknown", { conversation });
    else if (error.status !== 401) setTimeout(refresh, AGAIN_MS);
  }
};

/** @type {(told: Exchanges) => void} */
const take = ({ exchanges: found, sources }) => {
  const waited = isWaiting();
  const moved = found.map(({ id }) => id).join() !== known.map(({ id }) => id).join();
  known = found;
  const waits = isWaiting();
  const begins = waits && !waited;
  const ends = waited && !waits;
  if (moved || begins || ends) tell("moved", { isNew: moved || begins });
  if (begins) tell("asked", { conversation });
  /* An answer may come so soon that the wait for it is never seen. */
  if (ends || (moved && found.length > 0 && !waits)) tell("answered", { exchange: found.at(-1)?.id, sources });
  if (!waits) tell("settled");
};
