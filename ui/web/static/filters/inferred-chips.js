/* Click handler of chips for inferred filters, and of "Understood" (chat/render.py draws them): asks again without that. */
import { agreeToReplace, askAgain } from "../chat/chat.js";
import { isRepeated } from "../chat/double-submit.js";
import { api } from "../shared/api-client.js";
import { attempt } from "../shared/dialog.js";
import { addActs } from "../shared/dom.js";
import { without } from "./selected.js";

/** @type {(exchange: string, field: string) => Promise<void>} */
const again = async (exchange, field) => {
  const asked = await attempt(() => api(`/byline/api/answers/${encodeURIComponent(exchange)}`));
  if (!asked || !(await agreeToReplace(exchange, "Ask this again without the filter?"))) return;
  const { chronological } = asked.settings;
  askAgain(exchange, asked.question, { reads_filters: false, filters: without(asked, field), chronological });
};

/** Exchanges about to be asked again.
 * @type {Set<string>} */
const busy = new Set();

/** A second click, at once or while the first one is still at work, is none.
 * @type {(exchange: string, field: string) => Promise<void>} */
const once = async (exchange, field) => {
  if (busy.has(exchange) || isRepeated(`plain ${exchange}`)) return;
  busy.add(exchange);
  try {
    await again(exchange, field);
  } finally {
    busy.delete(exchange);
  }
};

export const listenForPlain = () => addActs({ plain: ([exchange, field]) => once(exchange, field) });
