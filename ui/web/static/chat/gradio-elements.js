/* Gradio's input elements through which the scripts steer it; null until Gradio has built them. */

/** @type {(name: string) => HTMLTextAreaElement | null} */
export const field = (name) => document.querySelector(`#byline-${name} textarea`);
export const box = () => field("ask");
/** @type {() => HTMLButtonElement | null} */
export const obey = () => document.querySelector("#byline-obey");

/** @type {(element: HTMLTextAreaElement | null, text: string) => void} */
export const write = (element, text) => {
  if (!element) return;
  element.value = text;
  element.dispatchEvent(new Event("input", { bubbles: true }));
};
