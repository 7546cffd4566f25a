/* The boxes of the Gradio page through which the scripts steer it; null until Gradio has built it. */
export const field = (name) => document.querySelector(`#byline-${name} textarea`);
export const box = () => field("ask");
export const obey = () => document.querySelector("#byline-obey");

export const write = (element, text) => {
  if (!element) return;
  element.value = text;
  element.dispatchEvent(new Event("input", { bubbles: true }));
};
