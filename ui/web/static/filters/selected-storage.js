/* Selected filters of each conversation, kept in localStorage: the newest of them. */
import { keep, recall } from "../shared/local-storage.js";

/** @import { Chosen } from "../types.js" */

const MOST_KEPT = 50;

/** @type {(value: any) => boolean} */
const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** What is stored; somebody else may have written there.
 * @type {(key: string) => Record<string, Chosen>} */
const stored = (key) => {
  try {
    const found = JSON.parse(recall(key) ?? "");
    return isPlain(found) ? found : {};
  } catch {
    return {};
  }
};

/** @type {(key: string) => { read: (conversation: string) => Chosen | null, write: (conversation: string, chosen: Chosen) => void }} */
export const forgetful = (key) => {
  /** What was chosen here: all there is where storage is switched off.
   * @type {Record<string, Chosen>} */
  const own = {};
  /* Other tabs write there too. */
  const known = () => ({ ...own, ...stored(key) });
  return {
    read: (conversation) => {
      const all = known();
      const chosen = Object.hasOwn(all, conversation) ? all[conversation] : null;
      return chosen && isPlain(chosen) && isPlain(chosen.filters) ? chosen : null;
    },
    write: (conversation, chosen) => {
      const all = known();
      delete all[conversation];
      all[conversation] = own[conversation] = chosen;
      for (const old of Object.keys(all).slice(0, -MOST_KEPT)) delete all[old];
      keep(key, JSON.stringify(all));
    },
  };
};
