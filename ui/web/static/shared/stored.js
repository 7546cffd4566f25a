/* Browser storage (localStorage); nothing where it is switched off or full. */

/** @type {(key: string) => string | null} */
export const recall = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

/** @type {(key: string, value: string) => void} */
export const keep = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* then it holds until the page is left */
  }
};
