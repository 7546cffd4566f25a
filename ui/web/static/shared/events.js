/* How the parts of the page tell one another what happened: events, and values that are watched. */

/** Tells the parts of the page that something has happened.
 * @type {(name: string, detail?: unknown) => void} */
export const tell = (name, detail) => {
  document.dispatchEvent(new CustomEvent(`byline:${name}`, { detail }));
};

/** @type {(name: string, action: (detail: any) => unknown) => void} */
export const on = (name, action) =>
  document.addEventListener(`byline:${name}`, (event) => action(/** @type {CustomEvent} */ (event).detail));

/** A value that others follow: `watch(action)` calls `action` with it now, and again with every `show()`.
 * @type {<V>(read: () => V) => { watch: (action: (value: V) => void) => void, show: () => void }} */
export const watched = (read) => {
  /** @type {Set<(value: ReturnType<typeof read>) => void>} */
  const watchers = new Set();
  return {
    watch: (action) => {
      watchers.add(action);
      action(read());
    },
    show: () => {
      for (const action of watchers) action(read());
    },
  };
};
