/* Source links: places in an answer that open in the source panel, their URLs and neighbours. */
import { api } from "../shared/api-client.js";

/** @import { Source, Wanted } from "../types.js" */

/** Which of how many is shown; `prefix` of the places before and after it.
 * @typedef {{ place: number, count: number, prefix: string }} At */

const MOST_FETCHED = 60;
const FRESH_MS = 60_000; // then the article may have changed

/** @type {At} */
export const NOWHERE = { place: 0, count: 0, prefix: "" };

/** The place that a link such as `#byline/EXCHANGE/PLACE/SENTENCE` leads to.
 * @type {(parts: string[]) => Wanted} */
export const toWanted = ([, exchange, place, sentence]) => ({ exchange, place, sentence: Number(sentence) || 0 });

/** @type {(wanted: Wanted) => string} */
export const addressOf = ({ exchange = "", place = "", also, doc }) => {
  if (doc) return `/byline/api/articles/text?doc=${encodeURIComponent(doc)}`;
  const source = `/byline/api/answers/${encodeURIComponent(exchange)}/sources/${encodeURIComponent(place)}`;
  return also ? `${source}?also=${encodeURIComponent(also)}` : source;
};

/** Where a source stands among its neighbours.
 * @type {(source: Source) => At} */
export const placed = ({ kind, place, count, prefix }) =>
  count > 1 && kind !== "also" ? { place, count, prefix } : NOWHERE;

/** Where one stands that could not be had: it still has neighbours, those of `current`, at `at`.
 * @type {(wanted: Wanted, current: Wanted | null, at: At) => At} */
export const placedBeside = (wanted, current, at) => {
  const [, prefix, place] = /^(near-|unused-|)(\d+)$/.exec(wanted.place ?? "") ?? [];
  const isBeside = current?.exchange === wanted.exchange && !wanted.also && at.prefix === prefix;
  return current && isBeside ? { ...at, place: Number(place) } : NOWHERE;
};

/** Sources that have been asked for, by their addresses.
 * @type {Map<string, Promise<Source>>} */
const fetched = new Map();

/** @type {(wanted: Wanted) => Promise<Source>} */
export const fetchSource = (wanted) => {
  const address = addressOf(wanted);
  const known = fetched.get(address);
  if (known) return known;
  const asked = api(address);
  asked.catch(() => fetched.delete(address));
  fetched.set(address, asked);
  setTimeout(() => fetched.delete(address), FRESH_MS);
  if (fetched.size > MOST_FETCHED) fetched.delete([...fetched.keys()][0]);
  return asked;
};

export const forgetSources = () => fetched.clear();
