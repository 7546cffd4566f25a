/* What of a browser the modules under test touch: storage, events and a server that answers as told. */

export const storage = new Map();

export const heard = [];

/* What was sent, oldest first. */
export const sent = [];

/* Replies to come, first to last; a function makes one from what was sent. */
export const replies = [];

export const json =
  (content, status = 200) =>
  () =>
    Response.json(content, { status });

Object.assign(globalThis, {
  localStorage: {
    getItem: (key) => storage.get(key) ?? null,
    setItem: (key, value) => storage.set(key, value),
  },
  document: {
    addEventListener: () => {},
    dispatchEvent: ({ type, detail }) => heard.push([type, detail]),
  },
  location: { pathname: "/", hash: "", assign: (address) => heard.push(["left", address]) },
  fetch: async (path, options) => {
    sent.push({ path, options });
    const reply = replies.shift();
    if (!reply) throw new TypeError("no connection");
    return reply(path);
  },
});

/** Forgets what was told so far. */
export const forget = () => {
  for (const list of [heard, sent, replies]) list.length = 0;
  storage.clear();
};
