/* Browser storage (localStorage, sessionStorage); nothing where it is switched off or full. */

/** @typedef {"localStorage" | "sessionStorage"} Place */

/** @type {(key: string, place?: Place) => string | null} */
export const recall = (key, place = "localStorage") => {
  try {
    return globalThis[place].getItem(key);
  } catch {
    return null;
  }
};

/** @type {(key: string, value: string, place?: Place) => void} */
export const keep = (key, value, place = "localStorage") => {
  try {
    globalThis[place].setItem(key, value);
  } catch {
    /* then it holds until the page is left */
  }
};
