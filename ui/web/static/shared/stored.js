/* What this browser keeps for the page; nothing where its storage is switched off or full. */
export const recall = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

export const keep = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* then it holds until the page is left */
  }
};
