/* A double click, or Enter pressed twice, asks once. */
import { box } from "./parts.js";

const REPEATED_MS = 1000;

const NOTHING = { what: "", at: -REPEATED_MS };
let last = NOTHING;

/* In another conversation the same is another question. */
document.addEventListener("byline:opened", () => {
  last = NOTHING;
});

/* Whether the same was wanted a moment ago. */
export const isRepeated = (what) => {
  const now = performance.now();
  const repeated = what === last.what && now - last.at < REPEATED_MS;
  if (!repeated) last = { what, at: now };
  return repeated;
};

const asks = (event) => {
  const { target } = event;
  if (!(target instanceof Element)) return "";
  if (event.type === "keydown") {
    return event.key === "Enter" && !event.shiftKey && !event.isComposing && target === box() ? box().value : "";
  }
  if (target.closest("#byline-ask .submit-button")) return box().value;
  const example = target.closest("#byline-chat .example");
  return example ? example.textContent : "";
};

/* Stops a question that has just been asked; for keydown and click, capturing. */
export const askOnce = (event) => {
  const what = asks(event).trim();
  if (!what || !isRepeated(what)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
};
