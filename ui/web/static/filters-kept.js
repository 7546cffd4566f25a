/* What was chosen in each conversation, as far as this browser remembers: the newest of them. */
const MOST_KEPT = 50;

export const forgetful = (key) => {
  let known = {}; // conversation -> what was chosen
  try {
    known = JSON.parse(localStorage.getItem(key) || "{}");
  } catch {
    known = {}; // storage is switched off, or somebody else wrote there
  }
  return {
    read: (conversation) => known[conversation],
    write: (conversation, chosen) => {
      delete known[conversation];
      known[conversation] = chosen;
      for (const old of Object.keys(known).slice(0, -MOST_KEPT)) delete known[old];
      try {
        localStorage.setItem(key, JSON.stringify(known));
      } catch {
        return; // it holds until the page is left
      }
    },
  };
};
