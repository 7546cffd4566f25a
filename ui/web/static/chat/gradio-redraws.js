/* Watches Gradio's redraws (MutationObserver), and calls whoever wants to look after them. */

/** @type {Set<(inChat: boolean) => void>} */
const watchers = new Set();

/** Calls `watcher` after every change of the page, with whether the conversation was drawn.
 * @type {(watcher: (inChat: boolean) => void) => void} */
export const watchDrawn = (watcher) => {
  watchers.add(watcher);
  if (watchers.size > 1) return;
  new MutationObserver((records) => {
    const chat = document.querySelector("#byline-chat");
    const inChat = records.some(({ target }) => chat?.contains(target));
    for (const one of watchers) one(inChat);
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-label"] });
};
