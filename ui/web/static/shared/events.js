/* Custom events by which the parts of the page tell one another what happened. */

/** Tells the parts of the page that something has happened.
 * @type {(name: string, detail?: unknown) => void} */
export const tell = (name, detail) => {
  document.dispatchEvent(new CustomEvent(`byline:${name}`, { detail }));
};

/** @type {(name: string, action: (detail: any) => unknown) => void} */
export const on = (name, action) =>
  document.addEventListener(`byline:${name}`, (event) => action(/** @type {CustomEvent} */ (event).detail));
