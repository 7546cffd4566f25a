/* Double-submit guard: a double click, or Enter pressed twice, asks once. */
import { on, tell } from "../shared/events.js";
import { box, field } from "./gradio-elements.js";
import { waitForNewest } from "./scroll.js";

const REPEATED_MS = 1000;

const NOTHING = { what: "", at: -REPEATED_MS };
let last = NOTHING;

/** In another conversation the same is another question. */
export const forgetLast = () => {
  last = NOTHING;
};

/** Whether the same was wanted a moment ago.
 * @type {(what: string, now?: number) => boolean} */
export const isRepeated = (what, now = performance.now()) => {
  const repeated = what === last.what && now - last.at < REPEATED_MS;
  if (!repeated) last = { what, at: now };
  return repeated;
};

/** What would be asked; null when the event asks nothing.
 * @type {(event: Event) => string | null | undefined} */
const asks = (event) => {
  const { target } = event;
  if (!(target instanceof Element)) return null;
  if (event instanceof KeyboardEvent) {
    return event.key === "Enter" && !event.shiftKey && !event.isComposing && target === box() ? box()?.value : null;
  }
  if (target.closest("#byline-ask .submit-button")) return box()?.value;
  return target.closest("#byline-chat .example")?.textContent;
};

/** Stops an empty question, one that has just been asked, or whose settings cannot go with it yet.
 * @type {(event: Event) => void} */
const askOnce = (event) => {
  const what = asks(event)?.trim();
  if (what === undefined) return;
  tell("asking");
  if (!what) box()?.focus();
  else if (field("settings")?.value && !isRepeated(what)) return waitForNewest();
  event.preventDefault();
  event.stopImmediatePropagation();
};

export const startAskingOnce = () => {
  on("opened", forgetLast);
  for (const name of ["keydown", "click"]) document.addEventListener(name, askOnce, true);
};
